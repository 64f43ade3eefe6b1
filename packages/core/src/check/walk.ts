import type { MachineModel } from '../engine/machine-model.js';
import type { Cancellation, EventBus, RunEvents } from '../events/index.js';
import type { BoundProperty } from '../properties/bound-property.js';
import { ENGINE_PROPERTIES, EVERYBODY_CAN_END, NO_DEADLOCK } from '../properties/engine-properties.js';
import { Asked } from './asked.js';
import { ByteSet } from './byte-set.js';
import type { Violation, WalkResult } from './check-result.js';
import { EdgeLog } from './edge-log.js';
import { Judge, type Judged } from './judge.js';
import { Limits, NO_MEMORY, type WalkLimits } from './limits.js';
import { OutOfMemory } from './memory.js';
import type { Move } from './move.js';
import { StateStore } from './state-store.js';
import { Successors } from './successors.js';
import type { Reduction } from './symmetry/reduction.js';
import { pathTo, traceOf } from './trace.js';
import { Transitions } from './transitions.js';
import { WalkState } from './walk-state.js';
import { ALONE, LAST_OF, ONE_OF, UNSURE } from './weight.js';

export interface WalkOptions extends WalkLimits {
  readonly faults?: number;
  readonly order?: 'ascending' | 'any';
  /** Takes states for one that differ only in what their pages are called; with `any` order. */
  readonly reduce?: ((transitions: Transitions) => Reduction) | undefined;
  readonly bus?: EventBus<RunEvents> | undefined;
  readonly signal?: Cancellation | undefined;
}

/** What is to be possible for ever, and the states in which it has happened. */
interface Goal extends Judged {
  readonly goals: ByteSet;
}

/** A broken promise, before its trace is worked out: in state `index`, or in the move `last` from it. */
interface Found {
  readonly property: BoundProperty;
  readonly index: number;
  readonly detail?: string;
  readonly last?: Move;
}

const PROGRESS_EVERY = 1 << 16;
/** States between two looks at the limits, and at whether the walk was given up. Those of long tasks take milliseconds each. */
const LOOK_EVERY = 1 << 9;

/** With symmetry: states that are remembered for each `sometimes`, until one is reached in ascending order too. */
const MOST_HITS = 64;

/**
 * Walks through every interleaving, choice and fault of a small machine, breadth first: the first violation that it meets is
 * one with the fewest moves. With `reduce` only `valid` means something; all else is for a walk without it to decide.
 *
 * @throws Asymmetry if `reduce` finds that pages are told apart
 */
export function walk(model: MachineModel, properties: readonly BoundProperty[], options: WalkOptions = {}): WalkResult {
  return new Walk(model, properties, options).run();
}

class Walk {
  readonly #transitions: Transitions;
  readonly #store: StateStore;
  readonly #judge: Judge;
  readonly #eventually: readonly Goal[];
  /** States in which a `sometimes` holds, by its id: the first, or with symmetry the first few. */
  readonly #hits = new Map<string, number[]>();
  /** Each `sometimes` of which more such states are wanted. */
  #sought: readonly Judged[];
  readonly #asked = new Asked();
  readonly #edges: EdgeLog | undefined;
  readonly #successors: Successors<Found>;
  /** The state that properties look at. */
  readonly #reached: WalkState;
  readonly #reduction: Reduction | undefined;
  readonly #limits: Limits;
  /** With that many states it is time to look at the limits. */
  #lookAt = 0;
  /** The state whose successors are being found, and the promise that was not kept meanwhile. */
  #expanded = -1;
  #finding: Found | undefined;
  #moves = 0;
  /** How many moves there were with those of the state `#windowStart` and of each behind it: not looked up yet. */
  #movesBehind: number[] = [];
  #windowStart = 0;
  #brokenBehind: number | undefined;

