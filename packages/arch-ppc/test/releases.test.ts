/** Every release, policy and trigger: exactly the defects that are known of the release, by name, and nothing else. */
import type { MachineRequest } from '@cvm-teardown/core';
import { defectsShown } from '@cvm-teardown/core/testing';
import { describe, expect, test } from 'vitest';
import plugin from '../src/index.js';
import { releases } from '../src/releases.js';

/** More in a longer run: `pnpm releases`. */
const pages = Number(process.env['CVM_RELEASE_PAGES'] ?? 2);

/** With so many pages the slot that is plugged has two GFNs. */
const SLOT_OF_TWO = 4;

const POLICIES = ['uv-all', 'init-done'] as const;
const TRIGGERS = ['secure-entry', 'reboot', 'hotplug', 'unplug', 'abort'] as const;

/** The triggers with which a defect shows, if a release has it; of one policy or release only where that is said. */
const SHOWS: Readonly<Record<string, readonly string[]>> = {
  // At a reboot together with the stale entry: a page that was never requested moves before the guest is normal again.
  'uv-optimised-no-hv-fix': ['init-done secure-entry', 'init-done reboot'],
  // A slot is plugged again after it was unplugged.
  'hotplug-not-migrated': ['hotplug', 'unplug'],
  'hotplug-error-ignored': ['hotplug', 'unplug'],
  'v1-remigrate-pagedout': ['secure-entry', 'reboot'],
  // A slot of two GFNs: the first has moved, and is paged out when the second cannot and the slot is given up. In v1 no GFN of a slot moves.
  'v2-flush-keeps-state': ['secure-entry', 'reboot', 'unplug', 'abort', ...(pages < SLOT_OF_TWO ? [] : ['v2 hotplug'])],
  'drop-by-fault': ['unplug'],
  'transient-share-stale-pte': ['reboot'],
  'pagein-fail-leak': TRIGGERS,
  'silent-nonmigratable': ['reboot', 'unplug', 'abort'],
  'drop-unzeroed': ['reboot'],
};

/** The small machine; the same without a shared page, so that one is left to H_SVM_INIT_DONE; too few device pages. */
const machinesOf = (trigger: string): readonly (MachineRequest & { readonly faults?: number })[] => [
  {},
  { scale: { implicitShares: 0 } },
  ...(trigger === 'secure-entry' || trigger === 'hotplug'
    ? [{ pages: Math.max(3, pages), options: { secureMemory: 'short' }, faults: 0 }]
    : []),
];

describe.each(releases)('$id', ({ id: release, defects }) => {
  test.each(POLICIES.flatMap((policy) => TRIGGERS.map((trigger) => ({ policy, trigger }))))(
    '$policy, $trigger',
    ({ policy, trigger }) => {
      const found = machinesOf(trigger).map(({ faults = 1, ...machine }) =>
        defectsShown(plugin, { pages, policy, trigger, release, ...machine }, { faults }),
      );
      expect(found.flatMap(({ unexplained = [] }) => unexplained)).toEqual([]);
      expect(found[0]?.unreached).toEqual([]);
      const known = defects.filter((id) =>
        SHOWS[id]?.some((where) => [trigger, `${policy} ${trigger}`, `${release} ${trigger}`].includes(where)),
      );
      expect(new Set(found.flatMap(({ shown }) => shown))).toEqual(new Set(known));
    },
  );

  test('shows each of its defects somewhere', () => {
    expect(defects.filter((id) => SHOWS[id] === undefined)).toEqual([]);
  });
});

test.each(POLICIES)('%s: a slot that is plugged in part leaves words as they were in v2', (policy) => {
  const machine = { policy, trigger: 'hotplug', release: 'v2' };
  const shown = (pages: number) => defectsShown(plugin, { ...machine, pages }, { faults: 1 }).shown;
  expect(shown(SLOT_OF_TWO)).toContain('v2-flush-keeps-state');
  expect(shown(SLOT_OF_TWO - 1)).not.toContain('v2-flush-keeps-state');
});
