import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RuleCompiler } from '../../../src/engine/compiled-table.js';
import { levelSums, oppose } from '../../../src/engine/timed/level-sums.js';
import { tablesOver, use } from '../../../src/protocol/index.js';
import { ChunkedPageStore } from '../../../src/state/chunked-page-store.js';
import { PageArray, PageCodec, range } from '../../../src/state/index.js';
import { op, PRICES } from '../../support/run-model.js';

const LENGTH = 120;
const codec = new PageCodec('page', { st: range(0, 3) });

interface Kind {
  readonly ns: number;
  readonly delta: number;
  readonly immediate: boolean;
}

/** Rules by state, over pages in any states. */
function sums(kinds: readonly Kind[], states: readonly number[], [from, to]: readonly [number, number], start: number) {
  const store = new ChunkedPageStore(LENGTH, false, 5);
  for (const [page, st] of states.entries()) store.set(page, st);
  const table = tablesOver<{ page: PageArray<{ st: ReturnType<typeof range> }> }>()({
    name: 'sums',
    array: 'page',
    rule: ({ st }) => {
      const { ns, delta, immediate } = kinds[st] as Kind;
      return { uses: [use(op(ns, immediate ? 'start' : 'end'))], levels: { level: delta, twice: 2 * delta } };
    },
  });
  const rules = new RuleCompiler(PRICES).table(table as never, new PageArray(codec, store));
  return levelSums(store, [from, to], start, rules.bound({}));
}

/** One page after the other, in large numbers. */
function naive(
  kinds: readonly Kind[],
  states: readonly number[],
  [from, to]: readonly [number, number],
  start: number,
) {
  let time = BigInt(start);
  let delta = 0;
  let moments = 0n;
  for (const st of states.slice(from, to)) {
    const kind = kinds[st] as Kind;
    moments += BigInt(kind.delta) * (kind.immediate ? time : time + BigInt(kind.ns));
    delta += kind.delta;
    time += BigInt(kind.ns);
  }
  return { delta, moments };
}

const kind = (ns: fc.Arbitrary<number>, delta: fc.Arbitrary<number>): fc.Arbitrary<Kind> =>
  fc.record({ ns, delta, immediate: fc.boolean() });
const states = fc.array(fc.nat(3), { minLength: LENGTH, maxLength: LENGTH });
const interval = fc.tuple(fc.nat(LENGTH), fc.nat(LENGTH)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
const start = fc.oneof(fc.nat(1000), fc.integer({ min: 0, max: 2 ** 50 }));

const kinds = fc.oneof(
  fc.array(kind(fc.nat(10), fc.integer({ min: -5, max: 5 })), { minLength: 4, maxLength: 4 }),
  // Numbers do not hold these sums.
  fc.array(kind(fc.integer({ min: 0, max: 2 ** 40 }), fc.integer({ min: -(2 ** 30), max: 2 ** 30 })), {
    minLength: 4,
    maxLength: 4,
  }),
  // In proportion to time: the order of pages does not matter.
  fc
    .tuple(fc.integer({ min: 1, max: 2 ** 30 }), fc.integer({ min: -9, max: 9 }), fc.boolean())
    .map(([ns, rate, immediate]) => [0, 1, 2, 5].map((times) => ({ ns: times * ns, delta: times * rate, immediate }))),
);

describe('what units on ragged memory do to a level', () => {
  it('is summed up exactly', () => {
    fc.assert(
      fc.property(kinds, states, interval, start, (of, given, range, at) => {
        const { delta, moments } = naive(of, given, range, at);
        const found = Object.fromEntries(sums(of, given, range, at).map(({ name, ...sum }) => [name, sum]));
        expect(found['level'] ?? { delta: 0, moments: 0n }).toEqual({ delta, moments });
        expect(found['twice'] ?? { delta: 0, moments: 0n }).toEqual({ delta: 2 * delta, moments: 2n * moments });
      }),
      { numRuns: 500 },
    );
  });

  it('does not look at each page where only time matters', () => {
    const store = new ChunkedPageStore(LENGTH, false, 5);
    let walks = 0;
    store.walk = () => {
      walks++;
    };
    const rule = (ns: number, delta: number) => ({
      ns,
      levels: delta === 0 ? [] : [['level', delta]],
      immediate: false,
    });
    store.fill(3, 50, 1);
    const of = (...rules: object[]) => levelSums(store, [0, LENGTH], 0, (code) => rules[code] as never);
    of(rule(0, 0), rule(900, -4096));
    expect(walks).toBe(0);
    of(rule(50, 0), rule(900, -4096));
    expect(walks).toBe(1);
  });
});

describe('changes of levels', () => {
  it('oppose each other where one goes up and the other down', () => {
    expect(oppose([['a', 1]], [['a', -3]])).toBe(true);
    expect(
      oppose(
        [
          ['a', -1],
          ['b', 2],
        ],
        [
          ['b', 5],
          ['c', -1],
        ],
      ),
    ).toBe(false);
    expect(oppose([], [['a', 1]])).toBe(false);
  });
});
