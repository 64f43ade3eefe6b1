/** The shipped protocols, at random, on machines that are larger than those of a walk. */
import { describe, expect, it } from 'vitest';
import type { MachineRequest } from '../../src/machine/machine-request.js';
import { check } from '../../src/run/check.js';
import { type RandomCheckOptions, randomCheck } from '../../src/run/random-check.js';
import { replay } from '../../src/run/replay.js';
import { ARCHITECTURES } from '../engine/timed/architectures.js';

const architectureOf = (arch: string) => (ARCHITECTURES[arch] as (typeof ARCHITECTURES)[string]).architecture;

const PAGES = 12;
const reboot: MachineRequest = { policy: 'async', trigger: 'reboot' };
const whole: MachineRequest = { policy: 'sync', trigger: 'reboot' };
const exit: MachineRequest = { policy: 'sync', trigger: 'exit' };
const allLow: MachineRequest = { ...reboot, scale: { low: PAGES } };
const vmFirst = { vmEnd: 'before-process' };
const posting: MachineRequest = { policy: 'kthread', trigger: 'reboot' };
const slow = { destroyFast: false };
const entry: MachineRequest = { policy: 'init-done', trigger: 'secure-entry' };

/**
 * Each historical defect: the machine on which it shows, the seed from which it takes few runs, and how many moves the shortest way
 * to it has, which a walk of two to four pages tells. Whoever changes a protocol or what is drawn must look for other seeds of the rare
 * ones: `check --random --seed 0 --runs 10000`.
 */
const DEFECTS: readonly [arch: string, defect: string, MachineRequest, seed: number, shortest: number][] = [
  ['s390', 'asce-freed-after-failed-destroy', { ...exit, features: slow }, 0, 16],
  ['s390', 'asce-unlisted-then-fail', { ...reboot, features: slow, options: { cleaners: 1 } }, 10, 7],
  [
    's390',
    'segment-asce-uaf',
    { ...reboot, features: slow, options: { vmm: 'no-size-check' }, scale: { low: PAGES } },
    0,
    19,
  ],
  ['s390', 'fast-with-handle-0', reboot, 0, 24],
  ['s390', 'small-leak-fast-fail', { ...reboot, options: { cleaners: 1 } }, 0, 6],
  ['s390', 'export-fail-free', { ...reboot, options: { cleaners: 1 } }, 0, 2],
  ['s390', 'make-secure-no-pte-lock', { ...reboot, options: { pressure: 'one-page', cleaners: 1 } }, 1040, 27],
  ['s390', 'v1-no-return', { ...posting, options: { lazyDestroy: 0 } }, 0, 33],
  ['s390', 'v1-mm-uaf', { ...posting, trigger: 'exit' }, 0, 28],
  ['s390', 'v1-ref-leak-on-fallback', posting, 40, 6],
  ['s390', 'v1-orphan-list', posting, 0, 32],
  ['s390', 'v1-rollback-deferred', { ...posting, options: { nextGuest: 'protected', kill: 'never' } }, 0, 17],
  ['s390', 'sida-double-free', whole, 20, 21],
  ['s390', 'cpu-create-leak', whole, 20, 20],
  ['s390', 'perform-locked', reboot, 0, 14],
  ['s390', 'rc-not-propagated', { ...reboot, features: slow }, 1080, 44],
  ['s390', 'warn-0x104', reboot, 0, 6],
  ['s390', 'fast-not-installed', { ...exit, features: slow }, 0, 6],
  ['s390', 'retry-hoping', reboot, 20, 15],
  ['s390', 'dump-outlives-configuration', { ...whole, options: { dump: 'given-up' } }, 0, 14],
  ['s390', 'dump-cpu-code-lost', { ...exit, options: { dump: 'given-up' } }, 20, 6],
  ['s390', 'teardown-export', exit, 0, 6],
  ['s390', 'asce-index', { ...reboot, features: slow, options: { cleaners: 1, pressure: 'one-page' } }, 20, 24],
  ['s390', 'count-race-nonprotected', { ...exit, options: { protVirt: 0, pressure: 'one-page', ...vmFirst } }, 260, 8],
  ['s390', 'notifier-never-unregistered', { ...exit, options: vmFirst }, 0, 17],
  ['s390', 'donated-fault-loop', { ...exit, options: { kernelReads: 'storage' } }, 0, 2],
  ['s390', 'make-secure-lock-no-ref', { ...whole, options: { pressure: 'one-page' } }, 1360, 28],
  ['s390', 'writeback-no-ref', { ...whole, options: { pressure: 'one-page' } }, 1360, 28],
  ['s390', 'split-returns-0', { ...whole, options: { folios: 'large' } }, 0, 26],
  ['s390', 'large-folio-livelock', { ...whole, options: { folios: 'large-file' } }, 0, 25],
  ['s390', 'sleep-in-atomic', { ...exit, options: { kernelReads: 'guest-page' } }, 0, 3],
  ['s390', 'legacy-107', { ...whole, options: { firmware: 'old' } }, 0, 12],
  ['s390', 'qemu-ram-size', { ...allLow, options: { cleaners: 1, memoryLimit: 'above-2g' } }, 0, 3],
  ['s390', 'qemu-2g-warning', { ...allLow, options: { cleaners: 1 } }, 0, 3],
  ['ppc', 'uv-optimised-no-hv-fix', entry, 0, 10],
  ['ppc', 'hotplug-not-migrated', { ...entry, trigger: 'hotplug' }, 0, 4],
  ['ppc', 'v1-remigrate-pagedout', entry, 80, 18],
  ['ppc', 'v2-flush-keeps-state', { ...entry, trigger: 'reboot' }, 0, 7],
  ['ppc', 'drop-by-fault', { ...entry, trigger: 'unplug' }, 0, 9],
];

