/** Every interleaving of small machines: what is safe, and that each shipped defect is found by name. */
import { existsSync, readFileSync } from 'node:fs';
import { type CheckOptions, check, loadArchitecture, type MachineRequest } from '@cvm-teardown/core';
import { checkLitmus } from '@cvm-teardown/core/litmus';
import type { DefectScene, Registrar } from '@cvm-teardown/core/plugin';
import { describe, expect, it, test, vi } from 'vitest';
import { defects } from '../src/defects.js';
import { s390 } from '../src/plugin.js';
import { properties } from '../src/properties.js';
import { releases } from '../src/releases.js';

// Some walk through 400,000 states, on machines that have more to do.
vi.setConfig({ testTimeout: 60_000 });

const arch = loadArchitecture(s390);
const reboot: MachineRequest = { policy: 'async', trigger: 'reboot', release: 'fixed', pages: 2 };
const exit: MachineRequest = { policy: 'sync', trigger: 'exit', release: 'fixed', pages: 2 };
const posting: MachineRequest = { policy: 'kthread', release: 'fixed', pages: 3, scale: { low: 0 } };
const protectedAgain: MachineRequest = { trigger: 'reboot', pages: 1, options: { nextGuest: 'protected' } };
const NO_PAGES = { atomicAllocations: 'fail' };
const slow = { destroyFast: false };
const oneFault: CheckOptions = { faults: 1 };
const oneReboot = { cleaners: 1 };
const vmFirst = { vmEnd: 'before-process' };
const givenUp = { dump: 'given-up' };
const normalVm = { protVirt: 0, pressure: 'one-page', ...vmFirst };

describe('valid', () => {
  // The numbers of states are pinned so that a change of the protocol's size is noticed.
  test.each<[string, MachineRequest, CheckOptions, number]>([
    ['async on 3 pages', { ...reboot, pages: 3 }, {}, 444_737],
    ['async with one fault', reboot, oneFault, 308_476],
    [
      'async without Destroy Fast and MISC, one fault',
      { ...reboot, features: { ...slow, misc: false } },
      oneFault,
      361_323,
    ],
    ['async while the host takes a page', { ...reboot, options: { pressure: 'one-page', cleaners: 1 } }, {}, 140_397],
    ['async in batches (6.14)', { ...reboot, release: '6.14' }, {}, 104_052],
    [
      'async in batches of two, without Destroy Fast',
      { ...reboot, release: '6.14', features: slow, scale: { sweepBatch: 2 } },
      {},
      119_166,
    ],
    [
      'async as first merged (6.2), without MISC',
      { ...reboot, release: '6.2', features: { misc: false } },
      {},
      141_688,
    ],
    ['async with the parameter off', { ...reboot, options: { asyncDestroy: 0 } }, oneFault, 5_361],
    ['async up to 2 GiB, tried all the same', { ...reboot, pages: 1, options: { vmm: 'no-size-check' } }, {}, 1_870],
    ['async while another thread calls', { ...reboot, options: { ...oneReboot, otherThread: 'asks' } }, {}, 117_924],
    ['async that nobody kills, one fault', { ...reboot, options: { ...oneReboot, kill: 'never' } }, oneFault, 44_667],
    [
      'sync, and another thread, one fault',
      { ...reboot, policy: 'sync', options: { otherThread: 'asks' } },
      oneFault,
      9_414,
    ],
    ['async into a large folio', { ...reboot, options: { ...oneReboot, folios: 'large' } }, {}, 47_731],
    [
      'async, pages of the guest read',
      { ...reboot, options: { ...oneReboot, kernelReads: 'guest-page' } },
      {},
      176_000,
    ],
    ['sync reboot with one fault', { ...reboot, policy: 'sync' }, oneFault, 2_243],
    ['sync reboot (5.19)', { ...reboot, policy: 'sync', release: '5.19' }, {}, 584],
    ['sync reboot (6.0)', { ...reboot, policy: 'sync', release: '6.0' }, {}, 595],
    ['exit with one fault', exit, oneFault, 408],
    ['exit without Destroy Fast, one fault', { ...exit, features: slow }, oneFault, 347],
    ['exit (5.19)', { ...exit, release: '5.19' }, {}, 111],
    ['exit, the VM first', { ...exit, options: vmFirst }, oneFault, 615],
    ['exit, the VM first (5.19)', { ...exit, release: '5.19', options: vmFirst }, {}, 166],
    ['exit, the VM first (6.0)', { ...exit, release: '6.0', options: vmFirst }, {}, 178],
    ['exit of a normal VM, that first, while the host takes a page', { ...exit, options: normalVm }, oneFault, 324],
    [
      'async, the VM first, without Destroy Fast, one fault',
      { ...reboot, features: slow, options: { ...oneReboot, ...vmFirst } },
      oneFault,
      143_756,
    ],
    [
      'async behind a dump that was given up, one fault',
      { ...reboot, pages: 1, options: { ...oneReboot, ...givenUp } },
      oneFault,
      1_740,
    ],
    ['2021: reboot, one fault', { ...posting, trigger: 'reboot' }, oneFault, 37_882],
    ['2021: reboot, and protected again, one fault', { ...posting, ...protectedAgain }, oneFault, 148_645],
    ['2021: the same on 2 pages', { ...posting, ...protectedAgain, pages: 2 }, {}, 258_545],
    ['2021: exit, one fault', { ...posting, trigger: 'exit' }, oneFault, 2_447],
    ['2021: exit without memory for its list', { ...posting, trigger: 'exit', options: NO_PAGES }, oneFault, 1_261],
    ['exit with helper, one fault', { ...exit, policy: 'helper' }, oneFault, 1_496],
  ])('%s', (_what, request, options, states) => {
    const result = check(arch, request, options);
    expect(result.violation).toBeUndefined();
    expect(result.verdict).toBe('valid');
    expect(result.sometimes.filter(({ reached }) => !reached)).toEqual([]);
    expect(result.states).toBe(states);
  });
});

