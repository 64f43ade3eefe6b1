import fc from 'fast-check';
import type { MachineModel } from '../../../src/engine/machine-model.js';
import {
  type Duration,
  HELD_SWAPPABLE,
  interval,
  stepsOver,
  sweep,
  type Task,
  tablesOver,
  use,
} from '../../../src/protocol/index.js';
import { pages, range, type StateView } from '../../../src/state/index.js';
import { op, PRICES } from '../../support/run-model.js';
import { spend } from '../../support/wait.js';
import type { Trial } from './agreement.js';

/* Plans over pages in any states, and several at once on different arrays: where levels are summed up, not told one by one. */

const LENGTH = 150;
const ARRAYS = ['left', 'right'] as const;

interface Rule {
  readonly ns: number;
  readonly delta: number;
  readonly duration: Duration;
}

export interface RaggedSpec {
  readonly layout: readonly number[];
  /** By array, then by state 0..3; state 4 is done, 5 is busy. */
  readonly rules: readonly (readonly Rule[])[];
  readonly reschedules: readonly boolean[];
  readonly touches: readonly { readonly after: number; readonly page: number; readonly st: number }[];
  readonly chunkBits: number;
}

const declarations = {
  left: pages(LENGTH, { st: range(0, 5) }),
  right: pages(LENGTH, { st: range(0, 5) }),
};
type S = StateView<typeof declarations>;

const touch = stepsOver<S>()<[page: number, st: number]>({
  name: 'touch',
  apply: (s, [page, st]) => {
    s.left.at(page).st = st;
  },
});

function machineOf({ layout, rules, reschedules, touches }: RaggedSpec): MachineModel {
  const tables = ARRAYS.map((array, i) =>
    tablesOver<S>()({
      name: array,
      array,
      rule: ({ st }) => {
        const rule = rules[i]?.[st];
        if (rule === undefined) return undefined;
        const { ns, delta, duration } = rule;
        return {
          uses: [use(op(ns, duration))],
          ...(duration === 'busy' && { during: { st: 5 } }),
          after: { st: 4 },
          levels: { [HELD_SWAPPABLE]: delta },
        };
      },
    }),
  );
  const sweeper = (i: number) => ({
    name: ARRAYS[i] as string,
    *task(): Task {
      const options = reschedules[i] === true ? ({ reschedules: 'unit' } as const) : {};
      yield* sweep(interval(0, LENGTH), tables[i] as never, options);
      yield* spend(3);
    },
  });
  const toucher = {
    name: 'toucher',
    *task(): Task {
      for (const { after, page, st } of touches) {
        yield* spend(after);
        yield* touch(page, st);
      }
    },
  };
  return {
    declarations,
    levels: () => ({ [HELD_SWAPPABLE]: 0 }),
    begin: (s: S) => {
      for (const array of ARRAYS) for (let page = 0; page < LENGTH; page++) s[array].at(page).st = layout[page] ?? 0;
    },
    actors: [sweeper(0), sweeper(1), toucher],
    locks: [],
  };
}

const rule: fc.Arbitrary<Rule> = fc.record({
  ns: fc.constantFrom(0, 0, 1, 3, 10, 70),
  delta: fc.constantFrom(-7, -1, 0, 0, 1, 5),
  duration: fc.constantFrom<Duration>('start', 'end', 'busy'),
});

/** All changes on an array in one direction, or in both; all in no time, or not. */
const rules = fc
  .tuple(fc.array(rule, { minLength: 4, maxLength: 4 }), fc.constantFrom(-1, 0, 1), fc.constantFrom(true, false, false))
  .map(([list, sign, instant]) =>
    list.map((of) => ({
      ...of,
      ...(instant && { ns: 0 }),
      ...(sign !== 0 && { delta: sign * Math.abs(of.delta) }),
    })),
  );

export const raggedMachine: fc.Arbitrary<RaggedSpec> = fc.record({
  layout: fc.oneof(
    fc.array(fc.nat(3), { minLength: LENGTH, maxLength: LENGTH }),
    fc.nat(3).map((st) => Array.from({ length: LENGTH }, () => st)),
  ),
  rules: fc.tuple(rules, rules),
  reschedules: fc.tuple(fc.boolean(), fc.boolean()),
  touches: fc.array(fc.record({ after: fc.constantFrom(0, 1, 50, 300), page: fc.nat(LENGTH - 1), st: fc.nat(3) }), {
    maxLength: 6,
  }),
  chunkBits: fc.constantFrom(3, 5, 8),
});

export const trialOfRagged = (spec: RaggedSpec): Trial => ({
  model: machineOf(spec),
  options: () => ({ cost: PRICES, cpus: 3, sliceNs: 1000 }),
  chunkBits: spec.chunkBits,
  gap: 2 ** 11,
  bothWays: true,
});
