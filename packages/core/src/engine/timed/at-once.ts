import type { PageArray } from '../../state/page-array.js';
import type { CompiledRule } from '../compiled-table.js';
import type { ActorRun } from '../reference/actor-run.js';
import type { RunBook } from '../run-book.js';
import type { SweepRun } from '../sweep-run.js';
import { type LevelChange, oneWay } from './level-sums.js';
import { type RuleOf, summable } from './mixed-plan.js';
import { addEntries, chunked, type PlannedParent } from './plan.js';
import { LONGEST_SPAN, type PlanBoard } from './plan-board.js';
import { type Planner, RAGGED } from './planner.js';

export interface InstantHost {
  readonly planner: Planner;
  readonly board: PlanBoard;
  readonly book: RunBook;
  readonly view: object;
  now(): number;
}

/**
 * Units that take no time are one instant: all of them up to the next tail, the end of the batch, or somebody else's unit.
 * False when the next unit must be taken by itself. The others' plans over `page` have been cut.
 */
export function doAtOnce(host: InstantHost, run: ActorRun, sweep: SweepRun, array: PageArray, page: number): boolean {
  const { planner } = host;
  const code = array.store.get(page);
  const rule = planner.ruleFor(sweep, array, code);
  if (rule.ns > 0 || run.signal || sweep.ahead() !== undefined || !planner.plannable(rule, sweep)) return false;
  const ruleOf = planner.ruleOf(sweep, array);
  const supply = planner.supply(run, rule);
  if (supply === 0 || planner.awaited(rule)) return false;
  // Plans over this page have been cut, so that those over pages behind it begin with a unit in flight there.
  const reach = Math.min(sweep.reach(), planner.clearBehind(run, array, page));
  if (reach <= 0) return false;
  const most = 1 + Math.min(reach, supply - 1);
  const parent = planner.parentOf(sweep, { page, level: -1 });
  planner.enter(run, parent);
  const stretch = { run, array, page, parent };
  const alike = chunked(array).runEnd(page, page + most) - page;
  const ragged = alike < Math.min(most, RAGGED) && summable(rule);
  const units = (ragged && raggedUnits(host, stretch, ruleOf, most)) || equalUnits(host, stretch, rule, code, alike);
  sweep.skip(units - 1);
  sweep.passed({ page: page + units - 1, level: -1 }, undefined);
  return true;
}

interface Stretch {
  readonly run: ActorRun;
  readonly array: PageArray;
  readonly page: number;
  readonly parent: PlannedParent | undefined;
}

function equalUnits(
  host: InstantHost,
  { run, array, page, parent }: Stretch,
  rule: CompiledRule,
  code: number,
  units: number,
): number {
  const { book } = host;
  const counters = host.view as Record<string, number>;
  if (rule.after !== code) chunked(array).fill(page, page + units, rule.after);
  host.board.settleAgainst(rule.levels);
  for (const [name, delta] of rule.levels) book.levelRun(name, delta, host.now(), 0, units);
  for (const [field, delta] of rule.counters) counters[field] = (counters[field] as number) + delta * units;
  if (rule.entries !== 0 && parent !== undefined) addEntries(parent, rule.entries * units);
  count(host, run, rule, units);
  return units;
}

/** Pages in any states, as far as no unit takes time; 0 if one does. */
function raggedUnits(host: InstantHost, { run, array, page, parent }: Stretch, ruleOf: RuleOf, most: number): number {
  const store = chunked(array);
  const end = Math.min(page + most, store.chunkEnd(page + LONGEST_SPAN));
  let possible = true;
  const levels: LevelChange[] = [];
  const goesOn = oneWay();
  store.tally(page, end, (code) => {
    const rule = ruleOf(code);
    possible &&= rule.ns === 0 && summable(rule) && goesOn(rule);
    levels.push(...rule.levels);
  });
  if (!possible) return 0;
  host.board.settleAgainst(levels);
  let entries = 0;
  store.tally(page, end, (code, pages) => {
    const rule = ruleOf(code);
    entries += rule.entries * pages;
    for (const [name, delta] of rule.levels) host.book.levelRun(name, delta, host.now(), 0, pages);
    count(host, run, rule, pages);
  });
  store.map(page, end, (code) => ruleOf(code).after);
  if (entries !== 0 && parent !== undefined) addEntries(parent, entries);
  return end - page;
}

function count({ book }: InstantHost, run: ActorRun, rule: CompiledRule, units: number): void {
  if (rule.idle) return;
  book.units(run.book, rule, units);
  book.event();
}