/** Some defects have a litmus file of their name too. */
const litmusFolder = new URL('../litmus/', import.meta.url);
const litmusOf = (id: string): URL => new URL(`${id}.yaml`, litmusFolder);
const isInLitmusFile = (id: string): boolean => existsSync(litmusOf(id));
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const sayIn = (id: string, release: string, keepsDefect: boolean): string => {
  const text = readFileSync(litmusOf(id), 'utf8').replace(/^release: .*$/m, `release: "${release}"`);
  const healed = text.replace(/^verdict: .*$\n|^violates: .*$\n/gm, '');
  return (keepsDefect ? text : healed).replace(/^defects: .*$\n/m, '');
};

/** How many moves the shortest trace to each defect has, on its machine. */
const moves: Readonly<Record<string, number>> = {
  'asce-freed-after-failed-destroy': 17,
  'asce-unlisted-then-fail': 7,
  'segment-asce-uaf': 19,
  'fast-with-handle-0': 25,
  'small-leak-fast-fail': 6,
  'export-fail-free': 2,
  'make-secure-no-pte-lock': 27,
  'sida-double-free': 21,
  'cpu-create-leak': 20,
  'perform-locked': 14,
  'rc-not-propagated': 44,
  'warn-0x104': 7,
  'fast-not-installed': 7,
  'asce-index': 24,
  'count-race-nonprotected': 8,
  'notifier-never-unregistered': 17,
  'retry-hoping': 15,
  'donated-fault-loop': 2,
  'dump-outlives-configuration': 14,
  'dump-cpu-code-lost': 6,
  'make-secure-lock-no-ref': 28,
  'writeback-no-ref': 28,
  'split-returns-0': 26,
  'large-folio-livelock': 25,
  'sleep-in-atomic': 3,
  'legacy-107': 12,
  'qemu-ram-size': 3,
  'qemu-2g-warning': 3,
  'count-never-lowered': 24,
  'success-without-code': 14,
  'destroy-keeps-content': 15,
  'teardown-export': 6,
  'prepare-unlocks': 10,
  'perform-ignores-signals': 18,
  'set-aside-unlocked': 47,
  'perform-hides-failure': 22,
  'cleaner-not-awaited': 2,
  'v1-no-return': 33,
  'v1-mm-uaf': 28,
  'v1-ref-leak-on-fallback': 6,
  'v1-rollback-deferred': 17,
  'v1-orphan-list': 32,
  'helper-keeps-fds': 4,
  'helper-sigkill-pdeath': 6,
  'mask-not-cleared': 14,
  'no-export-before-import': 25,
  'no-lower-2g': 8,
  'destroy-on-live-unmap': 2,
  'second-set-aside': 30,
  'asce-not-replaced': 16,
  'count-lowered-early': 10,
  'prepare-keeps-cpus': 8,
  'destroy-with-cpus': 7,
  'unmap-forgets-shared': 4,
};

const shows: Readonly<Record<string, readonly [MachineRequest, CheckOptions]>> = Object.fromEntries(
  defects.map(({ id, scene }) => {
    const { faults, ...request } = scene as DefectScene;
    return [id, [request, faults === undefined ? {} : { faults }]];
  }),
);