const RUNS = 20;
/** A sweep over the pages that a walk does not have: each page in two moves, and perhaps one more sweep. */
const PER_PAGE = 4;

describe('historical defects', () => {
  it('are all here', () => {
    for (const arch of ['s390', 'ppc']) {
      const known = architectureOf(arch).defects.filter(({ kind }) => kind === 'historical');
      expect(
        DEFECTS.filter(([of]) => of === arch)
          .map(([, id]) => id)
          .toSorted(),
      ).toEqual(known.map(({ id }) => id).toSorted());
    }
  });

  it.each(DEFECTS)(
    `%s: %s is found in ${RUNS} runs on ${PAGES} pages, shrunk, and replayed`,
    (arch, defect, asked, seed, shortest) => {
      const architecture = architectureOf(arch);
      const request = { ...asked, release: 'fixed', defects: [defect], pages: PAGES };
      const { verdict, violation } = randomCheck(architecture, request, { seed, runs: RUNS });
      expect(verdict).toBe('violated');
      expect(violation?.property).toBe(architecture.defects.find(({ id }) => id === defect)?.violates);
      const { trace = [] } = violation ?? {};
      expect(trace.length).toBeGreaterThanOrEqual(shortest);
      expect(trace.length).toBeLessThanOrEqual(shortest + PER_PAGE * PAGES);
      expect(trace.length).toBeLessThanOrEqual(violation?.foundAfter as number);
      const again = replay(architecture, request, violation as NonNullable<typeof violation>);
      expect(again).toMatchObject({ reproduced: true, trace });
      expect(again.divergence).toBeUndefined();
      const { reproduced } = replay(
        architecture,
        { ...request, defects: [] },
        violation as NonNullable<typeof violation>,
      );
      expect(reproduced).toBe(false);
    },
  );
});

