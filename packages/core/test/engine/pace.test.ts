import { describe, expect, it } from 'vitest';
import { interval, milestone, sweep, use } from '../../src/protocol/index.js';
import { byState, declarePages } from '../support/page-machine.js';
import { op, runMachine } from '../support/run-model.js';
import { spend } from '../support/wait.js';

const PAGES = 10;
const declarations = declarePages(PAGES);
const touch = (ns: number) =>
  byState(`touch ${ns}`, { 0: { uses: [use(op(ns))], after: { st: 1 }, levels: { touched: 1 } } });

/** Runs a paced sweep that begins at 7 ns, and tells what its level of touched pages integrates to. */
const paced = (ns: number, pace: { units: number; ns: number }) => {
  const run = runMachine({
    declarations,
    tasks: {
      *guest() {
        yield* spend(7);
        yield* sweep(interval(0, PAGES), touch(ns), { pace });
        yield* milestone('done');
      },
    },
  });
  return { ...run, integral: run.engine.levels[0]?.integral };
};

describe('a paced sweep', () => {
  it('does unit k no earlier than its time, rounded down once from the start', () => {
    const { log, integral } = paced(0, { units: 3, ns: 10 });
    const times = Array.from({ length: PAGES }, (_, k) => 7 + Math.floor((k * 10) / 3));
    expect(log).toEqual([`${times.at(-1)} guest done`]);
    expect(integral).toBe(BigInt(times.reduce((sum, at) => sum + 37 - at, 0)));
  });

  it('goes as fast as it can when it is behind', () => {
    const { log } = paced(20, { units: 1, ns: 5 });
    expect(log).toEqual([`${7 + 20 * PAGES} guest done`]);
  });

  it('gives its CPU up while it is ahead', () => {
    const { log } = runMachine(
      {
        declarations,
        tasks: {
          *guest() {
            yield* sweep(interval(0, 3), touch(2), { pace: { units: 1, ns: 10 } });
            yield* milestone('done');
          },
          *worker() {
            for (let i = 0; i < 4; i++) {
              yield* spend(3);
              yield* milestone('worked');
            }
          },
        },
      },
      { cpus: 1, sliceNs: 1 },
    );
    // The guest's second unit is due at 10, the worker's unit ends at 11.
    expect(log).toEqual([
      '5 worker worked',
      '8 worker worked',
      '11 worker worked',
      '16 worker worked',
      '22 guest done',
    ]);
  });

  it('counts pages that need nothing too: absent memory takes its time', () => {
    const { log } = runMachine({
      declarations,
      begin: (s) => s.page.fill({ st: 3 }),
      tasks: {
        *guest() {
          yield* sweep(interval(2, PAGES), touch(1), { pace: { units: 1, ns: 100 } });
          yield* milestone('done');
        },
      },
    });
    expect(log).toEqual(['700 guest done']);
  });

  it('stays exact where units times nanoseconds is beyond 2^53', () => {
    const { log } = paced(0, { units: 2 ** 40, ns: 2 ** 50 });
    expect(log).toEqual([`${7 + 9 * 2 ** 10} guest done`]);
  });

  it('has a rate', () => {
    const pace = (units: number, ns: number) => () => sweep(interval(0, 1), touch(1), { pace: { units, ns } });
    expect(pace(0, 5)).toThrow('a pace of 0 units in 5 ns');
    expect(pace(1, -5)).toThrow('a pace of 1 units in -5 ns');
    expect(pace(1, 0.5)).toThrow('a pace of 1 units in 0.5 ns');
  });
});
