import { InputError } from '../errors/input-error.js';
import { litmusNotCountable } from '../errors/messages/litmus.js';
import type { OperationUse } from '../protocol/operation.js';
import type { Plain } from '../protocol/outcomes.js';
import type { PageRule, PageTable } from '../protocol/page-table.js';
import type { Step, StepDefinition } from '../protocol/step.js';
import type { Batch, Sweep, SweepOptions, Tail } from '../protocol/sweep.js';
import type { Task } from '../protocol/task.js';
import { RECORDER } from './recorder.js';

/** What is watched while one actor makes one call. Fields are number fields of the state. */
export interface Instruments {
  /** Operation -> the field that counts its units. */
  readonly counted: ReadonlyMap<string, string>;
  /** Faults that strike at a chance: the field says how many chances are left, 1 is the one. */
  readonly certain: ReadonlyMap<string, string>;
  /** Faults that may strike; the field says how often they still may. No other may. */
  readonly possible: ReadonlyMap<string, string>;
}

type Fields = Record<string, number>;
// biome-ignore lint/suspicious/noExplicitAny: steps of any state
type Definition = StepDefinition<any, readonly Plain[], any, any>;

/**
 * The same task, whose steps and sweeps count operations and have the faults that a litmus file gives them, no others. What it
 * keeps it keeps in the state: a task is a function of its observations.
 */
export function instrumented(instruments: Instruments): <R>(task: Task<R>) => Task<R> {
  const steps = new WeakMap<Step, Step>();
  const tables = new WeakMap<PageTable, PageTable>();
  const step = (of: Step): Step => remembered(steps, of, () => watchedStep(of, instruments));
  const table = (of: PageTable): PageTable => remembered(tables, of, () => watchedTable(of, instruments));
  return function* watched(task) {
    let answer: unknown;
    for (;;) {
      const { done, value } = task.next(answer);
      if (done) return value;
      if (value.kind === 'step') answer = yield step(value);
      else if (value.kind === 'sweep') answer = yield watchedSweep(value, table, instruments);
      else answer = yield value;
    }
  };
}

function remembered<K extends object, V>(known: WeakMap<K, V>, key: K, make: () => V): V {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}

function watchedStep(step: Step, { counted, certain, possible }: Instruments): Step {
  const { args, outcomes } = step;
  const plain: Definition = step.definition;
  const faults = plain.faults ?? [];
  const definition: Definition = {
    ...plain,
    faults: faults.filter((name) => possible.has(name)),
    apply: (s: Fields, given, choice, fault) => {
      const struck = strikes(s, faults, certain) ?? spend(s, fault, possible);
      const units = plain.units?.(s, given) ?? 1;
      const told = plain.apply?.(s, given, choice, struck);
      const { operation } = plain;
      const seen = () => outcomes.decode(outcomes.encode(told));
      const performed = typeof operation === 'function' ? operation(seen(), given) : operation;
      const field = counted.get(performed?.name ?? '');
      if (field !== undefined) s[field] = (s[field] as number) + units;
      return told;
    },
  };
  return { kind: 'step', definition, args, outcomes, [Symbol.iterator]: step[Symbol.iterator] };
}

/** One chance less for each certain fault that the step could have; the one whose last chance this was strikes. */
function strikes(s: Fields, faults: readonly string[], certain: Instruments['certain']): string | undefined {
  let struck: string | undefined;
  for (const name of faults) {
    const field = certain.get(name);
    if (field === undefined || s[field] === 0) continue;
    s[field] = (s[field] as number) - 1;
    if (s[field] === 0) struck ??= name;
  }
  return struck;
}

/** A fault that may strike no more has no effect: the same as if it had not struck. */
function spend(s: Fields, fault: string | undefined, possible: Instruments['possible']): string | undefined {
  const field = possible.get(fault ?? '');
  if (field === undefined || s[field] === 0) return undefined;
  s[field] = (s[field] as number) - 1;
  return fault;
}

function watchedSweep(sweep: Sweep, table: (of: PageTable) => PageTable, { counted }: Instruments): Sweep {
  const { options, range } = sweep;
  refuseUncountable(sweep, counted);
  const tails = options.tails?.map(
    (tail): Tail => (tail.kind === 'table' ? { ...tail, table: table(tail.table) } : tail),
  );
  const watched: SweepOptions = tails === undefined ? options : { ...options, tails };
  return {
    kind: 'sweep',
    range,
    table: table(sweep.table),
    options: watched,
    [Symbol.iterator]: sweep[Symbol.iterator],
  };
}

