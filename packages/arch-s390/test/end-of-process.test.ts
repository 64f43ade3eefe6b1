/** What the end of QEMU costs in time beyond its calls: its helper's looks, and the patience of whoever stops it. docs/s390.md 7.2, 7.3. */
import { check, loadArchitecture, type MachineRequest, parseAssumptions, simulate } from '@cvm-teardown/core';
import { runEntry } from '@cvm-teardown/core/report';
import { parseScenario, planScenario, runScenario } from '@cvm-teardown/core/scenario';
import { describe, expect, it, test } from 'vitest';
import { s390 } from '../src/plugin.js';

const arch = loadArchitecture(s390);
const MS = 1_000_000;
const PAGES = 10_000;
/** What one end of QEMU costs besides pages. */
const QEMU_MS = 0.05;
const priced = (perPage: string) => [
  `destroy-page=${perPage}`,
  'free-page=0us',
  'destroy-cpu=0us',
  'destroy-configuration-fast=0us',
  'end-process=50us',
];

/** A guest of 10,000 pages, each of which takes 1 us unless it is said otherwise. */
function run(request: MachineRequest, perPage = '1us') {
  const assumptions = parseAssumptions(priced(perPage), arch.operations);
  const guest = { memoryBytes: PAGES * 4096, vcpus: 1, release: '6.2', trigger: 'exit' };
  const [result, slow] = (['timed', 'reference'] as const).map((executor) =>
    simulate(arch, { ...guest, ...request }, { executor, assumptions }),
  );
  if (result === undefined) throw new Error('no result');
  expect({ ...result.engine, events: 0 }).toEqual({ ...slow?.engine, events: 0 });
  return result;
}

const moments = ({ engine }: ReturnType<typeof run>) =>
  engine.milestones.map(({ name, actor, atNs }) => `${atNs / MS} ${actor} ${name}`);
const reported = (result: ReturnType<typeof run>) => runEntry({ architecture: arch, result });

describe('the CLONE_VM helper', () => {
  const helper: MachineRequest = { policy: 'helper' };
  const CLEANS_MS = 10;
  const SOONEST = QEMU_MS + CLEANS_MS;

  test.each<[string, MachineRequest, number]>([
    ['a second behind the end of its parent', {}, SOONEST + 1000],
    ['at once, if it looks in that moment', { options: { helperLook: 'earliest' } }, SOONEST],
    ['as late as it may look', { scale: { helperPoll: 250 } }, SOONEST + 250],
  ])('gives the memory back %s', (_when, more, expected) => {
    const result = run({ ...helper, ...more });
    expect(result.blockedNs).toBe(QEMU_MS * MS);
    expect(result.sinceRequested('memory-back')).toBe(expected * MS);
  });

  it('does not look at all where the signal ends it, which is a mutation', () => {
    const result = run({ ...helper, defects: ['helper-sigkill-pdeath'] });
    expect(result.blockedNs).toBe(SOONEST * MS);
  });

  it('sleeps without a CPU, while all of the memory is held', () => {
    const [latest, earliest] = [run(helper), run({ ...helper, options: { helperLook: 'earliest' } })];
    const heldBy = ({ held }: typeof latest) => held?.total.byteNs ?? 0n;
    expect(heldBy(latest) - heldBy(earliest)).toBe(BigInt(PAGES * 4096) * BigInt(1000 * MS));
    expect(latest.cpuNsByPayer()).toEqual(earliest.cpuNsByPayer());
  });

  it('keeps a process that starts meanwhile waiting', () => {
    const waits = (helperLook: string): number => {
      const file = {
        scenario: 1,
        name: 'next',
        host: { memory: '1100MiB' },
        guest: { memory: '1GiB' },
        arch: { s390: { release: '6.2', policy: 'helper', options: { helperLook } } },
        assume: Object.fromEntries(priced('1us').map((text) => text.split('='))),
        events: [
          { id: 'end', do: 'exit' },
          { id: 'next', do: 'start-process', memory: '512MiB', after: 'end.unblocked' },
        ],
      };
      const scenario = parseScenario(new TextEncoder().encode(JSON.stringify(file)), [arch]);
      const next = runScenario(planScenario(scenario, arch)).events.find(({ planned }) => planned.event.id === 'next');
      return ((next?.doneNs ?? Number.NaN) - (next?.beginsNs ?? Number.NaN)) / MS;
    };
    // 436 MiB of it must come back first, in 112 ms; it looks for memory every 10 ms.
    expect([waits('earliest'), waits('latest')]).toEqual([120, 1120]);
  });

  it('is presumed to look late, and reports say so', () => {
    expect(reported(run(helper)).presumed).toEqual([expect.stringContaining('1000 ms behind it, the latest')]);
    expect(reported(run({ ...helper, options: { helperLook: 'earliest' } })).presumed).toEqual([
      expect.stringContaining('at once, the earliest'),
    ]);
  });

  it('has the same states in a check, however often it looks and whoever stops QEMU', () => {
    const states = (more: MachineRequest): number => {
      const result = check(arch, { ...helper, trigger: 'exit', release: 'fixed', pages: 1, ...more }, { faults: 1 });
      expect(result.verdict).toBe('valid');
      return result.states;
    };
    const timed = { helperLook: 'earliest', stopper: 'cgroup' };
    expect(states({ options: timed, scale: { helperPoll: 1, wayOut: 5 } })).toBe(states({}));
  });
});

