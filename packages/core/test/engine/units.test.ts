import { describe, expect, it } from 'vitest';
import { interval, milestone, sendFatalSignal, sweep, use } from '../../src/protocol/index.js';
import { awaitGo, byState, declarePages, go, look, note, step, write } from '../support/page-machine.js';
import { codes, op, runMachine } from '../support/run-model.js';
import { spend } from '../support/wait.js';

const PAGE = interval(0, 1);
const declarations = declarePages(4);

describe('a unit of a sweep', () => {
  it('runs to its end: a signal, a waiting actor and the end of the slice come behind it', () => {
    const table = byState('slow', { 0: { uses: [use(op(10))], after: { st: 1 } } });
    const { log } = runMachine(
      {
        declarations,
        tasks: {
          *sweeper() {
            const end = yield* sweep(interval(0, 2), table, { signals: 'page' });
            yield* milestone(end);
          },
          *killer() {
            yield* spend(3);
            yield* sendFatalSignal('sweeper');
          },
          *queued() {
            yield* milestone('waits');
            yield* spend(1);
            yield* milestone('ran');
          },
        },
      },
      { cpus: 2, sliceNs: 2 },
    );
    expect(log).toEqual(['0 queued waits', '4 queued ran', '10 sweeper interrupted']);
  });

  it('reads the page once, when it starts: what comes later changes neither its cost nor what it does', () => {
    const table = byState('read once', {
      0: { uses: [use(op(10, 'end'))], after: { st: 1 } },
      5: { uses: [use(op(1, 'end'))], after: { st: 6 } },
    });
    const { view, engine } = runMachine({
      declarations,
      tasks: {
        *sweeper() {
          yield* sweep(PAGE, table);
        },
        *writer() {
          yield* spend(4);
          yield* write(0, 5);
          yield* write(0, 0);
        },
      },
    });
    expect(engine.endNs).toBe(10);
    expect(view.page.at(0).st).toBe(1);
  });

  it.each([
    ['atomic', [1, 1, 1]],
    ['start', [1, 1, 1]],
    ['end', [0, 0, 1]],
    ['busy', [2, 2, 1]],
  ] as const)('of duration "%s" shows its effect as declared', (duration, seen) => {
    const uses = [use(op(10, duration))];
    const table = byState('visible', {
      0: { uses, ...(duration === 'end' ? {} : { during: { st: 2 } }), after: { st: 1 } },
    });
    const { view } = runMachine({
      declarations,
      tasks: {
        *sweeper() {
          yield* sweep(PAGE, table);
        },
        *observer() {
          yield* look(0);
          yield* spend(9);
          yield* look(0);
          yield* spend(1);
          yield* look(0);
        },
      },
    });
    expect(view.order.toArray()).toEqual(seen);
  });

  it.each(['end', 'busy'] as const)('of duration "%s" commits only what nobody has changed meanwhile', (duration) => {
    const table = byState('void', {
      0: {
        uses: [use(op(10, duration))],
        during: { st: duration === 'busy' ? 2 : 0 },
        after: { st: 1 },
        counters: { pool: 1 },
        levels: { free: 4096 },
      },
    });
    const run = (meddles: boolean) =>
      runMachine({
        declarations,
        tasks: {
          *sweeper() {
            yield* sweep(PAGE, table);
          },
          *writer() {
            yield* spend(4);
            if (meddles) yield* write(0, 7);
          },
        },
      });
    const [quiet, disturbed] = [run(false), run(true)];
    expect([quiet.view.page.at(0).st, quiet.view.pool, quiet.engine.levels[0]?.now]).toEqual([1, 1, 4096]);
    expect([disturbed.view.page.at(0).st, disturbed.view.pool, disturbed.engine.levels]).toEqual([7, 0, []]);
    expect(disturbed.engine.endNs).toBe(10);
  });

  it('without cost starts and commits in one instant, whatever its duration', () => {
    const table = byState('free', {
      0: { uses: [use(op(0, 'busy'))], during: { st: 2 }, after: { st: 1 }, counters: { pool: 1 } },
    });
    const { view, engine, state } = runMachine({
      declarations,
      tasks: {
        *observer() {
          yield* awaitGo();
          for (let page = 0; page < 4; page++) yield* look(page);
        },
        *sweeper() {
          yield* spend(3);
          yield* go();
          yield* sweep(interval(0, 4), table);
          yield* note(9);
        },
      },
    });
    // The observer was woken before the first page, and acts behind the last one.
    expect(view.order.toArray()).toEqual([9, 1, 1, 1, 1]);
    expect([view.pool, engine.endNs]).toEqual([4, 3]);
    expect(codes(state)).toEqual([1, 1, 1, 1]);
  });
});

/** Two wiping calls on one page; whoever finds it busy waits. */
const wipe = (ns: number) =>
  byState(`wipe ${ns}`, {
    0: { uses: [use(op(ns, 'busy'))], during: { st: 2 }, after: { st: 1 } },
    1: { uses: [use(op(1))], after: { st: 3 } },
    2: { wait: true },
  });

