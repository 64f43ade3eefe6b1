import { describe, expect, it } from 'vitest';
import {
  acquire,
  interval,
  lock,
  milestone,
  type SweepOptions,
  sendFatalSignal,
  sweep,
  type Task,
  use,
} from '../../src/protocol/index.js';
import { byState, declarePages, tableOver } from '../support/page-machine.js';
import { codes, op, runMachine, type TestMachine } from '../support/run-model.js';
import { spend } from '../support/wait.js';

const PAGES = 6;
const declarations = declarePages(PAGES, 3);
type Machine = TestMachine<typeof declarations>;

const unit = byState('unit', { 0: { uses: [use(op(10))], after: { st: 1 } } });
const mark = (page: { readonly st: number }) => (page.st === 0 ? {} : undefined);

/** A sweep over six pages of 10 ns each, and a signal at `atNs`. */
const swept = (options: SweepOptions, atNs: number, machine: Partial<Machine> = {}, to = PAGES) => {
  const { log, state, engine } = runMachine({
    declarations,
    tasks: {
      *sweeper() {
        const end = yield* sweep(interval(0, to), unit, options);
        yield* milestone(end);
      },
      *killer() {
        yield* spend(atNs);
        yield* sendFatalSignal('sweeper');
      },
    },
    ...machine,
  });
  // Whatever it was interrupted at, it holds no lock any more.
  expect(engine.broken).toEqual([]);
  return { end: log[0], done: codes(state).filter((code) => code === 1).length };
};

describe('a fatal signal', () => {
  it.each([
    [15, '20 sweeper interrupted', 2],
    [20, '30 sweeper interrupted', 3],
    [55, '60 sweeper interrupted', 6],
    [60, '60 sweeper finished', 6],
  ])('that comes at %d ns is seen behind the unit in flight: %s', (atNs, end, done) => {
    expect(swept({ signals: 'page' }, atNs)).toEqual({ end, done });
  });

  it('is not seen before the first unit, however long it has been pending', () => {
    const { log } = runMachine({
      declarations,
      tasks: {
        *killer() {
          yield* sendFatalSignal('sweeper');
        },
        *sweeper() {
          yield* spend(5);
          yield* milestone(yield* sweep(interval(0, 0), unit, { signals: 'page' }));
          yield* milestone(yield* sweep(interval(0, 4), unit));
          yield* milestone(yield* sweep(interval(4, 6), unit, { signals: 'page' }));
        },
      },
    });
    expect(log).toEqual(['5 sweeper finished', '45 sweeper finished', '55 sweeper interrupted']);
  });

  it('is consumed when it is seen', () => {
    const { log } = runMachine({
      declarations,
      tasks: {
        *sweeper() {
          yield* milestone(yield* sweep(interval(0, 3), unit, { signals: 'page' }));
          yield* milestone(yield* sweep(interval(0, 3), unit, { signals: 'page' }));
        },
        *killer() {
          yield* spend(5);
          yield* sendFatalSignal('sweeper');
        },
      },
    });
    expect(log).toEqual(['10 sweeper interrupted', '30 sweeper finished']);
  });

  it('falls between the last page of a table and the table', () => {
    const table = tableOver({
      name: 'free table',
      array: 'table',
      rule: ({ allocated }) => (allocated ? { uses: [use(op(5))], after: { allocated: false } } : undefined),
    });
    const begin: Machine['begin'] = (s) => s.table.fill({ allocated: true });
    const { state, log } = runMachine({
      declarations,
      begin,
      tasks: {
        *sweeper() {
          const tails = [{ kind: 'table', every: 2, table }] as const;
          yield* milestone(yield* sweep(interval(0, PAGES), unit, { signals: 'page', tails }));
        },
        *killer() {
          yield* spend(40);
          yield* sendFatalSignal('sweeper');
        },
      },
    });
    // Pages 0, 1, table 0 (25 ns), pages 2 and 3: the signal at 40 is seen at 45.
    expect(log).toEqual(['45 sweeper interrupted']);
    expect(state.pages.get('table')?.count((table) => table['allocated'] === true)).toBe(2);
  });

  describe('to a sweep in batches', () => {
    const batch = { size: 2, lock: lock('lock', 0, 'shared'), mark, fixed: use(op(4)) } as const;

    // Batches end at 24, 48 and 72; the last gathering, which finds nothing, at 76.
    it.each([
      [2, '24 sweeper interrupted', 2],
      [5, '24 sweeper interrupted', 2],
      [23, '24 sweeper interrupted', 2],
      [24, '48 sweeper interrupted', 4],
      [71, '72 sweeper interrupted', 6],
      [74, '76 sweeper interrupted', 6],
      [76, '76 sweeper finished', 6],
    ])('per batch, at %d ns, is seen behind the batch, also behind the last one: %s', (atNs, end, done) => {
      expect(swept({ batch, signals: 'batch' }, atNs)).toEqual({ end, done });
    });

    it.each([
      [2, '4 sweeper interrupted', 0],
      [5, '14 sweeper interrupted', 1],
      [23, '24 sweeper interrupted', 2],
      [26, '28 sweeper interrupted', 2],
    ])('per page, at %d ns, is seen behind each unit, but never under the lock: %s', (atNs, end, done) => {
      expect(swept({ batch, signals: 'page' }, atNs)).toEqual({ end, done });
    });

    it('is seen behind a last batch that is not full', () => {
      expect(swept({ batch: { ...batch, size: 4 }, signals: 'batch' }, 60)).toEqual({
        end: '68 sweeper interrupted',
        done: 6,
      });
    });

    it('is not seen by a sweep that does not look', () => {
      expect(swept({ batch }, 5)).toEqual({ end: '76 sweeper finished', done: 6 });
    });

    it('does not end the wait for the lock', () => {
      const { log } = runMachine({
        declarations,
        tasks: {
          *holder() {
            yield* acquire(lock('lock'));
            yield* spend(50);
            yield* sendFatalSignal('sweeper');
          },
          *sweeper() {
            yield* milestone(yield* sweep(interval(0, 2), unit, { batch: { ...batch, lock: lock('lock', 1) } }));
            yield* milestone(yield* sweep(interval(0, 2), unit, { batch, signals: 'batch' }));
          },
        },
      });
      // Instance 1 is another lock. The first sweep takes 4 + 10 + 10 + 4; the second one waits for ever.
      expect(log).toEqual(['28 sweeper finished']);
    });
  });

  it('wakes an actor that sleeps in a paced sweep, if that looks at signals', () => {
    const pace = { units: 1, ns: 100 };
    expect(swept({ pace, signals: 'page' }, 130)).toEqual({ end: '130 sweeper interrupted', done: 2 });
    expect(swept({ pace }, 130, {}, 3)).toEqual({ end: '210 sweeper finished', done: 3 });
  });

  it('to one who has ended is nothing; to one who does not exist it is a mistake', () => {
    const kill = (name: string) => () =>
      runMachine({
        declarations,
        tasks: {
          *done(): Task {},
          *killer() {
            yield* sendFatalSignal(name);
          },
        },
      });
    expect(kill('done')().engine.endNs).toBe(0);
    expect(kill('nobody')).toThrow('a step signals "nobody", but there is no such actor');
  });
});
