/** Counts of whole teardowns against the table of docs/s390.md 9. */
import { loadArchitecture, type MachineRequest, parseAssumptions, simulate } from '@cvm-teardown/core';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { s390 } from '../src/plugin.js';

const arch = loadArchitecture(s390);
const GIB = 2 ** 30;
const LOW = 524_288;

/** Calls that change something, and calls that find nothing to do, on the blocked path and in all. */
function counts(request: MachineRequest) {
  const run = simulate(arch, request);
  const sum = (of: ReadonlyMap<string, { readonly units: number }>, names: readonly string[]) =>
    names.reduce((total, name) => total + (of.get(name)?.units ?? 0), 0);
  const effective = [
    'destroy-page',
    'export-page',
    'destroy-cpu',
    'destroy-configuration',
    'destroy-configuration-fast',
  ];
  const idle = ['destroy-page-noop', 'destroy-page-refused'];
  const blocked = run.blockedOperations();
  return {
    run,
    blocked: sum(blocked, effective),
    blockedIdle: sum(blocked, idle),
    deferred: sum(run.operations(), effective) - sum(blocked, effective),
    deferredIdle: sum(run.operations(), idle) - sum(blocked, idle),
  };
}

const V = 16;
const L = 200;
const N = 1_000;
const small: MachineRequest = { memoryBytes: N * 4096, vcpus: V, scale: { low: L } };
const reboot = { ...small, trigger: 'reboot' };
const exit = { ...small, trigger: 'exit' };
const slow = { features: { destroyFast: false } };

describe('docs/s390.md 9, calls by path', () => {
  test.each<[string, MachineRequest, object]>([
    [
      'DISABLE 5.19',
      { ...reboot, policy: 'sync', release: '5.19' },
      { blocked: V + N + 1, blockedIdle: 0, deferred: 0, deferredIdle: 0 },
    ],
    [
      'DISABLE 6.0',
      { ...reboot, policy: 'sync', release: '6.0' },
      { blocked: V + 1, blockedIdle: N, deferred: 0, deferredIdle: 0 },
    ],
    [
      'DISABLE 6.2',
      { ...reboot, policy: 'sync', release: '6.2' },
      { blocked: V + 1, blockedIdle: N, deferred: 0, deferredIdle: 0 },
    ],
    [
      'PREPARE slow',
      { ...reboot, ...slow, policy: 'async', release: '6.2' },
      { blocked: V + L, blockedIdle: 0, deferred: N - L + 1, deferredIdle: L },
    ],
    [
      'PREPARE fast',
      { ...reboot, policy: 'async', release: '6.2' },
      { blocked: V + 1 + L, blockedIdle: 0, deferred: N - L, deferredIdle: L },
    ],
    [
      'PREPARE fast, 7.0',
      { ...reboot, policy: 'async', release: '7.0' },
      { blocked: V + 1 + L, blockedIdle: 0, deferred: N - L, deferredIdle: L },
    ],
    [
      'exit 5.19',
      { ...exit, policy: 'sync', release: '5.19' },
      { blocked: N + V + 1, blockedIdle: 0, deferred: 0, deferredIdle: 0 },
    ],
    [
      'exit 6.0',
      { ...exit, policy: 'sync', release: '6.0' },
      { blocked: V + N + 1, blockedIdle: 0, deferred: 0, deferredIdle: 0 },
    ],
    [
      'exit 6.2 fast',
      { ...exit, policy: 'sync', release: '6.2' },
      { blocked: V + 1 + N, blockedIdle: 0, deferred: 0, deferredIdle: 0 },
    ],
    [
      'exit with helper',
      { ...exit, policy: 'helper', release: '6.2' },
      { blocked: 0, blockedIdle: 0, deferred: V + 1 + N, deferredIdle: 0 },
    ],
  ])('%s', (_path, request, expected) => {
    expect(counts(request)).toMatchObject(expected);
  });

  it('exit with helper leaves the pages to the helper, however long its parent takes to end', () => {
    const assumptions = parseAssumptions(['end-process=50us', 'destroy-page=1us', 'free-page=1us'], arch.operations);
    const run = simulate(arch, { ...exit, policy: 'helper', release: '6.2' }, { assumptions });
    expect(run.count('destroy-page', { actor: 'qemu' })).toBe(0);
    expect(run.blockedNs).toBe(50_000);
  });

  it('exit 5.19 exports each page', () => {
    expect(counts({ ...exit, policy: 'sync', release: '5.19' }).run.countBlocked('export-page')).toBe(N);
  });

  it('absent pages cost nothing', () => {
    expect(counts({ ...reboot, policy: 'sync', release: '5.19', resident: 0.5 }).blocked).toBe(V + N / 2 + 1);
  });
});

