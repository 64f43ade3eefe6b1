import { describe, expect, it } from 'vitest';
import { acquire, interval, lock, milestone, release, sweep, use } from '../../src/protocol/index.js';
import { byState, declarePages, look, write } from '../support/page-machine.js';
import { codes, op, runMachine } from '../support/run-model.js';
import { spend } from '../support/wait.js';

/** 0: absent, 1: present, 2: gathered, 3: done. */
const table = byState('process', { 2: { uses: [use(op(10))], after: { st: 3 } } });
const mark = ({ st }: { readonly st: number }) => (st === 1 ? { st: 2 } : undefined);
const batch = {
  size: 2,
  lock: lock('lock', 0, 'shared'),
  mark,
  fixed: use(op(100)),
  perGathered: use(op(5), 2),
  perPassed: use(op(1)),
} as const;

const present = (...states: number[]) => ({
  declarations: declarePages(states.length),
  begin: (s: { page: { at(page: number): { st: number } } }) => {
    states.forEach((st, page) => {
      s.page.at(page).st = st;
    });
  },
});

describe('a sweep in batches', () => {
  it('gathers present pages up to its size and passes absent ones by, then works on what it has gathered', () => {
    const { engine, state, actor } = runMachine({
      ...present(0, 1, 0, 0, 1, 1, 0),
      tasks: {
        *sweeper() {
          yield* milestone(yield* sweep(interval(0, 7), table, { batch }));
        },
      },
    });
    expect(codes(state)).toEqual([0, 3, 0, 0, 3, 3, 0]);
    // 100 + 2 * 10 + 3 for pages 0 to 4, two pages; 100 + 10 + 1 for pages 5 and 6, one page.
    expect(engine.endNs).toBe(100 + 20 + 3 + 20 + (100 + 10 + 1 + 10));
    expect(engine.locks).toEqual([{ lock: 'lock', acquisitions: 2, heldNs: 123 + 111, longestNs: 123 }]);
    const { operations } = actor('sweeper').phases[0] ?? {};
    expect(['atomic-100', 'atomic-5', 'atomic-1', 'atomic-10'].map((name) => operations?.get(name)?.units)).toEqual([
      2, 6, 4, 3,
    ]);
  });

  it('looks once more behind a full batch, even at the end of the range', () => {
    const { engine } = runMachine({
      ...present(1, 1),
      tasks: {
        *sweeper() {
          yield* sweep(interval(0, 2), table, { batch });
        },
      },
    });
    expect(engine.endNs).toBe(100 + 20 + 20 + 100);
    expect(engine.locks[0]?.acquisitions).toBe(2);
  });

  it('of an empty range takes the lock once and finds nothing', () => {
    const { engine } = runMachine({
      ...present(1),
      tasks: {
        *sweeper() {
          yield* sweep(interval(1, 1), table, { batch });
        },
      },
    });
    expect([engine.endNs, engine.locks[0]?.acquisitions]).toEqual([100, 1]);
  });

  it('marks under the lock, at once, and works without it', () => {
    const { log, view } = runMachine({
      ...present(1, 1, 1),
      tasks: {
        *sweeper() {
          yield* sweep(interval(0, 3), table, { batch });
        },
        *observer() {
          yield* spend(1);
          yield* look(1);
          yield* look(2);
          yield* acquire(lock('lock'));
          yield* milestone('in');
          yield* look(0);
          yield* spend(50);
          yield* release(lock('lock'));
        },
      },
    });
    // The first gathering ends at 120; pages until 140, then the lock is wanted again and taken at 170.
    expect(log).toEqual(['120 observer in']);
    expect(view.order.toArray()).toEqual([2, 1, 3]);
  });

  it('waits for its lock in turn, holds it only while it gathers, and shares it', () => {
    const { log, actor } = runMachine({
      ...present(1, 1, 1, 1),
      tasks: {
        *a() {
          yield* sweep(interval(0, 2), table, { batch });
          yield* milestone('done');
        },
        *b() {
          yield* sweep(interval(2, 4), table, { batch });
          yield* milestone('done');
        },
        *writer() {
          yield* spend(1);
          yield* acquire(lock('lock'));
          yield* milestone('in');
          yield* spend(30);
          yield* release(lock('lock'));
        },
      },
    });
    expect(log).toEqual(['120 writer in', '250 a done', '250 b done']);
    expect(actor('a').lockWaitNs).toBe(10);
  });

  it('that a rule stops ends behind the batch that it has gathered', () => {
    const found = { uses: [use(op(10))], after: { st: 4 }, stop: 'found' };
    const stopping = byState('find', { 2: { uses: [use(op(10))], after: { st: 3 } }, 5: found });
    const { log, state } = runMachine({
      ...present(1, 5, 1, 1, 5, 1),
      tasks: {
        *sweeper() {
          const takes = ({ st }: { readonly st: number }) => (st === 5 ? {} : mark({ st }));
          yield* milestone(yield* sweep(interval(0, 6), stopping, { batch: { size: 3, mark: takes } }));
        },
      },
    });
    expect([codes(state), log]).toEqual([[3, 4, 3, 1, 5, 1], ['30 sweeper found']]);
  });

  it('needs no lock, and no costs', () => {
    const { engine, state } = runMachine({
      ...present(1, 0, 1, 1),
      tasks: {
        *sweeper() {
          yield* sweep(interval(0, 4), table, { batch: { size: 2, mark } });
        },
      },
    });
    expect([engine.endNs, engine.locks, codes(state)]).toEqual([30, [], [3, 0, 3, 3]]);
  });

  it('does not see what comes to a page that it has passed', () => {
    const { state } = runMachine({
      ...present(0, 1, 1, 1),
      tasks: {
        *sweeper() {
          yield* sweep(interval(0, 4), table, { batch });
        },
        *guest() {
          yield* spend(1);
          yield* write(0, 1);
        },
      },
    });
    expect(codes(state)).toEqual([1, 3, 3, 3]);
  });

  it('can be paced: each page comes at its own time', () => {
    const { engine } = runMachine({
      ...present(1, 1, 1, 1),
      tasks: {
        *sweeper() {
          yield* sweep(interval(0, 4), table, { batch: { size: 4, mark }, pace: { units: 1, ns: 50 } });
        },
      },
    });
    expect(engine.endNs).toBe(3 * 50 + 10);
  });
});

describe('a batch', () => {
  const wrong = (options: object) => () => sweep(interval(0, 4), table, options);

  it('has at least one page, and goes with no tails', () => {
    expect(wrong({ batch: { size: 0, mark } })).toThrow('a batch of 0 pages never ends');
    expect(wrong({ batch: { size: 1.5, mark } })).toThrow('a batch of 1.5 pages');
    expect(wrong({ batch: { size: 2, mark }, tails: [{ kind: 'table', every: 2, table }] })).toThrow(
      'cannot be combined',
    );
    expect(wrong({ signals: 'batch' })).toThrow('signals per batch need a batch');
  });
});
