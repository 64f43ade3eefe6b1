import fc from 'fast-check';
import type { MachineModel } from '../../../src/engine/machine-model.js';
import {
  HELD_SWAPPABLE,
  HELD_UNSWAPPABLE,
  type PageRule,
  type PageTable,
  reschedule,
  type Sweep,
  type SweepOptions,
  stepsOver,
  sweep,
  type Task,
} from '../../../src/protocol/index.js';

/** What is measured of a machine besides what it measures by itself. */
export interface MeasureSpec {
  /** Changes of two levels and of a third, by rule in order of appearance. */
  readonly changes: readonly (readonly [swappable: number, unswappable: number, other: number])[];
  readonly start: readonly [swappable: number, unswappable: number];
  /** By sweep in order of appearance. */
  readonly reschedules: readonly (SweepOptions['reschedules'] | 'behind' | 'none')[];
}

const step = stepsOver<{ counter: number }>();

/** Counts anew what the machine declares, and changes nothing. */
const recount = step({ name: 'recount', recounts: true });

const levelsOf = ([swappable, unswappable, other]: MeasureSpec['changes'][number]): Record<string, number> => ({
  ...(swappable !== 0 && { [HELD_SWAPPABLE]: swappable }),
  ...(unswappable !== 0 && { [HELD_UNSWAPPABLE]: unswappable }),
  ...(other !== 0 && { other }),
});

/** The same machine, whose rules change levels and whose sweeps and tasks reschedule. */
export function measured(model: MachineModel, { changes, start, reschedules }: MeasureSpec): MachineModel {
  const tables = new Map<PageTable, PageTable>();
  const tableOf = (table: PageTable): PageTable => {
    const known = tables.get(table);
    if (known !== undefined) return known;
    // By state, so that both executors, which ask in another order, are told the same.
    const made: PageTable = {
      ...table,
      rule: (state, selected) => {
        const rule = table.rule(state, selected) as PageRule | undefined;
        if (rule === undefined) return undefined;
        const [change = [0, 0, 0]] = changes.slice(
          hash(JSON.stringify([table.name, state, selected])) % changes.length,
        );
        return { ...rule, levels: { ...rule.levels, ...levelsOf(change as MeasureSpec['changes'][number]) } };
      },
    };
    tables.set(table, made);
    return made;
  };
  return {
    ...model,
    levels: () => ({ [HELD_SWAPPABLE]: start[0], [HELD_UNSWAPPABLE]: start[1] }),
    actors: model.actors.map((actor, rank) => ({
      ...actor,
      task: () => measuredTask(actor.task(), tableOf, (i) => reschedules[(rank + i) % reschedules.length]),
    })),
  };
}

function* measuredTask(
  task: Task<unknown>,
  tableOf: (table: PageTable) => PageTable,
  reschedulesAt: (i: number) => MeasureSpec['reschedules'][number] | undefined,
): Task<unknown> {
  let sweeps = 0;
  for (let answer: unknown; ; ) {
    const { done, value } = task.next(answer);
    if (done === true) return value;
    if (value.kind !== 'sweep') {
      answer = yield value;
      continue;
    }
    const how = reschedulesAt(sweeps++);
    answer = yield measuredSweep(value, tableOf, how);
    if (how === 'behind') yield* reschedule();
    if (how === 'none') yield* recount();
  }
}

function measuredSweep(
  { range, table, options }: Sweep,
  tableOf: (table: PageTable) => PageTable,
  how: MeasureSpec['reschedules'][number] | undefined,
): Sweep {
  const { reschedules: _, ...rest } = options;
  const tails = options.tails?.map((tail) => (tail.kind === 'table' ? { ...tail, table: tableOf(tail.table) } : tail));
  const reschedules = how === 'unit' || (how === 'batch' && options.batch !== undefined) ? how : undefined;
  return sweep(range, tableOf(table), { ...rest, ...(tails && { tails }), ...(reschedules && { reschedules }) });
}

function hash(text: string): number {
  let sum = 7;
  for (let i = 0; i < text.length; i++) sum = (sum * 31 + text.charCodeAt(i)) % 1_000_003;
  return sum;
}

const change = fc.constantFrom(-4096, -1, 0, 0, 1, 65536);
const oneWay = fc.constantFrom(-4096, -3, 0);

export const measureSpec: fc.Arbitrary<MeasureSpec> = fc.record({
  changes: fc.oneof(
    fc.array(fc.tuple(oneWay, oneWay, fc.constant(0)), { minLength: 1, maxLength: 4 }),
    fc.array(fc.tuple(change, change, change), { minLength: 1, maxLength: 6 }),
  ),
  start: fc.tuple(fc.nat(1000), fc.nat(1000)),
  reschedules: fc.array(
    fc.constantFrom('unit' as const, 'unit' as const, 'batch' as const, 'behind' as const, 'none' as const),
    {
      minLength: 1,
      maxLength: 4,
    },
  ),
});
