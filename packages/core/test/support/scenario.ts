import fc from 'fast-check';
import type { Duration } from '../../src/protocol/index.js';

/** A small synthetic machine as plain data, from which a model is built (`scenario-model.ts`) and a naive world (`naive-world.ts`). */
export interface Scenario {
  /** Page states 0..3; 4 is the busy one. */
  readonly pages: readonly number[];
  readonly tables: readonly Table[];
  readonly actors: readonly (readonly Act[])[];
  readonly cpus: number;
  readonly sliceNs: number;
}

/** Rules by page state; a state without a rule is left alone. */
export type Table = readonly (Rule | undefined)[];

export interface Rule {
  readonly ns: number;
  readonly duration: Duration;
  readonly during?: number;
  readonly after: number;
  readonly wait?: true;
  readonly stop?: true;
  /** Added to the pool, and to a level, when the unit commits. */
  readonly gain: number;
  /** The rule applies only while the pool has so much; else its unit takes 1 ns and changes nothing. */
  readonly needs?: number;
}

export type Act =
  | { readonly kind: 'spend'; readonly ns: number }
  | { readonly kind: 'write'; readonly page: number; readonly st: number }
  | { readonly kind: 'signal'; readonly actor: number }
  | { readonly kind: 'await'; readonly pool: number }
  /** Takes the lock, works, gives it back. */
  | { readonly kind: 'hold'; readonly shared: boolean; readonly ns: number }
  /** One step that takes the lock at its start, counts, and gives it back at its end. */
  | { readonly kind: 'update'; readonly shared: boolean; readonly ns: number }
  | SweepAct;

export interface SweepAct {
  readonly kind: 'sweep';
  readonly from: number;
  readonly to: number;
  readonly table: number;
  readonly signals?: 'page' | 'batch' | undefined;
  readonly batch?: {
    readonly size: number;
    readonly lock?: 'shared' | 'exclusive' | undefined;
    readonly fixed: number;
  };
  readonly tails?: readonly TailAct[];
  readonly pace?: { readonly units: number; readonly ns: number };
}

/** Behind stretches of pages: 1 ns for a table whose count is odd, or `length` ns for a span that turns 2 into 3. */
export interface TailAct {
  readonly kind: 'table' | 'span';
  readonly every: number;
  readonly origin: number;
}

export const PAGES = 8;
export const BUSY = 4;

const rule: fc.Arbitrary<Rule> = fc
  .record({
    ns: fc.nat(5),
    duration: fc.constantFrom<Duration>('atomic', 'start', 'end', 'busy', 'busy'),
    marks: fc.boolean(),
    after: fc.nat(3),
    stop: odds(1, 15),
    gain: fc.nat(1),
    needs: fc.option(fc.nat(4), { freq: 6, nil: undefined }),
  })
  .map(({ marks, stop, needs, ...rest }) => ({
    ...rest,
    ...(rest.duration === 'busy' || (rest.duration === 'end' && marks) ? { during: BUSY } : {}),
    ...(stop && { stop: true as const }),
    ...(needs !== undefined && { needs }),
  }));

const waiting: fc.Arbitrary<Rule> = fc.constant({ ns: 0, duration: 'atomic', after: BUSY, wait: true, gain: 0 });
const waitingElsewhere: fc.Arbitrary<Rule> = rule.map((of) => ({ ...of, wait: true as const }));

/** For pages that are busy already: their state cannot be marked as busy once more. */
const unmarked: fc.Arbitrary<Rule> = rule.filter(({ during }) => during === undefined);

const table: fc.Arbitrary<Table> = fc.tuple(
  ...[0, 1, 2, 3].map(() =>
    fc.oneof(
      { weight: 8, arbitrary: rule },
      { weight: 3, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: waitingElsewhere },
    ),
  ),
  fc.oneof({ weight: 5, arbitrary: waiting }, { weight: 1, arbitrary: unmarked }),
);

/** All pages as often as not, so that sweeps meet. */
const interval = fc.oneof(
  fc.constant({ from: 0, to: PAGES }),
  fc.tuple(fc.nat(PAGES), fc.nat(PAGES)).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
);

const tail: fc.Arbitrary<TailAct> = fc.record({
  kind: fc.constantFrom('table' as const, 'span' as const),
  every: fc.integer({ min: 1, max: 4 }),
  origin: fc.nat(3),
});

const sweepAct = (tables: number): fc.Arbitrary<Act> =>
  fc
    .record({
      range: interval,
      table: fc.nat(tables - 1),
      form: fc.oneof(
        fc.record({ signals: fc.constantFrom(undefined, 'page' as const) }),
        fc.record({
          signals: fc.constantFrom(undefined, 'page' as const, 'batch' as const),
          batch: fc.record({
            size: fc.integer({ min: 1, max: 4 }),
            lock: fc.constantFrom(undefined, 'shared' as const, 'exclusive' as const),
            fixed: fc.nat(4),
          }),
        }),
        fc.record({
          signals: fc.constantFrom(undefined, 'page' as const),
          tails: fc.array(tail, { minLength: 1, maxLength: 2, size: 'max' }),
        }),
        fc.record({
          signals: fc.constantFrom(undefined, 'page' as const),
          pace: fc.record({ units: fc.integer({ min: 1, max: 3 }), ns: fc.nat(20) }),
        }),
      ),
    })
    .map(({ range, form, table: of }) => ({ kind: 'sweep', ...range, table: of, ...form }));

const act = (actors: number, tables: number): fc.Arbitrary<Act> =>
  fc.oneof(
    { weight: 10, arbitrary: sweepAct(tables) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('spend' as const), ns: fc.nat(12) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('signal' as const), actor: fc.nat(actors - 1) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('write' as const), page: fc.nat(PAGES - 1), st: fc.nat(3) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('await' as const), pool: fc.nat(6) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constantFrom('hold' as const, 'update' as const),
        shared: fc.boolean(),
        ns: fc.nat(9),
      }),
    },
  );

export interface Size {
  readonly actors: number;
  readonly acts: number;
}

export const scenario = ({ actors: most, acts }: Size): fc.Arbitrary<Scenario> =>
  fc.noBias(
    fc
      .tuple(fc.integer({ min: Math.min(2, most), max: most }), fc.integer({ min: 1, max: 2 }))
      .chain(([actors, tables]) =>
        fc.record({
          pages: fc.array(fc.nat(3), { minLength: PAGES, maxLength: PAGES }),
          tables: fc.array(table, { minLength: tables, maxLength: tables }),
          actors: fc.array(fc.array(act(actors, tables), { minLength: 1, maxLength: acts, size: 'max' }), {
            minLength: actors,
            maxLength: actors,
          }),
          cpus: fc.oneof(fc.constant(actors), fc.integer({ min: 1, max: actors })),
          sliceNs: fc.integer({ min: 1, max: 15 }),
        }),
      ),
  );

function odds(of: number, among: number): fc.Arbitrary<boolean> {
  return fc.oneof({ weight: of, arbitrary: fc.constant(true) }, { weight: among, arbitrary: fc.constant(false) });
}
