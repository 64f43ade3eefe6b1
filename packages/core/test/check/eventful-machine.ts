import fc from 'fast-check';
import type { MachineModel } from '../../src/engine/machine-model.js';
import {
  fail,
  integer,
  type PageRule,
  stepsOver,
  sweep,
  type Tail,
  type Task,
  tablesOver,
} from '../../src/protocol/index.js';
import { pages, range, type StateView } from '../../src/state/index.js';
import { op } from '../support/run-model.js';

/**
 * A machine in which whatever can make a difference does: steps by arguments, choice, fault and declared state, units by their
 * table's selection, page, fault and the tables above. What happens is drawn from `seed`.
 */
export interface EventfulMachine {
  readonly seed: number;
  readonly actors: readonly (readonly Act[])[];
}

type Act =
  | { readonly kind: 'deed'; readonly which: 0 | 1; readonly n: number }
  | { readonly kind: 'sweep'; readonly table: 0 | 1; readonly from: number; readonly parent: Parent | undefined };

interface Parent {
  readonly array: 'table' | 'other';
  readonly every: number;
  readonly origin: number;
}

const PAGES = 3;
const STATES = 4;
/** Entries that table pages count at first: far from both ends of their range. */
const ENTRIES = 40;

const tableFields = { entries: range(0, 2 * ENTRIES) };
const declarations = {
  x: range(0, 6),
  page: pages(PAGES, { st: range(0, STATES) }),
  table: pages(PAGES, tableFields),
  other: pages(PAGES, tableFields),
};
type S = StateView<typeof declarations>;
const BUSY = STATES;

/** A number that depends on all of these. */
export function drawn(...of: readonly number[]): number {
  let hash = 0x2545f491;
  for (const one of of) {
    hash = Math.imul(hash ^ (one + 1), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return (Math.imul(hash, 0x85ebca6b) >>> 16) & 0xfff;
}

const FAULTS = ['late', 'lost', 'torn'];

const deedOf = (seed: number, which: number) =>
  stepsOver<S>()<[n: number], number, number>({
    name: 'deed',
    outcomes: integer(0, 2),
    choices: ([n]) => 1 + n,
    faults: FAULTS.slice(0, 1 + which),
    guard: (s, [n], choice) => drawn(seed, which, 1, s.x, n, choice) % 4 > 0,
    apply: (s, [n], choice, fault) => {
      const happens = drawn(seed, which, 2, s.x, n, choice, fault === undefined ? 9 : FAULTS.indexOf(fault));
      if (happens % 16 === 0) fail('kept', `${choice}`);
      s.x = happens % 7;
      return (happens >> 6) % 3;
    },
  });

/** The rule of a unit; that of a fault has none itself. */
const ruleOf = (happens: number, faults: Readonly<Record<string, PageRule>>): PageRule => {
  const long = happens % 2 === 0;
  return {
    uses: [{ operation: op(1, long ? 'end' : 'atomic'), units: 1 }],
    ...(long && happens % 4 === 0 && { during: { st: BUSY } }),
    after: { st: (happens >> 3) % STATES },
    ...(happens % 3 === 0 && { entries: (happens >> 5) % 2 === 0 ? 1 : -1 }),
    ...(happens % 7 === 0 && { wait: true as const }),
    ...(happens % 11 === 0 && { stop: 'stopped' }),
    ...(happens % 5 === 0 && { outcome: `so ${(happens >> 4) % 3}` }),
    faults,
  };
};

const tableOf = (seed: number, which: number) =>
  tablesOver<S>()({
    name: 'table',
    array: 'page',
    select: (s) => s.x % 2,
    rule: ({ st }, selected) => {
      if (st === BUSY) return drawn(seed, which, 3) % 2 === 0 ? { wait: true } : { after: { st: 0 } };
      const faulty = FAULTS.slice(0, drawn(seed, which, 4, st) % 4).map((name, i) => {
        return [name, ruleOf(drawn(seed, which, 5, st, selected, i), {})] as const;
      });
      return ruleOf(drawn(seed, which, 6, st, selected), Object.fromEntries(faulty));
    },
  });

export function modelOf({ seed, actors }: EventfulMachine): MachineModel {
  const deeds = [deedOf(seed, 0), deedOf(seed, 1)] as const;
  const tables = [tableOf(seed, 0), tableOf(seed, 1)] as const;
  const nothing = tablesOver<S>()({ name: 'nothing', array: 'table', rule: () => undefined });
  const nothingElse = tablesOver<S>()({ name: 'nothing', array: 'other', rule: () => undefined });
  const tailOf = ({ array, every, origin }: Parent): Tail => ({
    kind: 'table',
    every,
    origin,
    table: array === 'table' ? nothing : nothingElse,
  });
  return {
    declarations,
    begin: (s: S) => {
      for (let page = 0; page < PAGES; page++) s.page.at(page).st = drawn(seed, 7, page) % STATES;
      s.table.fill({ entries: ENTRIES });
      s.other.fill({ entries: ENTRIES });
    },
    actors: actors.map((acts, i) => ({
      name: `actor-${i}`,
      *task(): Task {
        for (const act of acts) {
          if (act.kind === 'deed') yield* deeds[act.which](act.n);
          else {
            const tails = act.parent === undefined ? {} : { tails: [tailOf(act.parent)] };
            yield* sweep({ from: act.from, to: PAGES }, tables[act.table], tails);
          }
        }
      },
    })),
    locks: [],
    failuresAreTold: seed % 2 === 0,
  };
}

const which = fc.constantFrom(0 as const, 1 as const);
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constant('deed' as const), which, n: fc.nat(2) }),
  fc.record({
    kind: fc.constant('sweep' as const),
    table: which,
    from: fc.nat(PAGES - 1),
    parent: fc
      .option(
        fc.record({
          array: fc.constantFrom('table' as const, 'other' as const),
          every: fc.integer({ min: 1, max: 3 }),
          origin: fc.nat(1),
        }),
      )
      .map((parent) => parent ?? undefined),
  }),
);

export const eventfulMachine: fc.Arbitrary<EventfulMachine> = fc.noBias(
  fc.record({
    seed: fc.nat(0xffff),
    actors: fc.array(fc.array(act, { minLength: 1, maxLength: 3, size: 'max' }), { minLength: 3, maxLength: 3 }),
  }),
);