describe('whoever stops QEMU', () => {
  const LIBVIRT = { stopper: 'libvirt' };
  const CGROUP = { stopper: 'cgroup' };

  it('is not there unless asked for, nor where the first signal is SIGKILL', () => {
    for (const request of [{}, { options: LIBVIRT, trigger: 'kill' }])
      expect(run({ policy: 'sync', ...request }).engine.actors.map(({ name }) => name)).toEqual(['qemu']);
  });

  it('sees the end at its next look, and says nothing', () => {
    const result = run({ policy: 'sync', options: LIBVIRT });
    expect(result.engine.actors.map(({ name, endNs }) => `${name} ${endNs / MS}`)).toEqual([
      'qemu 10.05',
      'stopper 200',
    ]);
    expect(reported(result).warnings).toEqual([]);
  });

  it('kills behind 10 s, which a process that cleans its memory does not hear, and gives up behind 40 s', () => {
    // 5 ms a page: 50 s.
    const result = run({ policy: 'sync', options: LIBVIRT }, '5ms');
    expect(moments(result)).toEqual([
      '0 qemu requested',
      '10000 stopper kills',
      '40000 stopper gives-up',
      '50000.05 qemu memory-back',
      '50000.05 qemu unblocked',
    ]);
    expect(reported(result).warnings).toEqual([
      'stopper gives up 40s after the request: what it waits for has not ended',
    ]);
  });

  it('does not wait for the helper', () => {
    const result = run({ policy: 'helper', options: LIBVIRT }, '5ms');
    expect(moments(result)).toEqual(['0 qemu requested', '0.05 qemu unblocked', '51000.05 helper memory-back']);
  });

  const LONG_WAY = { wayOut: 12_000 };

  it('ends the way out of QEMU, and spares its helper', () => {
    const result = run({ policy: 'helper', options: LIBVIRT, scale: LONG_WAY });
    expect(moments(result)).toEqual([
      '0 qemu requested',
      '10000 stopper kills',
      '10000.05 qemu unblocked',
      '11010.05 helper memory-back',
    ]);
  });

  it('that kills the whole control group defeats the helper', () => {
    const result = run({ policy: 'helper', options: CGROUP, scale: LONG_WAY });
    expect(moments(result)).toEqual([
      '0 qemu requested',
      '10000 stopper kills',
      '10010.05 qemu memory-back',
      '10010.05 qemu unblocked',
    ]);
    expect(result.engine.broken).toEqual([]);
  });

  it('waits for nobody who is out before', () => {
    const result = run({ policy: 'helper', options: CGROUP, scale: { wayOut: 9_000 } });
    expect(moments(result)).toEqual(['0 qemu requested', '9000.05 qemu unblocked', '10010.05 helper memory-back']);
    expect(reported(result).presumed).toHaveLength(1);
  });

  it('has looks and limits that can be set', () => {
    const scale = { stopperPoll: 3, stopperKills: 4, stopperGivesUp: 8 };
    expect(moments(run({ policy: 'sync', options: LIBVIRT, scale }))).toEqual([
      '0 qemu requested',
      '6 stopper kills',
      '9 stopper gives-up',
      '10.05 qemu memory-back',
      '10.05 qemu unblocked',
    ]);
  });

  it('is presumed to find a QEMU that goes at once', () => {
    expect(reported(run({ policy: 'sync', options: LIBVIRT })).presumed).toEqual([
      expect.stringContaining('constant wayOut'),
    ]);
  });
});
