import { type CheckOptions, check, type MachineRequest } from '@cvm-teardown/core';
import type { Defect, DefectScene } from '@cvm-teardown/core/plugin';
import { describe, expect, it } from 'vitest';
import { defects } from '../src/defects.js';
import { releases } from '../src/releases.js';
import { ppc, verdict } from './support/arch.js';

describe('fixed is valid', () => {
  // Three GFNs: one shared, one requested, one left; two: the last one is missing. State counts are pinned.
  const CASES = [
    ['secure-entry', 'uv-all', 3, 1, 26_724],
    ['secure-entry', 'init-done', 3, 0, 20_968],
    ['secure-entry', 'init-done', 4, 2, 77_610],
    ['reboot', 'init-done', 3, 0, 13_418],
    ['reboot', 'init-done', 4, 2, 87_046],
    ['reboot', 'uv-all', 2, 1, 4_853],
    ['hotplug', 'init-done', 4, 2, 23_877],
    ['unplug', 'init-done', 4, 2, 63_031],
    ['abort', 'init-done', 4, 2, 9_986],
    ['abort', 'uv-all', 3, 1, 8_317],
  ] as const;
  it.each(CASES)('%s, %s, %i pages, %i faults: %i states', (trigger, policy, pages, faults, states) => {
    expect(verdict({ trigger, policy, pages }, { faults })).toMatchObject({ verdict: 'valid', states });
  });

  it('stays valid when device pages run short', () => {
    for (const trigger of ['secure-entry', 'hotplug']) {
      const request = { trigger, policy: 'init-done', options: { secureMemory: 'short' } };
      expect(verdict(request, { faults: 1 }).verdict).toBe('valid');
    }
  });

  it('says which scale it was obtained with', () => {
    expect(verdict({ trigger: 'abort', policy: 'init-done' }).machine.scale).toEqual({
      implicitShares: 1,
      necessaryGfns: 1,
    });
  });
});

/** How many moves the shortest trace to each defect has, on its machine. */
const MOVES: Readonly<Record<string, number>> = {
  'uv-optimised-no-hv-fix': 10,
  'hotplug-not-migrated': 4,
  'v1-remigrate-pagedout': 18,
  'v2-flush-keeps-state': 7,
  'drop-by-fault': 9,
  'transient-share-stale-pte': 12,
  'hotplug-error-ignored': 8,
  'pagein-fail-leak': 8,
  'silent-nonmigratable': 3,
  'drop-unzeroed': 14,
  'mutant-pool-bit-kept': 12,
  'mutant-no-page-inval': 2,
  'mutant-terminate-forgotten': 9,
  'mutant-abort-forgotten': 1,
};

/** Where each defect shows. */
const sceneOf = ({ id, scene }: Defect): readonly [MachineRequest, CheckOptions] => {
  const { faults = 0, ...request } = scene as DefectScene;
  return [{ ...request, defects: [id] }, { faults }];
};

describe('each defect is found by name', () => {
  it('covers all of them', () => {
    expect(defects.filter(({ scene }) => scene === undefined)).toEqual([]);
    expect(Object.keys(MOVES)).toEqual(defects.map(({ id }) => id));
  });

  it.each(defects.map((defect) => [defect.id, defect.violates, defect] as const))(
    '%s violates %s',
    (id, violates, defect) => {
      const [request, options] = sceneOf(defect);
      expect(verdict(request, options)).toMatchObject({ verdict: 'violated', property: violates, moves: MOVES[id] });
      expect(verdict({ ...request, defects: [] }, options).verdict).toBe('valid');
    },
  );

  it('has a defect for every property that is not a sometimes', () => {
    const broken = new Set(defects.map(({ violates }) => violates));
    const own = ppc.properties.filter(({ kind }) => kind !== 'sometimes').map(({ id }) => id);
    expect(own.filter((id) => !broken.has(id))).toEqual([]);
  });
});

