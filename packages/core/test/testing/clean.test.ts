import { describe, expect, it } from 'vitest';
import type { MachineModel } from '../../src/engine/machine-model.js';
import {
  acquire,
  defineOperation,
  here,
  integer,
  lock,
  milestone,
  nothing,
  phase,
  release,
  rows,
  sendFatalSignal,
  stepsOver,
  sub,
  sweep,
  type Task,
  tablesOver,
  use,
} from '../../src/protocol/index.js';
import { flag, list, oneOf, pages, range, record, type StateView } from '../../src/state/index.js';
import { debugCheckModel } from '../../src/testing/index.js';
import { bump, coin, mistakeIn, toy } from './toys.js';

const COUNT = 4;
const declare = () => ({
  page: pages(COUNT, { owner: oneOf('guest', 'host'), busy: flag(), held: flag() }),
  leaf: pages(COUNT / 2, { allocated: flag(), entries: range(0, 2) }),
  vm: record({ dying: flag() }),
  freed: range(0, COUNT),
  log: list(2, range(0, 3)),
});
type S = StateView<ReturnType<typeof declare>>;
const step = stepsOver<S>();
const table = tablesOver<S>();
const mmap = lock('mmap', 0, 'shared');
const vmLock = lock('vm');
const all = { from: 0, to: COUNT };

const destroyCall = defineOperation({
  name: 'destroy',
  unit: 'page',
  cause: 'firmware call',
  duration: 'busy',
  summary: '',
  source: '',
});

/** Returns errno, which some call needs. */
const begin = step<[], { errno: number }, 'OK' | 'ENOMEM'>({
  name: 'begin',
  outcomes: rows({ OK: { errno: 0 }, ENOMEM: { errno: -12 } }),
  faults: ['no memory'],
  apply: (s, _, __, fault) => {
    if (fault !== undefined) return 'ENOMEM';
    s.vm.dying = true;
    return 'OK';
  },
});
const waitForDeath = step({ name: 'wait-for-death', guard: (s) => s.vm.dying });
const logIt = step<[what: number]>({
  name: 'log',
  outcomes: nothing,
  units: (s) => s.page.count(isGuests),
  apply: (s, [what]) => {
    if (s.log.length === 2) s.log.shift();
    s.log.push(what);
  },
});
const isGuests = (page: { readonly owner: string }): boolean => page.owner === 'guest';
const countFreed = step({ name: 'count-freed', outcomes: integer(0, COUNT), apply: (s) => s.freed });

const destroy = table({
  name: 'destroy',
  array: 'page',
  select: (s) => (s.vm.dying ? 1 : 0),
  rule: ({ owner, busy }, dying) => {
    if (busy) return { wait: true };
    if (owner === 'host' || dying === 0) return { after: { held: false } };
    return {
      uses: [use(destroyCall)],
      during: { busy: true },
      after: { owner: 'host', busy: false, held: false },
      counters: { freed: 1 },
      faults: { refused: { after: { held: false }, stop: 'refused' } },
    };
  },
});
const unmap = table({
  name: 'unmap',
  array: 'page',
  rule: ({ held }) => (held ? { after: { held: false }, entries: -1 } : undefined),
});
const freeLeaf = table({
  name: 'free-leaf',
  array: 'leaf',
  rule: ({ allocated, entries }) => (allocated && entries === 0 ? { after: { allocated: false } } : undefined),
});

const destroyAll = sub(function* destroyAll(): Task<string> {
  return yield* sweep(all, destroy, {
    batch: { size: 2, lock: mmap, mark: ({ owner }) => (owner === 'guest' ? { held: true } : undefined) },
    signals: 'batch',
  });
});
const underLock = sub(function* underLock(what: number): Task {
  yield* acquire(vmLock);
  yield* logIt(what);
  yield* release(vmLock);
});

/** Sweeps in batches, tails, locks, signals, faults, phases, a daemon, waits: what real protocols are made of. */
const realistic = (): MachineModel => ({
  declarations: declare(),
  begin: (s: S) => {
    for (let i = 0; i < COUNT; i++) s.page.at(i).held = false;
    s.leaf.fill({ allocated: true, entries: 0 });
  },
  locks: [
    { name: 'mmap', instances: 1 },
    { name: 'vm', instances: 1 },
  ],
  actors: [
    {
      name: 'ioctl',
      *task() {
        yield* milestone('requested');
        const { errno } = yield* begin();
        if (errno !== 0) return;
        yield* phase('destroy');
        let end = yield* destroyAll();
        while (end === 'refused') {
          yield* here('again');
          end = yield* destroyAll();
        }
        yield* underLock(end === 'interrupted' ? 1 : 2);
        yield* sweep(all, unmap, {
          tails: [
            { kind: 'table', every: 2, table: freeLeaf },
            { kind: 'span', name: 'flush', every: 4, uses: () => [], map: () => undefined },
          ],
        });
        yield* countFreed();
      },
    },
    {
      name: 'killer',
      *task() {
        yield* waitForDeath();
        yield* sendFatalSignal('ioctl');
      },
    },
    {
      name: 'watcher',
      daemon: true,
      *task() {
        for (;;) {
          yield* here('watcher');
          yield* underLock(3);
        }
      },
    },
  ],
});

describe('a protocol without mistakes', () => {
  it('passes, and every check has compared something', () => {
    const summary = debugCheckModel(realistic());
    expect(summary).toMatchObject({ complete: true });
    expect(summary.checks).not.toHaveProperty('symmetry');
    for (const made of Object.values(summary.checks)) expect(made).toBeGreaterThan(40);
    expect(summary.statesLooked).toBeGreaterThan(summary.states / 16);
  });

  it('is looked at in the same way each time', () => {
    expect(debugCheckModel(realistic(), { seed: 7 })).toEqual(debugCheckModel(realistic(), { seed: 7 }));
  });

  it('is sampled when it is large', () => {
    const summary = debugCheckModel(realistic(), { maxStates: 500 });
    expect(summary).toMatchObject({ complete: false });
    expect(summary.states).toBeLessThan(600);
  });

  it('has more states when more faults may strike', () => {
    const states = [0, 1].map((faults) => debugCheckModel(realistic(), { faults }).states);
    expect(states[1]).toBeGreaterThan(states[0] as number);
  });
});

describe('a check that has nothing to compare', () => {
  it.each([
    ['poison', toy({})],
    ['merge', toy({ *worker() {} })],
  ])('is no pass: %s', (check, model) => {
    expect(mistakeIn(model)).toMatch(new RegExp(`the debug check "${check}" compared nothing: .*NOTHING_COMPARED`));
  });
});

it('a seed is of 32 bits', () => {
  for (const seed of [2 ** 40 + 1, -1, 0.5])
    expect(
      mistakeIn(
        toy({
          *worker() {
            yield* bump();
          },
        }),
        { seed },
      ),
    ).toMatch(/^seed cannot be .*32 bits.*CVM_MACHINE_IMPOSSIBLE_VALUE/);
});

it('mistakes that the engine finds are located, too', () => {
  const worker = function* (): Task {
    yield* coin();
    yield* release(lock('vm'));
  };
  expect(mistakeIn(toy({ worker }, { locks: [{ name: 'vm', instances: 1 }] }))).toMatch(
    /^actor "worker" at "(heads|tails)" before release\("vm", 0, "exclusive"\): "worker" gives back the lock "vm" without holding it/,
  );
});
