import type { CompiledRule } from '../engine/compiled-table.js';
import { checkSweepBounds } from '../engine/sweep-bounds.js';
import { SweepRun } from '../engine/sweep-run.js';
import type { Actor } from '../protocol/actor.js';
import type { Sweep } from '../protocol/sweep.js';
import type { PageArray } from '../state/page-array.js';
import { Automaton, type Observation, type TaskNode } from './automaton.js';
import type { Prepared, UnitAction } from './prepared.js';

/** A unit that has begun and not ended: the page is marked, the commit is still to come. */
export interface Flight {
  readonly action: UnitAction;
  readonly array: string;
  readonly rule: CompiledRule;
}

/** All that an actor's future depends on besides shared state. */
export interface Position {
  readonly id: number;
  readonly node: TaskNode;
  readonly sweep: SweepRun | undefined;
  readonly flight: Flight | undefined;
  /** Whether the task has ended. */
  readonly done: boolean;
  /** Where it goes from here, by what happened. */
  readonly next: Map<string, number>;
  /** What it can do from here, and what it can do there when a fatal signal is pending; worked out on first use. */
  prepared: Prepared | undefined;
  preparedSignalled: Prepared | undefined;
}

const MOST = 0xffff;

/** The positions of one actor, numbered as they are found. */
export class Positions {
  readonly automaton: Automaton;
  readonly #positions: Position[] = [];
  readonly #byKey = new Map<string, number>();

  constructor(
    readonly actor: Actor,
    readonly arrays: ReadonlyMap<string, PageArray>,
    readonly anyOrder: boolean,
  ) {
    this.automaton = new Automaton(actor);
    this.at(0);
  }

  get count(): number {
    return this.#positions.length;
  }

  get(id: number): Position {
    return this.#positions[id] as Position;
  }

  /** The position at the start of a node. */
  at(nodeId: number): number {
    const node = this.automaton.node(nodeId);
    return this.intern(node, node.pending?.kind === 'sweep' ? this.#begin(node.pending) : undefined, undefined);
  }

  #begin(sweep: Sweep): SweepRun {
    checkSweepBounds(sweep, this.arrays);
    return new SweepRun(sweep, this.anyOrder && SweepRun.orderIsFree(sweep));
  }

  /** Goes on behind an observation. */
  after(position: Position, observation: Observation): number {
    return this.moved(position, observation.label, () => this.at(this.automaton.after(position.node.id, observation)));
  }

  /** The sweep is over. */
  finished(position: Position, end: string): number {
    return this.after(position, { value: end, label: end, code: -1 });
  }

  /** A unit has begun that ends later. */
  begun({ node, sweep }: Position, action: UnitAction, rule: CompiledRule): number {
    return this.intern(node, sweep, { action, array: action.table.array as string, rule });
  }

  /** Behind a unit. A sweep that is over and does not look at signals ends at once: that touches nothing shared. */
  passed(position: Position, action: UnitAction, rule: CompiledRule): number {
    return this.moved(position, `passed ${action.level} ${action.page} ${rule.stop ?? ''}`, () => {
      const run = (position.sweep as SweepRun).clone();
      run.passed(action, rule.stop);
      const then = run.clone().boundary(false);
      if (run.sweep.options.signals === undefined && then.kind === 'finish') return this.finished(position, then.end);
      return this.intern(position.node, run, undefined);
    });
  }

  /** The sweep has gone on in another way than by a unit. */
  advanced(position: Position, what: string, change: (run: SweepRun) => void): number {
    return this.moved(position, what, () => {
      const run = (position.sweep as SweepRun).clone();
      // A tail that is not due is passed over by `boundary`, so that the copy stands where the action was taken.
      run.boundary(false);
      change(run);
      return this.intern(position.node, run, undefined);
    });
  }

  /** The position behind `what`, worked out once. */
  moved(position: Position, what: string, work: () => number): number {
    let next = position.next.get(what);
    if (next === undefined) {
      next = work();
      position.next.set(what, next);
    }
    return next;
  }

  intern(node: TaskNode, sweep: SweepRun | undefined, flight: Flight | undefined): number {
    const key = `${node.id}|${sweep?.key() ?? ''}|${flight === undefined ? '' : `${flight.array},${flight.action.level},${flight.action.page},${flight.rule.id}`}`;
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const id = this.#positions.length;
    if (id > MOST) throw new RangeError(`actor "${this.actor.name}" has more than ${MOST} positions`);
    this.#positions.push({
      id,
      node,
      sweep,
      flight,
      done: node.pending === undefined,
      next: new Map(),
      prepared: undefined,
      preparedSignalled: undefined,
    });
    this.#byKey.set(key, id);
    return id;
  }
}
