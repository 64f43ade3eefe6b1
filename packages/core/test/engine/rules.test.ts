import { describe, expect, it } from 'vitest';
import { interval, milestone, type PageTable, sweep, use } from '../../src/protocol/index.js';
import { byState, declarePages, type Rule, step, tableOver } from '../support/page-machine.js';
import { codes, op, runMachine } from '../support/run-model.js';
import { spend } from '../support/wait.js';

const PAGES = 6;
const declarations = declarePages(PAGES);

/** Sweeps six pages of state 0 with `pool` of something. */
const swept = (rule: Rule, pool = 0, faults: readonly { fault: string; at: string; occurrence: number }[] = []) => {
  const run = runMachine(
    {
      declarations,
      begin: (s) => {
        s.pool = pool;
      },
      tasks: {
        *sweeper() {
          yield* milestone(yield* sweep(interval(0, PAGES), byState('rule', { 0: rule })));
        },
      },
    },
    { faults },
  );
  return { log: run.log, codes: codes(run.state).join(''), pool: run.view.pool, run };
};

const plain: Rule = { after: { st: 1 } };

describe('a rule that needs a counter', () => {
  const takes: Rule = {
    after: { st: 1 },
    counters: { pool: -2 },
    needs: { counter: 'pool', amount: 2, otherwise: { after: { st: 2 } } },
  };

  it('applies while there is enough, else the other one does', () => {
    expect(swept(takes, 5)).toMatchObject({ codes: '112222', pool: 1 });
    expect(swept(takes, 100)).toMatchObject({ codes: '111111', pool: 88 });
    expect(swept(takes, 0)).toMatchObject({ codes: '222222', pool: 0 });
  });

  it('may fall back on one that needs something too', () => {
    const last: Rule = { after: { st: 3 } };
    const second: Rule = {
      after: { st: 2 },
      counters: { pool: -1 },
      needs: { counter: 'pool', amount: 1, otherwise: last },
    };
    const first: Rule = {
      after: { st: 1 },
      counters: { pool: -3 },
      needs: { counter: 'pool', amount: 3, otherwise: second },
    };
    expect(swept(first, 5)).toMatchObject({ codes: '122333', pool: 0 });
  });

  it('looks when the unit starts', () => {
    const slow: Rule = {
      uses: [use(op(10, 'end'))],
      after: { st: 1 },
      needs: { counter: 'pool', amount: 1, otherwise: { after: { st: 2 } } },
    };
    const give = step({
      name: 'give',
      apply: (s) => {
        s.pool = 1;
      },
    });
    const { state } = runMachine({
      declarations,
      tasks: {
        *sweeper() {
          yield* spend(5);
          yield* sweep(interval(0, 1), byState('slow', { 0: slow }));
          yield* spend(1);
          yield* sweep(interval(1, 2), byState('slow', { 0: slow }));
        },
        *giver() {
          yield* spend(5);
          yield* give();
        },
      },
    });
    expect(codes(state).slice(0, 2)).toEqual([2, 1]);
  });

  it("cannot overdraw it: two units that were both promised the last one are an author's mistake", () => {
    const slow: Rule = {
      uses: [use(op(10, 'end'))],
      after: { st: 1 },
      counters: { pool: -1 },
      needs: { counter: 'pool', amount: 1, otherwise: plain },
    };
    const table = byState('slow', { 0: slow });
    const both = () =>
      runMachine({
        declarations,
        begin: (s) => {
          s.pool = 1;
        },
        tasks: {
          *a() {
            yield* sweep(interval(0, 1), table);
          },
          *b() {
            yield* sweep(interval(1, 2), table);
          },
        },
      });
    expect(both).toThrow('CVM_AUTHOR_VALUE_OUT_OF_RANGE');
  });
});

