/** Every release, policy and trigger: exactly the defects that are known of the release, by name, and nothing else. */
import { defectsShown } from '@cvm-teardown/core/testing';
import { describe, expect, test } from 'vitest';
import plugin from '../src/index.js';
import { stage2Policies } from '../src/policies/index.js';
import { releases } from '../src/releases.js';
import { worldsOf } from './support/worlds.js';

/** More in a longer run: `pnpm releases`. */
const pages = Number(process.env['CVM_RELEASE_PAGES'] ?? 2);

/** The triggers with which a defect shows, if a release has it and the policy does what it is about. */
const SHOWS: Readonly<Record<string, readonly string[]>> = {
  'unmap-elides-shared': ['unmap'],
  'close-elides-shared': ['close', 'exit'],
  'table-flush-deferred': ['unmap'],
};

/** Closes, exits and unmaps of all kinds of memory, on hosts with and without FWB and range invalidation. */
const machinesOf = (policy: string, trigger: string) =>
  worldsOf(policy)
    .filter((world) => world.trigger === (trigger === 'exit' ? 'close' : trigger))
    .map((world) => ({ ...world, trigger, pages }));

const cases = stage2Policies.flatMap(({ id: policy, releases: own }) =>
  own.flatMap((release) => ['close', 'exit', 'unmap'].map((trigger) => ({ policy, release, trigger }))),
);

describe('a release', () => {
  test.each(cases)('$release, $policy, $trigger', ({ policy, release, trigger }) => {
    const found = machinesOf(policy, trigger).map((machine) =>
      defectsShown(plugin, { ...machine, release }, { faults: 1 }),
    );
    expect(found.flatMap(({ unexplained = [] }) => unexplained)).toEqual([]);
    expect(found[0]?.unreached).toEqual([]);
    const defects = releases.find(({ id }) => id === release)?.defects ?? [];
    expect(new Set(found.flatMap(({ shown }) => shown))).toEqual(
      new Set(defects.filter((id) => SHOWS[id]?.includes(trigger))),
    );
  });

  test('shows each of its defects somewhere', () => {
    expect(releases.flatMap(({ defects }) => defects).filter((id) => SHOWS[id] === undefined)).toEqual([]);
  });
});
