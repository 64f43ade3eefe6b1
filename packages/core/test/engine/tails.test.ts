import { describe, expect, it } from 'vitest';
import {
  interval,
  type PageRange,
  type SpanTail,
  sweep,
  type TableTail,
  type Tail,
  use,
} from '../../src/protocol/index.js';
import { byState, declarePages, step, tableOver, write } from '../support/page-machine.js';
import { codes, op, runMachine } from '../support/run-model.js';
import { spend } from '../support/wait.js';

/** Clears leaves; a table that is emptied is freed, and leaves its own parent with one entry less. */
const clear = byState('clear', { 1: { uses: [use(op(10))], after: { st: 0 }, entries: -1 } });
const freeing = (array: 'table' | 'above', ns: number) =>
  tableOver({
    name: `free ${array}`,
    array,
    rule: ({ allocated, entries }) =>
      allocated && entries === 0
        ? { uses: [use(op(ns))], after: { allocated: false }, entries: -1, outcome: 'freed' }
        : undefined,
  });
const tail = (array: 'table' | 'above', every: number, origin?: number): TableTail => ({
  kind: 'table',
  every,
  table: freeing(array, array === 'table' ? 100 : 1000),
  ...(origin !== undefined && { origin }),
});

/** Tables of `fanout` leaves, `fanout` tables under each upper one, all allocated, with the entries they really have. */
const cleared = (present: readonly number[], range: PageRange, tails: readonly Tail[], fanout = 2, origin = 0) => {
  const tables = Math.ceil((present.length + origin) / fanout);
  return runMachine({
    declarations: declarePages(present.length, tables),
    begin: (s) => {
      present.forEach((st, page) => {
        if (st === 0) return;
        s.page.at(page).st = st;
        const table = s.table.at(Math.floor((page + origin) / fanout));
        const above = s.above.at(Math.floor((page + origin) / fanout ** 2));
        if (!table.allocated) above.entries++;
        table.allocated = true;
        table.entries++;
        above.allocated = true;
      });
    },
    tasks: {
      *sweeper() {
        yield* sweep(range, clear, { tails });
      },
    },
  });
};

const tables = (run: ReturnType<typeof cleared>, array: 'table' | 'above') =>
  Array.from({ length: run.view[array].length }, (_, i) => {
    const { allocated, entries } = run.view[array].at(i);
    return allocated ? entries : 'freed';
  });

const full = (pages: number) => Array.from({ length: pages }, () => 1);

describe('the tables above swept pages', () => {
  it('nest: a table behind its last page, the one above behind its last table', () => {
    const run = cleared(full(8), interval(0, 8), [tail('table', 2), tail('above', 4)]);
    expect(run.engine.endNs).toBe(8 * 10 + 4 * 100 + 2 * 1000);
    expect([tables(run, 'table'), tables(run, 'above').slice(0, 2)]).toEqual([
      ['freed', 'freed', 'freed', 'freed'],
      ['freed', 'freed'],
    ]);
    expect(run.actor('sweeper').phases[0]?.outcomes.get('freed')).toBe(6);
  });

  it('come in order: leaf, leaf, table, and the upper table behind its last table', () => {
    /** Leaves, tables and upper tables that are left, as three digits. */
    const left = step({
      name: 'left',
      apply: (s) => {
        const allocated = ({ allocated }: { readonly allocated: boolean }) => allocated;
        s.order.push(
          100 * s.page.count(({ st }) => st === 1) + 10 * s.table.count(allocated) + s.above.count(allocated),
        );
      },
    });
    const run = runMachine({
      declarations: declarePages(4, 2),
      begin: (s) => {
        s.page.fill({ st: 1 });
        s.table.fill({ allocated: true, entries: 2 });
        s.above.fill({ allocated: true, entries: 2 }, 0, 1);
      },
      tasks: {
        *sweeper() {
          yield* sweep(interval(0, 4), clear, { tails: [tail('table', 2), tail('above', 4)] });
        },
        *observer() {
          yield* spend(5);
          yield* left();
          for (const ns of [10, 10, 100, 10, 10, 100]) {
            yield* spend(ns);
            yield* left();
          }
        },
      },
    });
    expect(run.view.order.toArray()).toEqual([321, 221, 211, 111, 11, 1, 0]);
  });

  it('that are still occupied stay', () => {
    const run = cleared(full(8), interval(0, 7), [tail('table', 2), tail('above', 4)]);
    expect(tables(run, 'table')).toEqual(['freed', 'freed', 'freed', 1]);
    expect(tables(run, 'above').slice(0, 2)).toEqual(['freed', 1]);
  });

  it('are looked at behind the last page of the range too, and only there at its end', () => {
    const run = cleared([1, 1, 1, 0, 0, 0, 0, 0], interval(0, 3), [tail('table', 2), tail('above', 4)]);
    expect(run.engine.endNs).toBe(3 * 10 + 2 * 100 + 1000);
    expect(tables(run, 'table').slice(0, 2)).toEqual(['freed', 'freed']);
  });

  it('know where a range begins: in the middle of a table nothing is due before its end', () => {
    const run = cleared(full(8), interval(3, 6), [tail('table', 2), tail('above', 4)]);
    expect(tables(run, 'table')).toEqual([2, 1, 'freed', 2]);
    expect(run.engine.endNs).toBe(3 * 10 + 100);
  });

  it('are not looked at when the sweep stops', () => {
    const found = byState('find', { 1: { uses: [use(op(10))], after: { st: 0 }, entries: -1, stop: 'found' } });
    const { engine, view } = runMachine({
      declarations: declarePages(1),
      begin: (s) => {
        s.page.fill({ st: 1 });
        s.table.fill({ allocated: true, entries: 1 });
      },
      tasks: {
        *sweeper() {
          yield* sweep(interval(0, 1), found, { tails: [tail('table', 1)] });
        },
      },
    });
    expect([engine.endNs, view.table.at(0).allocated, view.table.at(0).entries]).toEqual([10, true, 0]);
  });

  it('begin at an origin: the array starts in the middle of a table', () => {
    // Position of page 0 is 1: tables hold pages 0 | 1 2 | 3 4 | 5 6 | 7.
    const run = cleared(full(8), interval(0, 8), [tail('table', 2, 1), tail('above', 4, 1)], 2, 1);
    expect(tables(run, 'table')).toEqual(['freed', 'freed', 'freed', 'freed', 'freed']);
    expect(run.engine.endNs).toBe(80 + 500 + 3000);
    const part = cleared(full(8), interval(1, 4), [tail('table', 2, 1)], 2, 1);
    expect(tables(part, 'table')).toEqual([1, 'freed', 1, 2, 1]);
  });

  it('lose an entry when the unit below commits, not before, and not when that is void', () => {
    const entries = step({
      name: 'entries',
      apply: (s) => {
        s.order.push(s.table.at(0).entries);
      },
    });
    const slow = byState('clear slowly', { 1: { uses: [use(op(10, 'end'))], after: { st: 0 }, entries: -1 } });
    const run = runMachine({
      declarations: declarePages(2),
      begin: (s) => {
        s.page.fill({ st: 1 });
        s.table.fill({ allocated: true, entries: 2 });
      },
      tasks: {
        *sweeper() {
          yield* sweep(interval(0, 2), slow, { tails: [tail('table', 2)] });
        },
        *meddler() {
          yield* spend(9);
          yield* entries();
          yield* spend(1);
          yield* entries();
          yield* write(1, 7);
        },
      },
    });
    expect(run.view.order.toArray()).toEqual([2, 1]);
    expect(tables(run, 'table')).toEqual([1]);
  });

  it('must be there: a table array that is too short is refused before anything happens', () => {
    expect(() => cleared(full(8), interval(0, 8), [tail('table', 1)])).toThrow(
      '"clear" goes over table[0..7], there are 4',
    );
    expect(() => cleared(full(8), interval(0, 9), [])).toThrow('"clear" goes over page[0..8], there are 8');
    expect(() => cleared(full(8), interval(-1, 4), [])).toThrow('"clear" goes over page[-1..3], there are 8');
  });

  it('cannot be left with fewer entries than none', () => {
    expect(() => {
      runMachine({
        declarations: declarePages(2),
        begin: (s) => s.page.fill({ st: 1 }),
        tasks: {
          *sweeper() {
            yield* sweep(interval(0, 2), clear, { tails: [tail('table', 2)] });
          },
        },
      });
    }).toThrow('CVM_AUTHOR_VALUE_OUT_OF_RANGE');
  });
});