describe('releases (docs/ppc.md 9)', () => {
  it('v1 loses a page that was paged out before H_SVM_INIT_DONE: it is migrated again', () => {
    const { violation } = verdict({ trigger: 'secure-entry', policy: 'init-done', release: 'v1' });
    expect(violation?.property).toBe('paged-out-content-kept');
    const steps = violation?.trace.map(({ step }) => step) ?? [];
    expect(steps.indexOf('page-out')).toBeLessThan(steps.lastIndexOf('migrate-remaining'));
    expect(violation?.trace.at(-1)?.changes).toContainEqual({ field: 'gfn[1].host', from: 'cipher', to: 'device' });
  });

  it('v2 keeps the words of a slot that is flushed, and migrates no paged-out page again', () => {
    expect(verdict({ trigger: 'reboot', policy: 'init-done', release: 'v2' }).property).toBe('gfn-words-true');
    expect(verdict({ trigger: 'secure-entry', policy: 'init-done', release: 'v2' }).verdict).toBe('valid');
  });

  it('v6 is free of both', () => {
    for (const trigger of ['secure-entry', 'hotplug', 'unplug', 'abort']) {
      expect(verdict({ trigger, policy: 'init-done', release: 'v6' }).verdict, trigger).toBe('valid');
    }
    const v6 = releases.find(({ id }) => id === 'v6')?.defects ?? [];
    expect(v6.filter((id) => /^v[12]-/.test(id))).toEqual([]);
  });

  it('v6 has the defects that are open to this day, each found by name', () => {
    const v6 = releases.find(({ id }) => id === 'v6')?.defects ?? [];
    expect(v6.map((id) => defects.find((defect) => defect.id === id)?.kind)).toEqual(Array(v6.length).fill('present'));
    expect(verdict({ trigger: 'reboot', policy: 'init-done', release: 'v6' }).property).toBe('nothing-stale-is-used');
  });

  it('5.8 is safe where every GFN is requested, and wrong where the Ultravisor requests what it needs', () => {
    const entry = { trigger: 'secure-entry', release: '5.8' };
    expect(verdict({ ...entry, policy: 'uv-all' }).verdict).toBe('valid');
    expect(verdict({ ...entry, policy: 'init-done' }).property).toBe('secure-gfns-known');
  });

  it('5.8 corrupts memory when the SVM reboots: a page that was never requested moves, and its old translation is used', () => {
    const { violation } = verdict({
      trigger: 'reboot',
      policy: 'init-done',
      release: '5.8',
      pages: 2,
      scale: { implicitShares: 0 },
    });
    expect(violation?.property).toBe('nothing-stale-is-used');
    const moved = violation?.trace.find(({ step }) => step === 'move-page');
    expect(moved?.changes).toContainEqual({ field: 'gfn[1].tree', from: 'current', to: 'stale' });
    const requested = verdict({
      trigger: 'reboot',
      policy: 'uv-all',
      release: '5.8',
      pages: 2,
      scale: { implicitShares: 0 },
    });
    expect(requested.property).not.toBe('nothing-stale-is-used');
  });

  it('5.8 leaves a hot-plugged slot Normal', () => {
    expect(verdict({ trigger: 'hotplug', policy: 'uv-all', release: '5.8' }).property).toBe('secure-gfns-known');
  });
});

/** What symmetry must not change. */
const decided = (request: MachineRequest, options: CheckOptions) => {
  const { verdict, violation, sometimes } = check(ppc, request, options);
  return { verdict, property: violation?.property, trace: violation?.trace, sometimes };
};

describe('with page symmetry', () => {
  it.each(defects)('the verdict is the one without: $id', (defect) => {
    const [request, options] = sceneOf(defect);
    for (const machine of [{ pages: 3 }, { pages: 3, scale: { implicitShares: 0, necessaryGfns: 0 } }]) {
      const whole = { ...request, ...machine };
      expect(decided(whole, { ...options, symmetry: 'on' })).toEqual(decided(whole, options));
    }
  });

  // The first states in which a situation is met are reached by no ascending sweep: many must be tried.
  it('six pages are a seventh of the states', () => {
    const request = { policy: 'init-done', trigger: 'secure-entry', release: 'fixed', pages: 6 };
    expect(check(ppc, request, { faults: 0, symmetry: 'on' })).toMatchObject({
      verdict: 'valid',
      states: 42_173,
      symmetry: { used: true, alike: [[2, 3, 4, 5]] },
    });
  });
});