describe('a fault of a rule', () => {
  const risky: Rule = { ...plain, faults: { fails: { after: { st: 4 } }, stops: { stop: 'given up' } } };

  it('strikes at the n-th page that could fail', () => {
    expect(swept(risky, 0, [{ fault: 'fails', at: 'rule', occurrence: 3 }])).toMatchObject({ codes: '114111' });
  });

  it('may end the sweep', () => {
    const { log, codes: after } = swept(risky, 0, [{ fault: 'stops', at: 'rule', occurrence: 2 }]);
    expect([log, after]).toEqual([['0 sweeper given up'], '100000']);
  });

  it('is that of the rule which applies: where a counter is short, the other rule and its faults do', () => {
    const short: Rule = {
      ...risky,
      needs: { counter: 'pool', amount: 1, otherwise: { after: { st: 2 }, faults: { fails: { after: { st: 5 } } } } },
    };
    const faults = [{ fault: 'fails', at: 'rule', occurrence: 2 }];
    expect(swept(short, 1, faults).codes).toBe('141111');
    expect(swept(short, 0, faults).codes).toBe('252222');
  });

  it('is not tried while its page is waited for', () => {
    const table = byState('busy', {
      0: { uses: [use(op(10, 'busy'))], during: { st: 7 }, after: { st: 1 }, faults: { fails: { after: { st: 4 } } } },
      7: { wait: true, faults: { fails: { after: { st: 5 } } } },
    });
    const { state } = runMachine(
      {
        declarations,
        tasks: {
          *a() {
            yield* sweep(interval(0, 1), table);
          },
          *b() {
            yield* sweep(interval(0, 1), table);
            yield* sweep(interval(1, 2), table);
          },
        },
      },
      { faults: [{ fault: 'fails', at: 'busy', occurrence: 2 }] },
    );
    expect(codes(state).slice(0, 2)).toEqual([1, 4]);
  });
});

describe('a rule', () => {
  it('that stops the sweep does its unit first', () => {
    const { log, codes: after } = swept({ uses: [use(op(10, 'end'))], after: { st: 1 }, stop: 'found' });
    expect([log, after]).toEqual([['10 sweeper found'], '100000']);
  });

  it('is chosen by declared fields, page by page', () => {
    const table = tableOver({
      name: 'selected',
      array: 'page',
      select: (s) => s.pool % 2,
      rule: (_, selected) => ({ after: { st: selected === 1 ? 3 : 2 }, counters: { pool: 1 } }),
    });
    const { state } = runMachine({
      declarations,
      tasks: {
        *sweeper() {
          yield* sweep(interval(0, PAGES), table);
        },
      },
    });
    expect(codes(state)).toEqual([2, 3, 2, 3, 2, 3]);
  });

  it('is asked once per state and selection, however many pages there are', () => {
    const asked: string[] = [];
    const table = tableOver({
      name: 'asked',
      array: 'page',
      select: (s) => s.pool,
      rule: ({ st }, selected) => {
        asked.push(`${st}/${selected}`);
        return undefined;
      },
    });
    runMachine({
      declarations: declarePages(100),
      begin: (s) => s.page.fill({ st: 1 }, 50, 100),
      tasks: {
        *sweeper() {
          yield* sweep(interval(0, 100), table);
          yield* sweep(interval(0, 100), table);
        },
      },
    });
    expect(asked).toEqual(['0/0', '1/0']);
  });

  it('costs all its operations; how it shows its effect is up to the first one', () => {
    const {
      log,
      codes: after,
      run,
    } = swept({ uses: [use(op(10, 'end')), use(op(3), 4), use(op(5), 0)], after: { st: 1 } });
    expect([log, after]).toEqual([[`${PAGES * 22} sweeper finished`], '111111']);
    const { operations } = run.actor('sweeper').phases[0] ?? {};
    expect([...(operations ?? [])].map(([name, { calls, units, ns }]) => [name, calls, units, ns])).toEqual([
      ['end-10', PAGES, PAGES, PAGES * 10],
      ['atomic-3', PAGES, PAGES * 4, PAGES * 12],
    ]);
  });

  it('that locks its page says how the page looks meanwhile', () => {
    expect(() => swept({ uses: [use(op(10, 'busy'))], after: { st: 1 } })).toThrow(
      'table "rule": "busy-10" locks its page while in flight, so its rule needs a `during` state',
    );
  });

  it('names fields of its pages, with values that they can have', () => {
    expect(() => swept({ after: { st: 8 } })).toThrow('CVM_AUTHOR_VALUE_OUT_OF_RANGE');
    expect(() => swept({ after: { ts: 1 } as never })).toThrow('page array "page" has no field "ts" (it has st)');
  });

  it('is over a page array that the machine declares', () => {
    const nowhere: PageTable = { name: 'nowhere', array: 'pages', rule: () => undefined };
    const run = () =>
      runMachine({
        declarations,
        tasks: {
          *sweeper() {
            yield* sweep(interval(0, 1), nowhere);
          },
        },
      });
    expect(run).toThrow('"nowhere": the machine declares no page array "pages"');
  });
});
