import { type CheckOptions, check, loadArchitecture, type MachineRequest } from '@cvm-teardown/core';
import { describe, expect, it } from 'vitest';
import { defects } from '../src/defects.js';
import arm64 from '../src/index.js';
import { stage2Policies } from '../src/policies/index.js';
import { releases } from '../src/releases.js';
import { sayWorld, worldsOf } from './support/worlds.js';

const arch = loadArchitecture(arm64);
const verdictOf = (request: MachineRequest) => check(arch, request).verdict;

describe('fixed', () => {
  describe.each(stage2Policies.map(({ id }) => id))('%s', (policy) => {
    it.each(worldsOf(policy).map((world) => ({ world, name: sayWorld(world) })))('is valid: $name', ({ world }) => {
      const { verdict, sometimes } = check(arch, { ...world, release: 'fixed' });
      expect(verdict).toBe('valid');
      expect(sometimes.filter(({ reached }) => !reached)).toEqual([]);
    });
  });

  it.each([
    { policy: 'pre-series', trigger: 'close', states: 38 },
    { policy: 'series', trigger: 'close', states: 32 },
    { policy: 'mainline', trigger: 'close', states: 33 },
    { policy: 'pre-series', trigger: 'unmap', states: 600 },
    { policy: 'series', trigger: 'unmap', states: 1520 },
    { policy: 'mainline', trigger: 'unmap', states: 600 },
  ])('$policy $trigger of 4 pages has $states states', ({ states, ...request }) => {
    const found = check(arch, { ...request, release: 'fixed', pages: 4 });
    expect([found.verdict, found.states]).toEqual(['valid', states]);
  });

  it.each(['page', 'block2', 'block1'])('is valid for leaves of kind %s, also where they stand in the root', (leaf) => {
    for (const { id: policy } of stage2Policies) {
      for (const trigger of ['close', 'unmap', 'exit']) {
        for (const on of [false, true]) {
          const request = {
            policy,
            trigger,
            release: 'fixed',
            options: { leaf },
            features: { FWB: on, TLBIRANGE: on },
            pages: 4,
          };
          expect([policy, trigger, verdictOf(request)]).toEqual([policy, trigger, 'valid']);
        }
      }
    }
  });
});

describe('the series as posted', () => {
  const release = '5.5+series';

  it('closes safely with anonymous memory', () => {
    expect(verdictOf({ policy: 'series', release, trigger: 'close', pages: 4 })).toBe('valid');
  });

  it('leaves stale lines of a file behind an unmap, as its review said (docs/arm64.md 8)', () => {
    const { verdict, violation } = check(arch, {
      policy: 'series',
      release,
      trigger: 'unmap',
      options: { content: 'file' },
      pages: 1,
    });
    expect(verdict).toBe('violated');
    expect(violation?.property).toBe('nothing-stale-is-used');
    expect(violation?.trace.map(({ step }) => step)).toContain('write-around-caches');
    expect(violation?.trace.at(-1)).toMatchObject({
      step: 'give-back-pages',
      changes: [{ field: 'page[0].place', from: 'guest', to: 'host' }],
    });
  });

  it('does not where FWB keeps the guest from writing around the caches', () => {
    const request = {
      policy: 'series',
      release,
      trigger: 'unmap',
      options: { content: 'file' },
      features: { FWB: true },
    };
    expect(verdictOf(request)).toBe('valid');
  });
});

describe('the VMID', () => {
  const reused = (policy: string) =>
    verdictOf({ policy, release: 'fixed', trigger: 'close', defects: ['vmid-reused-at-once'] });

  it('may be given out at once where close invalidates, not where it relies on the roll-over', () => {
    expect([reused('pre-series'), reused('series'), reused('mainline')]).toEqual(['valid', 'valid', 'violated']);
  });
});

/** The length of the shortest trace to each defect, on its machine. */
const STEPS: Readonly<Record<string, number>> = {
  'unmap-elides-shared': 14,
  'close-elides-shared': 9,
  'table-flush-deferred': 6,
  'vmid-released-before-flush': 9,
  'vmid-reused-at-once': 9,
  'closed-with-running-vcpu': 6,
  'range-flush-after-return': 12,
  'clear-taken-for-unmap': 14,
  'deferred-without-fwb': 16,
  'reference-not-dropped': 3,
  'root-not-freed': 0,
};

describe('defects', () => {
  it('each have a machine on which they show', () => {
    expect(defects.filter(({ scene }) => scene === undefined)).toEqual([]);
    expect(Object.keys(STEPS).sort()).toEqual(defects.map(({ id }) => id).sort());
  });

  it.each(defects)('$id breaks $violates, and nothing else is needed for it', ({ id, violates, scene }) => {
    const found = check(arch, { ...scene, defects: [id] });
    expect([found.verdict, found.violation?.property, found.violation?.trace.length]).toEqual([
      'violated',
      violates,
      STEPS[id],
    ]);
    expect(verdictOf({ ...scene })).toBe('valid');
  });

  it('free the tables, reassign the VMID and invalidate afterwards: the trace says so', () => {
    const found = check(arch, {
      policy: 'series',
      trigger: 'close',
      release: 'fixed',
      defects: ['vmid-released-before-flush'],
      pages: 1,
    });
    const steps = found.violation?.trace.map(({ actor, step }) => `${actor}: ${step}`) ?? [];
    const freed = steps.findIndex((step) => step.startsWith('vmm: free emptied tables'));
    expect(freed).toBeGreaterThan(0);
    expect(steps.slice(-2)).toEqual(['vmm: release-vmid', 'next-guest: take-vmid']);
    expect(steps).not.toContain('vmm: flush-by-vmid');
  });
});

describe('releases', () => {
  const cases = stage2Policies.flatMap(({ id: policy, releases: own }) => own.map((release) => ({ policy, release })));

  it.each(cases)('$policy $release breaks where its known defects do, and nowhere else', ({ policy, release }) => {
    const known = releases.find(({ id }) => id === release)?.defects ?? [];
    for (const world of worldsOf(policy)) {
      // Deferral came with 6.6: what a defect of it breaks is looked for in the form of that release.
      const explained = known.filter((id) => verdictOf({ ...world, release: 'fixed', defects: [id] }) === 'violated');
      expect([sayWorld(world), verdictOf({ ...world, release })]).toEqual([
        sayWorld(world),
        explained.length > 0 ? 'violated' : 'valid',
      ]);
    }
  });
});

/** What symmetry must not change. */
const decided = (request: MachineRequest, options: CheckOptions) => {
  const { verdict, violation, sometimes } = check(arch, request, options);
  return { verdict, property: violation?.property, trace: violation?.trace, sometimes };
};

describe('with page symmetry', () => {
  it.each(defects)('the verdict is the one without: $id', ({ id, scene }) => {
    const whole = { ...scene, defects: [id] };
    expect(decided(whole, { symmetry: 'on' })).toEqual(decided(whole, {}));
  });
});
