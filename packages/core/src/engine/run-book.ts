import type { CostModel } from '../cost/index.js';
import type { EventBus, RunEvents } from '../events/index.js';
import { type Levels, withTotal } from '../protocol/levels.js';
import type { Operation } from '../protocol/operation.js';
import type { CompiledRule } from './compiled-table.js';
import { Counts, type OperationTotal } from './counts.js';
import { Level } from './level.js';
import type { EngineResult, LevelResult, Milestone, PhaseResult } from './run-result.js';

/** One actor's pages in the book: what it did, phase by phase. */
export interface ActorBook {
  readonly actor: string;
  readonly phases: Map<string, Counts>;
  phase: string;
  phaseStartNs: number;
  current: Counts;
}

/** Everything that a run measures besides who ran when: counts, milestones, levels, broken promises. Knows no clock of its own. */
export class RunBook {
  readonly #levels = new Map<string, Level>();
  readonly #milestones: Milestone[] = [];
  readonly #broken: EngineResult['broken'][number][] = [];
  readonly #unpriced = new Set<string>();
  events = 0;

  constructor(
    readonly rules: readonly CompiledRule[],
    readonly cost: CostModel | undefined,
    readonly bus: EventBus<RunEvents> | undefined,
  ) {}

  open(actor: string): ActorBook {
    const current = new Counts(this.rules);
    return { actor, phases: new Map([['', current]]), phase: '', phaseStartNs: 0, current };
  }

  /** Counts units of an operation, `times` times; returns what they cost once, 0 where no price is known. */
  charge(book: ActorBook, operation: Operation, units: number, times = 1): number {
    if (units === 0) return 0;
    const ns = this.cost?.unitNs(operation.name, units);
    if (ns === undefined) this.#unpriced.add(operation.name);
    book.current.add(operation, units * times, ns === undefined ? undefined : ns * times, times);
    return ns ?? 0;
  }

  /** Counts one unit of a sweep. */
  unit(book: ActorBook, rule: CompiledRule): void {
    this.units(book, rule, 1);
    this.event();
  }

  /** Counts units of a sweep that are no events of their own. */
  units(book: ActorBook, rule: CompiledRule, times: number): void {
    book.current.unit(rule, times);
    for (const { operation, ns } of rule.uses) if (ns === undefined) this.#unpriced.add(operation.name);
  }

  event(): void {
    this.events++;
  }

  /** The levels that there are before anything happens. */
  begin(levels: Levels): void {
    for (const [name, start] of withTotal(levels)) this.#levels.set(name, new Level(start));
  }

  level(name: string, delta: number, now: number): void {
    this.#levelOf(name).add(delta, now);
  }

  /** See `Level.addRun`. */
  levelRun(name: string, delta: number, first: number, step: number, times: number): void {
    this.#levelOf(name).addRun(delta, first, step, times);
  }

  /** See `Level.addSum`. */
  levelSum(name: string, delta: number, moments: bigint): void {
    this.#levelOf(name).addSum(delta, moments);
  }

  /** How many levels there are so far. */
  get levels(): number {
    return this.#levels.size;
  }

  #levelOf(name: string): Level {
    let level = this.#levels.get(name);
    if (level === undefined) {
      level = new Level();
      this.#levels.set(name, level);
    }
    return level;
  }

  enterPhase(book: ActorBook, phase: string, now: number): void {
    this.endPhase(book, now);
    book.phase = phase;
    book.phaseStartNs = now;
    let counts = book.phases.get(phase);
    if (counts === undefined) {
      counts = new Counts(this.rules);
      book.phases.set(phase, counts);
    }
    book.current = counts;
    this.bus?.emit('phase-start', { actor: book.actor, phase, atNs: now });
  }

  endPhase(book: ActorBook, now: number): void {
    if (book.phase !== '')
      this.bus?.emit('phase-end', { actor: book.actor, phase: book.phase, fromNs: book.phaseStartNs, atNs: now });
    book.phase = '';
  }

  milestone(book: ActorBook, name: string, now: number): void {
    this.#milestones.push({
      name,
      actor: book.actor,
      atNs: now,
      operations: totalOf(book),
      levels: new Map([...this.#levels].sort(byName).map(([level, { now: there }]) => [level, there])),
      unpriced: [...this.#unpriced].sort(),
    });
  }

  broken(book: ActorBook, property: string, detail: string, now: number): void {
    this.#broken.push({ property, detail, actor: book.actor, atNs: now });
  }

  /** Remembers levels and the current counts of some actors; see `Level.mark` and `Counts.mark`. */
  mark(books: readonly ActorBook[]): (times: number, period: number) => void {
    const counts = books.map(({ current }) => current.mark());
    const levels = [...this.#levels.values()].map((level) => level.mark());
    return (times, period) => {
      for (const repeat of counts) repeat(times);
      for (const repeat of levels) repeat(times, period);
    };
  }

  phasesOf(book: ActorBook): PhaseResult[] {
    return [...book.phases].map(([phase, counts]) => ({
      phase,
      operations: counts.operations(),
      outcomes: counts.outcomes(),
    }));
  }

  close(endNs: number): Pick<EngineResult, 'milestones' | 'levels' | 'unpriced' | 'broken' | 'events'> {
    const levels: LevelResult[] = [...this.#levels].sort(byName).map(([level, of]) => ({
      level,
      start: of.start,
      now: of.now,
      max: of.max,
      integral: of.integral(endNs),
      oneWay: of.oneWay,
    }));
    return {
      milestones: this.#milestones,
      levels,
      unpriced: [...this.#unpriced].sort(),
      broken: this.#broken,
      events: this.events,
    };
  }
}

/** Executors that settle late meet levels in another order. */
const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** What an actor has done so far, in all phases. */
function totalOf(book: ActorBook): ReadonlyMap<string, OperationTotal> {
  const sum = new Map<string, OperationTotal>();
  for (const counts of book.phases.values()) {
    for (const [name, total] of counts.operations()) sum.set(name, addTotals(sum.get(name), total));
  }
  return sum;
}

/** The sum of two totals of one operation. */
export function addTotals(a: OperationTotal | undefined, b: OperationTotal): OperationTotal {
  if (a === undefined) return b;
  const ns = a.ns === undefined || b.ns === undefined ? undefined : a.ns + b.ns;
  return { operation: b.operation, calls: a.calls + b.calls, units: a.units + b.units, ns };
}
