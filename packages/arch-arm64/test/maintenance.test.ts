import { loadArchitecture } from '@cvm-teardown/core';
import type { MachineConfig } from '@cvm-teardown/core/plugin';
import { describe, expect, it } from 'vitest';
import arm64 from '../src/index.js';
import { contentIsNeeded, maintenanceOf, type Occasion } from '../src/maintenance.js';
import { UNMAP_EVENTS } from '../src/options.js';

const arch = loadArchitecture(arm64);

/** As much of a machine as the predicate reads. */
function machine(
  policy: string,
  release: string,
  more: { content?: string; leaf?: string; features?: readonly string[] } = {},
): MachineConfig {
  const defects = arch.releases.find(({ id }) => id === release)?.defects ?? [];
  const order = arch.releases.map(({ id }) => id);
  const options: Readonly<Record<string, string>> = { content: more.content ?? 'anonymous', leaf: more.leaf ?? 'page' };
  return {
    policy,
    option: (name: string) => options[name],
    feature: (name: string) => more.features?.includes(name) ?? false,
    has: (defect: string) => defects.includes(defect),
    since: (other: string) => order.indexOf(release) >= order.indexOf(other),
  } as unknown as MachineConfig;
}

const cleans = (of: MachineConfig, occasion: Occasion, device = false) => maintenanceOf(of, occasion).cleans(device);
const ALL: readonly Occasion[] = ['close', ...UNMAP_EVENTS];

describe('the elision predicate (docs/arm64.md 7.2)', () => {
  const series = machine('series', '5.5+series');

  it('cleans on everything but close and the event UNMAP', () => {
    expect(ALL.filter((occasion) => !cleans(series, occasion))).toEqual(['close', 'UNMAP']);
  });

  it('invalidates each leaf and table on everything but close', () => {
    const elided = ALL.filter((occasion) => !maintenanceOf(series, occasion).tableFlush);
    expect(elided).toEqual(['close']);
    expect(ALL.filter((occasion) => maintenanceOf(series, occasion).leafFlush === 'none')).toEqual(['close']);
  });

  it('before the series nothing is elided', () => {
    const before = machine('pre-series', '5.4');
    expect(ALL.every((occasion) => cleans(before, occasion) && maintenanceOf(before, occasion).tableFlush)).toBe(true);
  });

  it('mainline elides at close only', () => {
    const now = machine('mainline', '6.19');
    expect(ALL.filter((occasion) => !cleans(now, occasion))).toEqual(['close']);
  });

  it('with FWB nobody cleans', () => {
    for (const [policy, release] of [
      ['pre-series', '5.4'],
      ['series', '5.5+series'],
      ['mainline', '6.19'],
    ] as const) {
      expect(ALL.some((occasion) => cleans(machine(policy, release, { features: ['FWB'] }), occasion))).toBe(false);
    }
  });

  it('pages of devices are never cleaned, blocks of devices by v5.5 only', () => {
    expect(cleans(machine('pre-series', '5.4'), 'CLEAR', true)).toBe(false);
    expect(cleans(machine('pre-series', '5.4', { leaf: 'block2' }), 'CLEAR', true)).toBe(true);
    expect(cleans(machine('mainline', '6.19', { leaf: 'block2' }), 'CLEAR', true)).toBe(false);
  });
});

describe('deferral (docs/arm64.md 9.2)', () => {
  const flush = (release: string, ...features: string[]) =>
    maintenanceOf(machine('mainline', release, { features }), 'UNMAP').leafFlush;

  it('needs 6.6, FWB and TLBIRANGE', () => {
    expect(flush('6.6', 'FWB', 'TLBIRANGE')).toBe('with the batch');
    expect(flush('6.5', 'FWB', 'TLBIRANGE')).toBe('with the leaf');
    expect(flush('6.19', 'TLBIRANGE')).toBe('with the leaf');
    expect(flush('6.19', 'FWB')).toBe('with the leaf');
  });

  it('deferred the tables too from 6.6 to 6.8 (B01)', () => {
    const tables = (release: string) =>
      maintenanceOf(machine('mainline', release, { features: ['FWB', 'TLBIRANGE'] }), 'UNMAP').tableFlush;
    expect([tables('6.6'), tables('6.9')]).toEqual([false, true]);
  });
});

describe('fixed (our proposal, docs/arm64.md 12)', () => {
  it.each(['file', 'shared'])('cleans %s memory wherever its content is needed', (content) => {
    for (const policy of ['pre-series', 'series', 'mainline']) {
      const fixed = machine(policy, 'fixed', { content });
      for (const occasion of ALL)
        expect([occasion, cleans(fixed, occasion)]).toEqual([occasion, contentIsNeeded(fixed, occasion)]);
    }
  });

  it('elides for anonymous memory what the series and mainline elide', () => {
    expect(ALL.filter((occasion) => !cleans(machine('series', 'fixed'), occasion))).toEqual(['close', 'UNMAP']);
    expect(ALL.filter((occasion) => !cleans(machine('mainline', 'fixed'), occasion))).toEqual(['close']);
  });
});