  constructor(
    readonly model: MachineModel,
    readonly properties: readonly BoundProperty[],
    readonly options: WalkOptions,
  ) {
    this.#transitions = new Transitions(model, {
      faults: options.faults ?? 0,
      ...(options.order && { order: options.order }),
    });
    this.#limits = new Limits(options);
    this.#reached = new WalkState(model, this.#transitions.states);
    this.#reduction = options.reduce?.(this.#transitions);
    this.#store = new StateStore(this.#reached.words.length);
    this.#judge = new Judge(properties);
    this.#sought = this.#judge.sometimes;
    this.#eventually = this.#goals();
    this.#edges = this.#eventually.length > 0 ? new EdgeLog() : undefined;
    this.#successors = new Successors(this.#store, this.#edges !== undefined);
  }

  /** Where something is to be possible for ever, so is everybody's end. */
  #goals(): readonly Goal[] {
    const own = this.#judge.eventually.map((judged) => ({ ...judged, goals: new ByteSet() }));
    const finite = this.model.actors.flatMap(({ daemon }, rank) => (daemon === true ? [] : [rank]));
    const holds = (state: WalkState) => finite.every((rank) => this.#transitions.done(state, rank));
    return own.length === 0 ? [] : [...own, { property: EVERYBODY_CAN_END, holds, goals: new ByteSet() }];
  }

  /** Never throws for want of memory: then the verdict is unknown. */
  run(): WalkResult {
    try {
      return this.#run();
    } catch (error) {
      if (!(error instanceof OutOfMemory)) throw error;
      return this.#result('unknown', undefined, NO_MEMORY);
    }
  }

  #run(): WalkResult {
    const first = this.#transitions.begin();
    this.#reduction?.standIn(first);
    this.#successors.push(first.words, -1, ALONE);
    let finding = this.#lookUp();
    for (let index = 0; finding === undefined && index < this.#store.size; index++) {
      const stop = this.#store.size >= this.#lookAt || index % LOOK_EVERY === 0 ? this.#stop() : undefined;
      if (stop !== undefined) return stop;
      if (index % PROGRESS_EVERY === 0) this.#progress(index);
      finding = this.#expand(index);
      if (finding === undefined && index === this.#store.size - 1) finding = this.#lookUp();
    }
    this.#reduction?.proveAll();
    finding ??= this.#livelock();
    const violation = finding === undefined ? this.#neverReached() : this.#violation(finding);
    return this.#result(violation === undefined ? 'valid' : 'violated', violation);
  }

  /** The result, where there will be none. */
  #stop(): WalkResult | undefined {
    if (this.options.signal?.aborted === true)
      return { ...this.#result('unknown', undefined, 'given up before its end'), cancelled: true };
    const { size: states, bytesAhead } = this.#store;
    this.#lookAt = Math.min(states + LOOK_EVERY, this.#limits.states + 1);
    const bytes = () =>
      bytesAhead +
      this.#transitions.bytesAhead +
      this.#judge.bytes +
      this.#asked.bytes +
      (this.#edges?.bytesAhead(states) ?? 0) +
      (this.#reduction?.bytesAhead ?? 0);
    const limit = this.#limits.reached({ states, bytes });
    return limit === undefined ? undefined : this.#result('unknown', undefined, limit);
  }

  /** Finds what follows a state; the successors are looked up later, many at once, in the order in which they were found. */
  #expand(index: number): Found | undefined {
    this.#store.read(index, this.#transitions.current.words);
    this.#expanded = index;
    this.#finding = undefined;
    const reduced = this.#reduction;
    const moves = this.#transitions.visit(reduced === undefined ? this.#visit : this.#visitReduced(reduced));
    const stuck = moves === 0 ? this.#stuck(index) : undefined;
    if (this.#successors.full) this.#finding ??= this.#lookUp();
    if (stuck !== undefined) this.#successors.pushInstead(stuck, index);
    this.#moves += moves;
    this.#movesBehind.push(this.#moves);
    return this.#finding;
  }

  /** One function for all states: it is called for every move. */
  readonly #visit = (next: WalkState, move: Move): void => {
    if (this.#successors.full) this.#finding ??= this.#lookUp();
    const weight = move.fault === undefined ? ALONE : UNSURE;
    if (move.broken !== undefined) this.#successors.pushInstead(this.#broken(this.#expanded, move), this.#expanded);
    // A move that changes nothing leads to no state that is new, and to none from which more is possible.
    else if (!isSame(next.words, this.#transitions.current.words))
      this.#successors.push(next.words, this.#expanded, weight);
  };

  /** The same with symmetry. */
  #visitReduced(reduction: Reduction): (next: WalkState, move: Move) => void {
    reduction.prove();
    const gatherer = reduction.gatherer();
    return (next, move) => {
      if (this.#successors.full) this.#finding ??= this.#lookUp();
      reduction.standIn(next);
      const weight = gatherer >= 0 && move.rank !== gatherer ? UNSURE : weightOf(move);
      if (move.broken === undefined) this.#successors.push(next.words, this.#expanded, weight);
      else this.#successors.pushInstead(this.#broken(this.#expanded, move), this.#expanded);
    };
  }

  /** Looks up what was found, up to the first promise that is not kept. */
  #lookUp(): Found | undefined {
    const first = this.#successors.flush(this.#added);
    if (first === undefined) {
      this.#windowStart += this.#movesBehind.length;
      this.#movesBehind = [];
      return undefined;
    }
    // What was found behind it counts as not yet found.
    this.#brokenBehind = first.parent;
    return first.found;
  }

  /** A state was reached: is it new, and does it keep what was promised? */
  readonly #added = (added: number, parent: number, weight: number): Found | undefined => {
    const index = added >= 0 ? added : -1 - added;
    if (weight === ALONE) {
      if (parent >= 0) this.#edges?.add(parent, index);
    } else if (weight !== UNSURE) this.#edges?.addToFan(parent, index, weight === LAST_OF);
    if (added < 0 || this.properties.length === 0) return undefined;
    const reached = this.#reached;
    this.#store.read(index, reached.words);
    for (const { holds, goals } of this.#eventually) if (holds(reached)) goals.add(index);
    const { sharedNumber } = reached;
    // With symmetry more states are sought than one, and each of them counts: some order of a sweep reaches many that an
    // ascending one does not.
    const counts = this.#reduction !== undefined && this.#sought.length > 0;
    // Most have the declared state of their parent, which is near.
    if (!counts && parent >= 0 && this.#store.first(parent) === sharedNumber) return undefined;
    if (!counts && this.#asked.has(sharedNumber)) return undefined;
    const broken = this.#judge.broken(reached);
    if (broken !== undefined) return { property: broken, index };
    for (const sought of this.#sought) if (sought.holds(reached)) this.#hit(sought, index);
    if (!counts) this.#asked.add(sharedNumber);
    return undefined;
  };

  #hit(sought: Judged, index: number): void {
    const { id } = sought.property;
    const hits = this.#hits.get(id) ?? [];
    this.#hits.set(id, [...hits, index]);
    const most = this.#reduction === undefined ? 1 : MOST_HITS;
    if (hits.length + 1 === most) this.#sought = this.#sought.filter((other) => other !== sought);
  }

  #broken(index: number, move: Move): Found {
    const { property: id, detail } = move.broken as { property: string; detail: string };
    const property = [...ENGINE_PROPERTIES, ...this.properties].find((known) => known.id === id);
    return {
      property: property ?? { id, kind: 'always', summary: detail, source: 'asserted by a step' },
      index,
      detail,
      last: move.copy(),
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
    const never = this.#judge.sometimes.find(({ property }) => !this.#isReached(property.id));
    if (never === undefined) return undefined;
    const { id, summary, source } = never.property;
    return {
      property: id,
      kind: 'sometimes',
      summary,
      source,
      detail: 'no state of this machine reaches it: the check would prove nothing about it',
      trace: [],
    };
  }

  #isReached(id: string): boolean {
    const hits = this.#hits.get(id);
    return hits !== undefined && this.#reduction?.isReached(this.#store, hits) !== false;
  }

  #violation({ property: { id, kind, summary, source }, index, detail, last }: Found): Violation {
    return {
      property: id,
      kind: id === NO_DEADLOCK.id ? 'deadlock' : kind,
      summary,
      source,
      ...(detail !== undefined && { detail }),
      trace:
        this.#reduction === undefined ? traceOf(this.#transitions, this.#store, pathTo(this.#store, index), last) : [],
    };
  }

  #progress(expanded: number): void {
    if (expanded > 0) this.options.bus?.emit('progress', { done: expanded, total: this.#store.size, unit: 'states' });
  }

  #result(verdict: WalkResult['verdict'], violation?: Violation, limit?: string): WalkResult {
    const { size: states } = this.#store;
    const broken = this.#brokenBehind ?? -1;
    const moves = broken < 0 ? this.#moves : (this.#movesBehind[broken - this.#windowStart] ?? this.#moves);
    if (this.#reduction === undefined || verdict === 'valid')
      this.options.bus?.emit('verdict', { verdict, states, transitions: moves });
    return {
      verdict,
      states,
      transitions: moves,
      depth: pathTo(this.#store, states - 1).length - 1,
      ...(violation !== undefined && { violation }),
      sometimes: this.#judge.sometimes.map(({ property: { id } }) => ({ id, reached: this.#hits.has(id) })),
      ...(limit !== undefined && { limit }),
    };
  }
}

function isSame(a: Int32Array, b: Int32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Faults need not strike; where not all of the pages can be visited now, none may be the next. */
function weightOf({ fault, turn, among }: Move): number {
  if (fault !== undefined || among === 0) return UNSURE;
  if (among === 1) return ALONE;
  return turn === among - 1 ? LAST_OF : ONE_OF;
}