describe('PREPARE', () => {
  it('costs the same whatever the size above 2 GiB', () => {
    fc.assert(
      fc.property(fc.integer({ min: L + 1, max: 5_000 }), fc.boolean(), (pages, destroyFast) => {
        const { blocked } = counts({
          ...reboot,
          policy: 'async',
          memoryBytes: pages * 4096,
          features: { destroyFast },
        });
        expect(blocked).toBe(V + L + (destroyFast ? 1 : 0));
      }),
      { numRuns: 20 },
    );
  });

  it('is not asked for up to 2 GiB', () => {
    const { run } = counts({ ...reboot, policy: 'async', memoryBytes: L * 4096 });
    expect([run.countBlocked('destroy-configuration'), run.count('destroy-configuration-fast')]).toEqual([1, 0]);
  });

  it('T44: that fails leads to DISABLE', () => {
    const faults = [{ fault: 'no-memory', at: 'begin-set-aside', occurrence: 1 }];
    const run = simulate(arch, { ...reboot, policy: 'async' }, { faults });
    expect([run.countBlocked('destroy-configuration'), run.count('destroy-configuration-fast')]).toEqual([1, 0]);
    expect(run.engine.actors.map(({ end }) => end)).toEqual(['done', 'daemon']);
  });

  it('needs the module parameter', () => {
    const { run, deferred } = counts({ ...reboot, policy: 'async', options: { asyncDestroy: 0 } });
    expect([run.countBlocked('destroy-configuration'), deferred]).toEqual([1, 0]);
  });

  it('walks in batches of 32', () => {
    const { run } = counts({ ...reboot, policy: 'async', release: '6.2' });
    expect(run.count('walk-batch')).toBe(Math.floor(L / 32) + 1 + Math.floor(N / 32) + 1);
  });
});

describe('whole sizes', () => {
  test.each([
    [100, 26_214_400],
    [1024, 268_435_456],
  ])('%d GiB: %d destroys before, 524,288 after', (gib, all) => {
    const size = { trigger: 'reboot', memoryBytes: gib * GIB, vcpus: V };
    const before = simulate(arch, { ...size, policy: 'sync', release: '5.19' });
    const after = simulate(arch, { ...size, policy: 'async', release: '6.2' });
    expect([before.countBlocked('destroy-page'), after.countBlocked('destroy-page')]).toEqual([all, LOW]);
    expect(after.count('destroy-page')).toBe(all);
    expect(after.pageCount('page', ({ uv }) => uv === 'normal')).toBe(all);
  });
});

describe('milestones', () => {
  test.each([
    ['sync', 'reboot', ['qemu requested', 'qemu scrubbed', 'qemu unblocked']],
    ['async', 'reboot', ['qemu requested', 'qemu unblocked', 'cleaner-1 scrubbed']],
    ['sync', 'exit', ['qemu requested', 'qemu memory-back', 'qemu unblocked']],
    ['helper', 'kill', ['qemu requested', 'qemu unblocked', 'helper memory-back']],
  ])('%s, %s', (policy, trigger, expected) => {
    const run = simulate(arch, { ...small, policy, trigger });
    expect(run.engine.milestones.map(({ actor, name }) => `${actor} ${name}`)).toEqual(expected);
    expect(run.engine.actors.map(({ end }) => end)).not.toContain('blocked');
  });

  test('async, where PREPARE is refused: DISABLE leaves nothing to a thread', () => {
    const run = simulate(arch, { ...small, policy: 'async', trigger: 'reboot', options: { asyncDestroy: 0 } });
    const told = ['qemu requested', 'qemu scrubbed', 'qemu unblocked'];
    expect(run.engine.milestones.map(({ actor, name }) => `${actor} ${name}`)).toEqual(told);
    expect(run.pageCount('page', ({ uv }) => uv === 'secure')).toBe(0);
  });
});
