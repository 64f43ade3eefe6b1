import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SweepAction, SweepRun } from '../../src/engine/sweep-run.js';
import { interval, lock, type Sweep, type SweepOptions, sweep, type Tail } from '../../src/protocol/index.js';
import { createLayout, createState, type PageArray, pages, range } from '../../src/state/index.js';
import { byState } from '../support/page-machine.js';

const PAGES = 12;
const table = byState('any', {});
const mark = ({ st }: { readonly st: number }) => (st > 0 ? {} : undefined);

const arrayOf = (states: readonly number[]): PageArray => {
  const { pages: arrays } = createState(createLayout({ page: pages(PAGES, { st: range(0, 3) }) }));
  const array = arrays.get('page') as PageArray;
  for (const [page, st] of states.entries()) array.store.set(page, st);
  return array;
};

const tailArb: fc.Arbitrary<Tail> = fc
  .tuple(fc.constantFrom('table', 'span'), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 6 }))
  .map(([kind, every, origin]) =>
    kind === 'table'
      ? { kind: 'table', every, origin, table }
      : { kind: 'span', name: 'span', every, origin, uses: () => [] },
  );

const optionsArb: fc.Arbitrary<SweepOptions> = fc.oneof(
  fc.record({ signals: fc.constant('page' as const) }),
  fc.record({
    batch: fc.record({
      size: fc.integer({ min: 1, max: 5 }),
      mark: fc.constant(mark),
      lock: fc.constant(lock('lock')),
    }),
    signals: fc.constantFrom('page' as const, 'batch' as const),
  }),
  fc.record({
    batch: fc.record({ size: fc.integer({ min: 1, max: 5 }), mark: fc.constant(mark) }),
  }),
  fc.record({ tails: fc.array(tailArb, { minLength: 1, maxLength: 3 }), signals: fc.constant('page' as const) }),
);

const sweepArb: fc.Arbitrary<Sweep> = fc
  .tuple(fc.integer({ min: 0, max: PAGES }), fc.integer({ min: 0, max: PAGES }), optionsArb)
  .map(([a, b, options]) => sweep(interval(Math.min(a, b), Math.max(a, b)), table, options));

/** What happens at one boundary: whether a signal is pending, and how the unit ends. */
interface Turn {
  readonly signal: boolean;
  readonly stop: boolean;
}
const turnsArb = fc.array(
  fc.record({
    signal: fc.oneof({ weight: 1, arbitrary: fc.constant(true) }, { weight: 12, arbitrary: fc.constant(false) }),
    stop: fc.oneof({ weight: 1, arbitrary: fc.constant(true) }, { weight: 20, arbitrary: fc.constant(false) }),
  }),
  { minLength: 30, maxLength: 30 },
);
const statesArb = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: PAGES, maxLength: PAGES });

const name = (action: SweepAction): string => {
  switch (action.kind) {
    case 'unit':
      return `unit ${action.level} ${action.page}`;
    case 'span':
      return `span ${action.start}+${action.length}`;
    case 'finish':
      return `finish ${action.end} ${action.consumesSignal}`;
    default:
      return action.kind;
  }
};

/** One boundary; undefined when the sweep is over. */
function turn(run: SweepRun, array: PageArray, { signal, stop }: Turn): string | undefined {
  const action = run.boundary(signal);
  switch (action.kind) {
    case 'acquire':
      run.acquired();
      break;
    case 'release':
      run.released();
      break;
    case 'gather':
      return `gather ${run.gather(array).gathered}: ${run.gathered.join()}`;
    case 'span':
      run.passedSpan();
      break;
    case 'unit':
      run.passed(action, stop ? 'stopped' : undefined);
      break;
    case 'finish':
      return undefined;
  }
  return name(action);
}

function drive(run: SweepRun, array: PageArray, turns: readonly Turn[]): string[] {
  const log: string[] = [];
  for (let i = 0; ; i++) {
    const { signal, stop } = turns[i] ?? { signal: false, stop: false };
    const before = run.clone();
    const did = turn(run, array, { signal, stop });
    if (did === undefined) return [...log, name(before.boundary(signal))];
    log.push(did);
  }
}

describe('the state machine of a sweep', () => {
  it('has a clone that goes on as it does, and neither disturbs the other', () => {
    fc.assert(
      fc.property(sweepArb, statesArb, turnsArb, fc.nat(20), (of, states, turns, at) => {
        const original = new SweepRun(of);
        const array = arrayOf(states);
        for (let i = 0; i < at; i++) {
          if (turn(original, array, { signal: false, stop: false }) === undefined) break;
        }
        const copy = original.clone();
        const key = original.key();
        expect(copy.key()).toBe(key);
        const [first, second] = [drive(original, arrayOf(states), turns), original.key()];
        expect(copy.key()).toBe(key);
        expect(drive(copy, arrayOf(states), turns)).toEqual(first);
        expect(copy.key()).toBe(second);
      }),
      { numRuns: 400 },
    );
  });

  it('has a key that says all: equal keys go on alike, however they came about', () => {
    let compared = 0;
    fc.assert(
      fc.property(sweepArb, statesArb, statesArb, statesArb, turnsArb, (of, one, other, ahead, turns) => {
        const seen = new Map<string, SweepRun>();
        const visit = (states: readonly number[], compare: boolean) => {
          const run = new SweepRun(of);
          const array = arrayOf(states);
          for (let going = true; going; ) {
            const known = seen.get(run.key());
            if (compare && known !== undefined) {
              compared++;
              const later = run.clone();
              expect(drive(later, arrayOf(ahead), turns)).toEqual(drive(known.clone(), arrayOf(ahead), turns));
            }
            if (!compare) seen.set(run.key(), run.clone());
            going = turn(run, array, { signal: false, stop: false }) !== undefined;
          }
        };
        visit(one, false);
        visit(other, true);
      }),
      { numRuns: 150 },
    );
    expect(compared).toBeGreaterThan(500);
  });

  it('has a key that differs where the future differs', () => {
    const of = sweep(interval(0, 4), table, { signals: 'page' });
    const [fresh, begun] = [new SweepRun(of), new SweepRun(of)];
    const keys = new Set([fresh.key()]);
    for (let page = 0; page < 4; page++) {
      begun.passed({ page, level: -1 }, undefined);
      keys.add(begun.key());
    }
    const stopped = new SweepRun(of);
    stopped.passed({ page: 0, level: -1 }, 'stopped');
    expect(keys.add(stopped.key()).size).toBe(6);
  });

  it('says how far it has come', () => {
    const plain = new SweepRun(sweep(interval(3, 6), table));
    expect(plain.reached).toBe(3);
    plain.passed({ page: 3, level: -1 }, undefined);
    expect(plain.reached).toBe(4);

    const batched = new SweepRun(sweep(interval(0, 12), table, { batch: { size: 2, mark } }));
    batched.gather(arrayOf([0, 1, 0, 1, 1]));
    expect([batched.gathered, batched.reached]).toEqual([[1, 3], 1]);
    batched.passed({ page: 1, level: -1 }, undefined);
    expect(batched.reached).toBe(3);
    batched.passed({ page: 3, level: -1 }, undefined);
    expect(batched.reached).toBe(4);
  });
});