/** Gatherings and stretches are paid as a whole: nothing in the state could count them. */
function refuseUncountable({ range, options }: Sweep, counted: Instruments['counted']): void {
  const ofBatch = ({ fixed, perGathered, perPassed }: Batch): (OperationUse | undefined)[] => [
    fixed,
    perGathered,
    perPassed,
  ];
  const uses = [
    ...(options.batch === undefined ? [] : ofBatch(options.batch)),
    ...(options.tails ?? []).flatMap((tail) =>
      tail.kind === 'span' ? tail.uses(range.from, range.to - range.from) : [],
    ),
  ];
  const found = uses.find((use) => use !== undefined && counted.has(use.operation.name));
  if (found === undefined) return;
  const path = counted.get(found.operation.name)?.slice(RECORDER.length) ?? '';
  throw new InputError(litmusNotCountable(found.operation.name, 'it is paid for many pages at once', { path }));
}

/** How a fault stands, as a digit of `select`: it has chances to come or to spend, this is the chance, it is over. */
type Mode = 0 | 1 | 2;
const MODES = 3;

/**
 * Which rules apply depends on how the faults stand, and that is what `select` is for: the table of page states stays the
 * same for each of these cases.
 */
function watchedTable(table: PageTable, { counted, certain, possible }: Instruments): PageTable {
  const watched = [
    ...[...certain].map(([name, field]) => ({ name, field, isCertain: true })),
    ...[...possible].map(([name, field]) => ({ name, field, isCertain: false })),
  ];
  const cases = MODES ** watched.length;
  const modeOf = (s: Fields, { field, isCertain }: (typeof watched)[number]): Mode => {
    const left = s[field] as number;
    if (left === 0) return 2;
    return isCertain && left === 1 ? 1 : 0;
  };
  const changed = (rule: PageRule, modes: readonly Mode[]): PageRule => {
    const { faults = {}, needs, ...rest } = rule;
    const open: Record<string, PageRule> = {};
    const passed: string[] = [];
    let strikes: PageRule | undefined;
    watched.forEach(({ name, field, isCertain }, i) => {
      const faulty = faults[name];
      if (faulty === undefined || modes[i] === 2) return;
      if (!isCertain) open[name] = counting(changed(faulty, modes), [[field, -1]]);
      else if (modes[i] === 1 && strikes === undefined) strikes = counting(changed(faulty, modes), [[field, -1]]);
      else passed.push(field);
    });
    if (strikes?.needs !== undefined && needs !== undefined)
      throw new TypeError(`table "${table.name}": a rule and its fault both depend on counters`);
    const counts = (rest.uses ?? []).map(({ operation, units }) => [counted.get(operation.name), units] as const);
    const plain = strikes ?? counting({ ...rest, ...(Object.keys(open).length > 0 && { faults: open }) }, counts);
    return {
      ...counting(
        plain,
        passed.map((field) => [field, -1]),
      ),
      ...(needs && { needs: { ...needs, otherwise: changed(needs.otherwise, modes) } }),
    };
  };
  return {
    ...table,
    select: (s: Fields) =>
      watched.reduce((selected, fault) => selected * MODES + modeOf(s, fault), table.select?.(s) ?? 0),
    rule: (state, selected) => {
      const rule = table.rule(state, Math.floor(selected / cases));
      const rest = selected - Math.floor(selected / cases) * cases;
      const modes = watched.map((_, i) => (Math.floor(rest / MODES ** (watched.length - 1 - i)) % MODES) as Mode);
      return rule && changed(rule, modes);
    },
  };
}

/** The rule with more counters. */
function counting(rule: PageRule, more: readonly (readonly [field: string | undefined, delta: number])[]): PageRule {
  const counters: Record<string, number> = { ...rule.counters };
  for (const [field, delta] of more) if (field !== undefined) counters[field] = (counters[field] ?? 0) + delta;
  return Object.keys(counters).length === 0 ? rule : { ...rule, counters };
}