describe('a busy page', () => {
  it('keeps the newcomer on its CPU until the unit ends; then it looks again', () => {
    const { log, actor, state } = runMachine({
      declarations,
      tasks: {
        *first() {
          yield* sweep(PAGE, wipe(10));
          yield* milestone('wiped');
        },
        *second() {
          yield* spend(4);
          yield* sweep(PAGE, wipe(10));
          yield* milestone('done');
        },
      },
    });
    expect(log).toEqual(['10 first wiped', '11 second done']);
    expect(actor('second')).toMatchObject({ spinNs: 6, cpuNs: 11, queueWaitNs: 0 });
    expect(codes(state)[0]).toBe(3);
  });

  it('is left to those who wait in order of rank, behind the whole event of its owner', () => {
    const take = byState('take', {
      0: { uses: [use(op(10, 'busy'))], during: { st: 2 }, after: { st: 0 } },
      2: { wait: true },
    });
    const { log } = runMachine({
      declarations,
      tasks: {
        *low() {
          yield* spend(2);
          yield* sweep(PAGE, take);
          yield* milestone('low');
        },
        *owner() {
          yield* sweep(PAGE, take);
          yield* write(3, 1);
          yield* milestone('owner');
        },
        *high() {
          yield* spend(1);
          yield* sweep(PAGE, take);
          yield* milestone('high');
        },
      },
    });
    expect(log).toEqual(['10 owner owner', '20 low low', '30 high high']);
  });

  it('that nobody works on is a page like any other', () => {
    const { engine, state, actor } = runMachine({
      declarations,
      begin: (s) => {
        s.page.at(0).st = 2;
      },
      tasks: {
        *sweeper() {
          yield* sweep(interval(0, 2), wipe(5));
        },
      },
    });
    expect([engine.endNs, actor('sweeper').spinNs]).toEqual([5, 0]);
    expect(codes(state).slice(0, 2)).toEqual([2, 1]);
  });
});

describe('two units in flight on one page', () => {
  const end = (ns: number, st: number) => byState(`end ${ns}`, { 0: { uses: [use(op(ns, 'end'))], after: { st } } });
  const waits = byState('waits', { 0: { wait: true } });

  it('are both paid; the first to end commits, the other one is void', () => {
    const { log, view, actor } = runMachine({
      declarations,
      tasks: {
        *slow() {
          yield* sweep(PAGE, end(10, 1));
          yield* milestone('slow');
        },
        *fast() {
          yield* spend(2);
          yield* sweep(PAGE, end(6, 3));
          yield* look(0);
          yield* milestone('fast');
        },
      },
    });
    expect(log).toEqual(['8 fast fast', '10 slow slow']);
    expect([view.order.toArray(), view.page.at(0).st]).toEqual([[3], 3]);
    expect([actor('slow').cpuNs, actor('fast').cpuNs]).toEqual([10, 8]);
  });

  it('let a third one wait for the unit that ends first', () => {
    const { log } = runMachine({
      declarations,
      tasks: {
        *slow() {
          yield* sweep(PAGE, end(10, 1));
        },
        *fast() {
          yield* sweep(PAGE, end(6, 3));
        },
        *third() {
          yield* spend(1);
          yield* sweep(PAGE, waits);
          yield* milestone('goes on');
        },
      },
    });
    expect(log).toEqual(['6 third goes on']);
  });

  it('of which both end at once: for the one of the lower rank', () => {
    const mark = step<[st: number]>({
      name: 'mark',
      apply: (s, [st]) => {
        s.order.push(st);
      },
    });
    const { view } = runMachine({
      declarations,
      tasks: {
        *third() {
          yield* spend(1);
          yield* sweep(PAGE, waits);
          yield* mark(0);
        },
        *lower() {
          yield* sweep(PAGE, end(6, 1));
          yield* mark(1);
        },
        *higher() {
          yield* sweep(PAGE, end(6, 3));
          yield* mark(2);
        },
      },
    });
    expect(view.order.toArray()).toEqual([1, 0, 2]);
  });
});

describe('the choice of a duration', () => {
  /** Two sweeps over secret pages, the second one a little later. Secret pages take 17, others 3. */
  const rules = {
    start: byState('start', { 1: { uses: [use(op(17, 'start'))], after: { st: 0 } }, 0: { uses: [use(op(3))] } }),
    end: byState('at the end', { 1: { uses: [use(op(17, 'end'))], after: { st: 0 } }, 0: { uses: [use(op(3))] } }),
    busy: byState('busy', {
      1: { uses: [use(op(17, 'busy'))], during: { st: 2 }, after: { st: 0 } },
      0: { uses: [use(op(3))] },
      2: { wait: true },
    }),
  };
  const pages = 100;
  const twice = (kind: keyof typeof rules) => {
    const { engine, actor } = runMachine({
      declarations: declarePages(pages),
      begin: (s) => s.page.fill({ st: 1 }),
      tasks: {
        *first() {
          yield* sweep(interval(0, pages), rules[kind]);
        },
        *second() {
          yield* spend(5);
          yield* sweep(interval(0, pages), rules[kind]);
        },
      },
    });
    const paid = (name: string) => actor(name).phases[0]?.operations.get(`${kind}-17`)?.units ?? 0;
    return { endNs: engine.endNs, first: paid('first'), second: paid('second'), spinNs: actor('second').spinNs };
  };

  it('decides who pays: both in full when effects come at the end', () => {
    expect(twice('end')).toEqual({ endNs: 5 + 17 * pages, first: pages, second: pages, spinNs: 0 });
  });

  it('one of them when the page is locked: the other one spins behind it', () => {
    const { endNs, first, second, spinNs } = twice('busy');
    // The follower waits 12 ns for the first page; then 17 - 3 for each of the others.
    expect({ endNs, first, second, spinNs }).toEqual({
      endNs: 17 * pages + 3,
      first: pages,
      second: 0,
      spinNs: 12 + 14 * (pages - 1),
    });
  });

  it('half each when effects come at the start: they leap over each other', () => {
    const { first, second, endNs } = twice('start');
    expect(first + second).toBe(pages);
    expect(Math.abs(first - second)).toBeLessThan(pages / 4);
    expect(endNs).toBeLessThan((17 * pages * 2) / 3);
  });
});
