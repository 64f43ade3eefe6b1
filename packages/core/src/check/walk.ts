import type { MachineModel } from '../engine/machine-model.js';
import type { EventBus, RunEvents } from '../events/index.js';
import type { BoundProperty } from '../properties/bound-property.js';
import { ENGINE_PROPERTIES, NO_DEADLOCK } from '../properties/engine-properties.js';
import { ByteSet } from './byte-set.js';
import type { Violation, WalkResult } from './check-result.js';
import { EdgeLog } from './edge-log.js';
import { StateStore } from './state-store.js';
import { pathTo, traceOf } from './trace.js';
import { type Move, Transitions } from './transitions.js';
import type { WalkState } from './walk-state.js';

export interface WalkOptions {
  readonly faults?: number;
  readonly maxStates?: number;
  readonly order?: 'ascending' | 'any';
  readonly bus?: EventBus<RunEvents> | undefined;
}

/** A broken promise, before its trace is worked out: in state `index`, or in the move `last` from it. */
interface Found {
  readonly property: BoundProperty;
  readonly index: number;
  readonly detail?: string;
  readonly last?: Move;
}

const DEFAULT_MAX_STATES = 20_000_000;
const PROGRESS_EVERY = 1 << 16;

/**
 * Walks through every interleaving, choice and fault of a small machine, breadth first, without reductions: the first
 * violation that it meets is one with the fewest moves.
 */
export function walk(model: MachineModel, properties: readonly BoundProperty[], options: WalkOptions = {}): WalkResult {
  return new Walk(model, properties, options).run();
}

class Walk {
  readonly #transitions: Transitions;
  readonly #store: StateStore;
  readonly #always: readonly BoundProperty[];
  readonly #eventually: readonly { readonly property: BoundProperty; readonly goals: ByteSet }[];
  readonly #sometimes: readonly BoundProperty[];
  readonly #reached = new Set<string>();
  readonly #edges: EdgeLog | undefined;
  #moves = 0;

  constructor(
    readonly model: MachineModel,
    readonly properties: readonly BoundProperty[],
    readonly options: WalkOptions,
  ) {
    this.#transitions = new Transitions(model, {
      faults: options.faults ?? 0,
      ...(options.order && { order: options.order }),
    });
    this.#store = new StateStore(this.#transitions.next.bytes.length);
    this.#always = properties.filter(({ kind, holds }) => kind === 'always' && holds !== undefined);
    this.#sometimes = properties.filter(({ kind }) => kind === 'sometimes');
    this.#eventually = properties
      .filter(({ kind }) => kind === 'eventually')
      .map((property) => ({ property, goals: new ByteSet() }));
    this.#edges = this.#eventually.length > 0 ? new EdgeLog() : undefined;
  }

  run(): WalkResult {
    const limit = this.options.maxStates ?? DEFAULT_MAX_STATES;
    let finding = this.#visit(this.#transitions.begin(), -1);
    for (let index = 0; finding === undefined && index < this.#store.size; index++) {
      if (this.#store.size > limit) return this.#result('unknown', undefined, `more than ${limit} states`);
      if (index % PROGRESS_EVERY === 0) this.#progress(index);
      finding = this.#expand(index);
    }
    finding ??= this.#livelock();
    const violation = finding === undefined ? this.#neverReached() : this.#violation(finding);
    return this.#result(violation === undefined ? 'valid' : 'violated', violation);
  }

  #expand(index: number): Found | undefined {
    this.#store.read(index, this.#transitions.current.bytes);
    let finding: Found | undefined;
    const moves = this.#transitions.visit((next, move) => {
      finding ??= move.broken === undefined ? this.#visit(next, index, move) : this.#broken(index, move);
    });
    this.#moves += moves;
    return finding ?? (moves === 0 ? this.#stuck(index) : undefined);
  }

  /** A state was reached: is it new, and does it keep what was promised? */
  #visit(next: WalkState, parent: number, move?: Move): Found | undefined {
    const added = this.#store.add(next.bytes, parent);
    const index = added >= 0 ? added : -1 - added;
    if (parent >= 0 && move?.fault === undefined) this.#edges?.add(parent, index);
    if (added < 0) return undefined;
    const { view } = next.shared;
    for (const property of this.#always) {
      if (property.holds?.(view) === false) return { property, index };
    }
    for (const property of this.#sometimes) {
      if (!this.#reached.has(property.id) && property.holds?.(view) === true) this.#reached.add(property.id);
    }
    for (const { property, goals } of this.#eventually) if (property.holds?.(view) === true) goals.add(index);
    return undefined;
  }

  #broken(index: number, move: Move): Found {
    const { property: id, detail } = move.broken as { property: string; detail: string };
    const property = [...ENGINE_PROPERTIES, ...this.properties].find((known) => known.id === id);
    return {
      property: property ?? { id, kind: 'always', summary: detail, source: 'asserted by a step' },
      index,
      detail,
      last: { ...move },
    };
  }

  /** Nobody can move: fine if everybody who is to end has ended. */
  #stuck(index: number): Found | undefined {
    const waiting = this.model.actors
      .map((actor, rank) => ({ actor, rank }))
      .filter(({ actor, rank }) => actor.daemon !== true && !this.#transitions.done(this.#transitions.current, rank));
    if (waiting.length === 0) return undefined;
    const detail = waiting
      .map(({ actor, rank }) => `${actor.name} waits at ${this.#transitions.whereabouts(rank)}`)
      .join('; ');
    return { property: NO_DEADLOCK, index, detail };
  }

  /** From every state, once faults stop, what is to happen eventually must still be possible. */
  #livelock(): Found | undefined {
    for (const { property, goals } of this.#eventually) {
      const reached = this.#edges?.canReach(goals.members(this.#store.size), this.#store.size);
      const lost = reached?.indexOf(0) ?? -1;
      if (lost >= 0) return { property, index: lost, detail: 'from the last state on it can never hold again' };
    }
    return undefined;
  }

  #neverReached(): Violation | undefined {
    const property = this.#sometimes.find(({ id }) => !this.#reached.has(id));
    if (property === undefined) return undefined;
    const { id, summary, source } = property;
    return {
      property: id,
      kind: 'sometimes',
      summary,
      source,
      detail: 'no state of this machine reaches it: the check would prove nothing about it',
      trace: [],
    };
  }

  #violation({ property: { id, kind, summary, source }, index, detail, last }: Found): Violation {
    return {
      property: id,
      kind: id === NO_DEADLOCK.id ? 'deadlock' : kind,
      summary,
      source,
      ...(detail !== undefined && { detail }),
      trace: traceOf(this.#transitions, this.#store, pathTo(this.#store, index), last),
    };
  }

  #progress(expanded: number): void {
    if (expanded > 0) this.options.bus?.emit('progress', { done: expanded, total: this.#store.size, unit: 'states' });
  }

  #result(verdict: WalkResult['verdict'], violation?: Violation, limit?: string): WalkResult {
    const { size: states } = this.#store;
    this.options.bus?.emit('verdict', { verdict, states, transitions: this.#moves });
    return {
      verdict,
      states,
      transitions: this.#moves,
      depth: pathTo(this.#store, states - 1).length - 1,
      ...(violation !== undefined && { violation }),
      sometimes: this.#sometimes.map(({ id }) => ({ id, reached: this.#reached.has(id) })),
      ...(limit !== undefined && { limit }),
    };
  }
}