describe('a span behind stretches of pages', () => {
  const stretches = (range: PageRange, every: number, origin?: number) => {
    const asked: [number, number][] = [];
    const span: SpanTail = {
      kind: 'span',
      name: 'flush',
      every,
      ...(origin !== undefined && { origin }),
      uses: (start, length) => {
        asked.push([start, length]);
        return [use(op(100)), use(op(1), length)];
      },
      map: (page) => (page.st === 0 ? { st: 5 } : undefined),
    };
    const { engine, state } = runMachine({
      declarations: declarePages(20),
      tasks: {
        *sweeper() {
          yield* sweep(range, byState('nothing', {}), { tails: [span] });
        },
      },
    });
    return { asked, endNs: engine.endNs, mapped: codes(state).flatMap((code, page) => (code === 5 ? [page] : [])) };
  };

  it('are aligned, and clipped to the range', () => {
    expect(stretches(interval(3, 18), 8).asked).toEqual([
      [3, 5],
      [8, 8],
      [16, 2],
    ]);
    expect(stretches(interval(0, 16), 8).asked).toEqual([
      [0, 8],
      [8, 8],
    ]);
    expect(stretches(interval(9, 11), 8).asked).toEqual([[9, 2]]);
    expect(stretches(interval(4, 4), 8).asked).toEqual([]);
  });

  it('begin at an origin', () => {
    // Position of page 0 is 3: stretches end behind pages 4, 12 and 20.
    expect(stretches(interval(0, 20), 8, 3).asked).toEqual([
      [0, 5],
      [5, 8],
      [13, 7],
    ]);
  });

  it('cost what their operations cost, and change every page of the stretch', () => {
    expect(stretches(interval(3, 18), 8)).toMatchObject({
      endNs: 3 * 100 + 15,
      mapped: Array.from({ length: 15 }, (_, i) => i + 3),
    });
  });

  it('of which several are due: in the order in which they are listed, tables among them', () => {
    const order: string[] = [];
    const named = (name: string, every: number): SpanTail => ({
      kind: 'span',
      name,
      every,
      uses: (start) => {
        order.push(`${name} ${start}`);
        return [];
      },
    });
    runMachine({
      declarations: declarePages(4, 2),
      tasks: {
        *sweeper() {
          yield* sweep(interval(0, 4), byState('nothing', {}), { tails: [named('a', 4), named('b', 2)] });
        },
      },
    });
    expect(order).toEqual(['b 0', 'a 0', 'b 2']);
  });

  it('have lengths', () => {
    const every = (every: number) => () => stretches(interval(0, 4), every);
    expect(every(0)).toThrow('a tail behind every 0 pages');
    expect(every(Number.POSITIVE_INFINITY)).toThrow('a tail behind every Infinity pages');
  });
});