describe('fixed releases', () => {
  const fixed: readonly [string, MachineRequest, RandomCheckOptions?][] = [
    ['s390', { ...reboot, pages: 60 }],
    ['s390', { ...reboot, pages: 60, scale: { low: 5, sweepBatch: 8 }, features: slow }],
    ['s390', { policy: 'sync', trigger: 'reboot', pages: 60, options: { pressure: 'one-page' } }],
    ['s390', { policy: 'helper', trigger: 'exit', pages: 60 }],
    ['ppc', { ...entry, pages: 40, scale: { necessaryGfns: 3, implicitShares: 3 } }],
    ['ppc', { ...entry, trigger: 'reboot', pages: 40, options: { hostEvents: 4, guestEvents: 4 } }],
    ['ppc', { ...entry, trigger: 'hotplug', pages: 40, options: { secureMemory: 'short' } }],
    ['ppc', { ...entry, trigger: 'unplug', pages: 40 }],
    ['ppc', { ...entry, trigger: 'abort', pages: 40 }],
    ['arm64', { policy: 'mainline', trigger: 'close', pages: 20 }],
    ['arm64', { policy: 'series', trigger: 'unmap', pages: 20 }],
  ];

  it.each(fixed)('%s %j: no violation, and every sometimes is reached', (arch, request) => {
    const result = randomCheck(
      architectureOf(arch),
      { release: 'fixed', ...request },
      { seed: 1, runs: 40, faults: 4, moves: 2000 },
    );
    expect(result.violation).toBeUndefined();
    expect(result).toMatchObject({ verdict: 'no-violation-found', runs: 40 });
    expect(result.sometimes.filter(({ runs }) => runs === 0)).toEqual([]);
  });
});

describe('a run', () => {
  it.each([
    ['s390', { ...reboot, pages: 30, options: { pressure: 'one-page' } }],
    ['ppc', { ...entry, trigger: 'unplug', pages: 30 }],
  ] as const)('does not depend on the runs before it: %s %j', (arch, request) => {
    const all = (seed: number, runs: number) =>
      randomCheck(architectureOf(arch), { release: 'fixed', ...request }, { seed, runs });
    const together = all(5, 20);
    const alone = Array.from({ length: 20 }, (_, i) => all(5 + i, 1));
    expect(alone.reduce((sum, { moves }) => sum + moves, 0)).toBe(together.moves);
    for (const [i, { id, runs }] of together.sometimes.entries())
      expect([id, alone.reduce((sum, { sometimes }) => sum + (sometimes[i]?.runs ?? 0), 0)]).toEqual([id, runs]);
  });
});

describe('a walk’s counterexample', () => {
  it.each([
    ['s390', { ...reboot, release: '6.2', features: slow, options: { cleaners: 1 } }, 1],
    ['ppc', { ...entry, release: 'v1' }, 0],
    ['ppc', { ...entry, trigger: 'abort', defects: ['mutant-abort-forgotten'], release: 'fixed' }, 0],
  ] as const)('%s %j is replayed row by row', (arch, asked, faults) => {
    const architecture = architectureOf(arch);
    const request = { pages: 3, ...asked };
    const { violation } = check(architecture, request, { faults, maxStates: 400_000 });
    const again = replay(architecture, request, violation as NonNullable<typeof violation>);
    expect(again).toMatchObject({ reproduced: true, trace: violation?.trace });
    expect(again.violation).toEqual(violation);
  });
});

describe('a hundred pages', () => {
  it('are what there is when nothing else is said', () => {
    const { machine, faults, movesPerRun, settleMoves } = randomCheck(architectureOf('s390'), reboot, {
      seed: 1,
      runs: 1,
    });
    expect([machine.pages, faults, movesPerRun, settleMoves]).toEqual([100, 2, 10_000, 11_000]);
  });

  it('and a thousand are possible', () => {
    const { verdict, moves } = randomCheck(
      architectureOf('s390'),
      { policy: 'sync', trigger: 'exit', release: 'fixed', pages: 1000 },
      { seed: 1, runs: 1 },
    );
    expect(verdict).toBe('no-violation-found');
    expect(moves).toBeGreaterThan(1000);
  });
});
