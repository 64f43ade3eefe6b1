import type { PageRule, PageTable } from '../../protocol/page-table.js';
import { type Batch, type Sweep, sweep, type Tail } from '../../protocol/sweep.js';
import type { Touch } from './steps.js';

type Row = Readonly<Record<string, number | string | boolean>>;
/** Told of each transition, by name; whether it is to be lost. */
type Loses = (what: string) => boolean;

const sayFields = (fields: object): string =>
  Object.entries(fields)
    .map(([field, value]) => `${field}=${value}`)
    .join(' ');

type Counters = NonNullable<PageRule['counters']>;

/** Of the counters of a rule: those that count for a property only, or the others. */
const countersThat = (isGhost: boolean, counters: Counters, ghosts: ReadonlySet<string>): Counters =>
  Object.fromEntries(Object.entries(counters).filter(([counter]) => ghosts.has(counter) === isGhost));

/** What a rule changes beyond the time that it takes; empty: nothing. */
function transitionOf(state: Row, { after = {}, entries = 0 }: PageRule, counters: Counters): string {
  const changed = Object.fromEntries(Object.entries(after).filter(([field, value]) => state[field] !== value));
  return [sayFields(changed), entries === 0 ? '' : `entries ${entries}`, sayFields(counters)]
    .filter((part) => part !== '')
    .join(', ');
}

/** What of a rule is the policy's. */
export interface RuleScope {
  /** Whether faults strike at all; what they do is no text of the policy where they do not. */
  readonly strikes: boolean;
  /** Counters that nothing but a property reads: no rule loses them. */
  readonly ghosts: ReadonlySet<string>;
}

interface Losing extends RuleScope {
  readonly loses: Loses;
}

function mutatedRule(table: string, state: Row, rule: PageRule, losing: Losing): PageRule {
  const { ghosts } = losing;
  const { faults, needs, after, entries, counters: all = {}, levels, ...rest } = rule;
  const transition = transitionOf(state, rule, countersThat(false, all, ghosts));
  const calls = (rule.uses ?? []).map(({ operation }) => operation.name).join(' + ') || 'at no cost';
  const lost = transition !== '' && losing.loses(`${table}: ${calls}: ${transition}`);
  const ghostly = countersThat(true, all, ghosts);
  const kept = {
    ...(after && { after }),
    ...(entries && { entries }),
    ...(Object.keys(all).length > 0 && { counters: all }),
    ...(levels && { levels }),
  };
  return {
    ...rest,
    ...(lost ? Object.keys(ghostly).length > 0 && { counters: ghostly } : kept),
    ...(faults && {
      faults: !losing.strikes
        ? faults
        : Object.fromEntries(
            Object.entries(faults).map(([name, faulty]) => [
              name,
              // One fault strikes a page at a time: a faulty rule's own faults are never met.
              mutatedRule(`${table}, ${name}`, state, faulty, { ...losing, strikes: false }),
            ]),
          ),
    }),
    ...(needs && { needs: { ...needs, otherwise: mutatedRule(table, state, needs.otherwise, losing) } }),
  };
}

export const mutatedTable = (table: PageTable, losing: Losing): PageTable =>
  Object.freeze({
    ...table,
    rule: (state: Row, selected: number) => {
      const rule = table.rule(state, selected);
      return rule && mutatedRule(table.name, state, rule, losing);
    },
  });

/** The same sweep, with tables whose rules lose what `loses` says; tails and the marks of gathering are transitions too. */
export function mutatedSweep(of: Sweep, tableOf: (table: PageTable) => PageTable, loses: Loses): Sweep {
  const { batch, tails, ...options } = of.options;
  return sweep(of.range, tableOf(of.table), {
    ...options,
    ...(batch !== undefined && { batch: mutatedBatch(of.table.name, batch, loses) }),
    ...(tails !== undefined && { tails: tails.map((tail) => mutatedTail(tail, tableOf, loses)) }),
  });
}

const mutatedBatch = (table: string, batch: Batch, loses: Loses): Batch => ({
  ...batch,
  mark: (state) => {
    const mark = batch.mark(state) as Row | undefined;
    return mark !== undefined && sayFields(mark) !== '' && loses(`${table}, gathering: ${sayFields(mark)}`) ? {} : mark;
  },
});

function mutatedTail(tail: Tail, tableOf: (table: PageTable) => PageTable, loses: Loses): Tail {
  if (tail.kind === 'table') return { ...tail, table: tableOf(tail.table) };
  const { map } = tail;
  if (map === undefined) return tail;
  return {
    ...tail,
    map: (state) => {
      const change = map(state) as Row | undefined;
      return change !== undefined && loses(`${tail.name}: ${sayFields(change)}`) ? undefined : change;
    },
  };
}

/** Loses one transition, and tells that it did. */
export const losing =
  (wanted: string, touch: Touch): Loses =>
  (what) => {
    if (what !== wanted) return false;
    touch();
    return true;
  };
