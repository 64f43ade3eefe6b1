import type { OperationUse } from '../../protocol/operation.js';
import type { CompiledRule } from '../compiled-table.js';
import { gatherMark, PASSED_BY } from '../gather-marks.js';
import type { ActorRun } from '../reference/actor-run.js';
import type { SweepRun } from '../sweep-run.js';
import { BatchPlan, takenIn } from './batch-plan.js';
import { summable } from './mixed-plan.js';
import { chunked } from './plan.js';
import { LONG_SPAN, type Planner } from './planner.js';

/** Fewer batches are done one by one: where sweeps run close behind each other, a rhythm is found sooner. */
const LEAST_BATCHES = 4;

/**
 * Full batches of a sweep that is between batches, as long as nobody else can meet them: the lock is free, nobody else gathers
 * there, and all pages that will be gathered cost the same. Undefined: the next batch is taken step by step.
 */
export function planBatches(planner: Planner, run: ActorRun, sweep: SweepRun): BatchPlan | undefined {
  const { board, cpus, locks, scripted, actors, cost } = planner.host;
  const { range, table, options } = sweep.sweep;
  const { batch, pace, signals } = options;
  if (batch === undefined || batch.perPassed !== undefined || pace !== undefined || !sweep.atBatch) return undefined;
  if (scripted || cpus.contended || (run.signal && signals !== undefined)) return undefined;
  const lock = batch.lock && locks.of(batch.lock);
  if (lock?.idle === false) return undefined;
  const array = planner.host.array(table.array);
  const isRival = ({ sweep: other }: ActorRun): boolean => {
    const rival = other?.sweep;
    if (rival?.options.batch === undefined) return false;
    const theirs = rival.options.batch.lock;
    return rival.table.array === table.array || (theirs !== undefined && locks.of(theirs) === lock);
  };
  if (actors.some((other) => other !== run && isRival(other))) return undefined;

  const from = sweep.next;
  board.disturb(array, from, range.to, run);
  const store = chunked(array);
  const free = Math.min(range.to, from + 1 + planner.clearBehind(run, array, from));
  if (free <= from) return undefined;
  const mark = gatherMark(array, batch.mark);
  const ruleOf = planner.ruleOf(sweep, array);
  const first = store.find(from, free, (code) => mark(code) !== PASSED_BY);
  if (first === free) return undefined;
  const unit = ruleOf(mark(store.get(first)));
  if (!summable(unit) || planner.opposed(run, unit.levels)) return undefined;
  const span = board.nextSpan(run) * batch.size;
  const alike = store.runEnd(first, free);
  const near = Math.min(free, span < LONG_SPAN ? first + span : store.chunkEnd(first + span));
  const to = store.find(first, Math.max(alike, near), (code) => {
    const marked = mark(code);
    return marked !== PASSED_BY && !equal(ruleOf(marked), unit);
  });
  const batches = Math.floor(takenIn(store, first, to, mark) / batch.size);
  if (batches < LEAST_BATCHES) return undefined;
  const price = (use: OperationUse | undefined, units: number): number =>
    use === undefined || units === 0 ? 0 : (cost?.unitNs(use.operation.name, use.units * units) ?? 0);
  const gatherNs = price(batch.fixed, 1) + price(batch.perGathered, batch.size);
  const basis = { array, selected: planner.selected(sweep), parent: undefined };
  return new BatchPlan(basis, { batch, mark, ruleOf, unit, gatherNs, lock }, run.at, from, batches, to);
}

/** Whether units under two rules cost the same and do the same to levels. */
function equal(a: CompiledRule, b: CompiledRule): boolean {
  if (a === b) return true;
  if (!summable(a) || a.ns !== b.ns || a.immediate !== b.immediate || a.levels.length !== b.levels.length) return false;
  return a.levels.every(([name, delta], i) => b.levels[i]?.[0] === name && b.levels[i][1] === delta);
}