describe('violated', () => {
  it('every promise about all states has a defect that breaks it', () => {
    const promised = properties.filter(({ kind }) => kind !== 'sometimes').map(({ id }) => id);
    expect([...new Set(defects.map(({ violates }) => violates))].sort()).toEqual(
      [...promised, 'given-back-once', 'memory-comes-back', 'no-secret-leaves'].sort(),
    );
  });

  const inLitmusFiles = defects.filter(({ id }) => isInLitmusFile(id));

  test.each(inLitmusFiles.map((defect) => [defect.id, defect] as const))('%s, in a litmus file', (id, { violates }) => {
    const text = readFileSync(litmusOf(id), 'utf8');
    expect(text).toContain(`defects: [${id}]\n`);
    const found = checkLitmus(bytes(text), id, [arch]);
    expect([found.outcome, found.violation?.property]).toEqual(['ok', violates]);
    expect(checkLitmus(bytes(sayIn(id, 'fixed', false)), id, [arch])).toMatchObject({ outcome: 'ok', failures: [] });
  });

  test.each(defects.map((defect) => [defect.id, defect] as const))('%s', (id, { violates }) => {
    const [request, options] = shows[id] as (typeof shows)[string];
    const { verdict, violation } = check(arch, { ...request, defects: [id] }, options);
    expect([verdict, violation?.property]).toEqual(['violated', violates]);
    expect(violation?.trace.length).toBe(moves[id]);
  });

  const machines = new Map(
    Object.values(shows).map(([request, options]) => [JSON.stringify([request, options]), [request, options] as const]),
  );

  test.each([...machines])('and without any defect is valid: %s', (_machine, [request, options]) => {
    expect(check(arch, request, options).verdict).toBe('valid');
  });

  it('MISC makes exporting before importing needless', () => {
    expect(check(arch, { ...reboot, defects: ['no-export-before-import'] }).verdict).toBe('valid');
  });
});

describe('releases', () => {
  /** The same releases, with `kept` as their only defect. */
  const withOnly = (kept?: string) =>
    loadArchitecture({
      ...s390,
      register: (registrar: Registrar) =>
        s390.register({
          ...registrar,
          release: (...all) =>
            registrar.release(...all.map((one) => ({ ...one, defects: one.defects.filter((id) => id === kept) }))),
        }),
    });
  const since62 = (id: string) => !id.startsWith('5') && id !== '6.0';

  /** Nothing was promised before 6.0, which brought the remedy. */
  const UNPROMISED = ['teardown-export'];
  /** The first and the last release that has a defect. */
  const ends = defects.flatMap(({ id }) => {
    if (UNPROMISED.includes(id)) return [];
    const having = releases.filter((release) => release.defects.includes(id)).map((release) => release.id);
    return [...new Set([having[0], having.at(-1)])].flatMap((release) =>
      release === undefined ? [] : [[release, id] as const],
    );
  });

  test.each(ends.filter(([, id]) => isInLitmusFile(id)))('%s has %s, in a litmus file', (release, defect) => {
    const found = checkLitmus(bytes(sayIn(defect, release, true)), defect, [withOnly(defect)]);
    expect(found.outcome, found.failures.map(({ happened }) => happened).join()).toBe('ok');
  });

  test.each(ends)('%s has %s', (release, defect) => {
    const [request, options] = shows[defect] as (typeof shows)[string];
    const violates = defects.find(({ id }) => id === defect)?.violates;
    const policy = since62(release) || request.policy === 'kthread' ? request.policy : 'sync';
    const found = check(withOnly(defect), { ...request, policy: policy as string, release }, options);
    expect(found.violation?.property).toBe(violates);
  });
});

/** What symmetry must not change. */
const decided = (request: MachineRequest, options: CheckOptions) => {
  const { verdict, violation, sometimes } = check(arch, request, options);
  return { verdict, property: violation?.property, trace: violation?.trace, sometimes };
};

describe('with page symmetry', () => {
  // On the machine on which a defect shows, and where more pages are alike.
  it.each(Object.keys(shows))('the verdict is the one without: %s', (id) => {
    const [shown, options] = shows[id] as (typeof shows)[string];
    const alike = { ...shown, pages: 2, scale: { ...shown.scale, low: 0 } };
    for (const machine of [shown, alike]) {
      const request = { ...machine, defects: [id] };
      expect(decided(request, { ...options, symmetry: 'on' })).toEqual(decided(request, options));
    }
  });

  it('a machine without defects has fewer states', () => {
    const request = { ...exit, pages: 4 };
    const { symmetry, states, verdict } = check(arch, request, { ...oneFault, symmetry: 'on' });
    expect([verdict, symmetry]).toEqual(['valid', { used: true, alike: [[0, 1, 2, 3]] }]);
    expect(states).toBeLessThan(check(arch, request, oneFault).states / 4);
  });
});
