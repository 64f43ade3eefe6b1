import { Coroutine, type Pending } from '../engine/coroutine.js';
import type { Actor } from '../protocol/actor.js';

/** One observation as a task gets it, and its place in keys. `code` is -1 for the end of a sweep. */
export interface Observation {
  readonly value: unknown;
  readonly label: string;
  readonly code: number;
}

/** A place in a task: what it does next. `history` is one way to get there; edges lead on, by the observation's label. */
export interface TaskNode {
  readonly id: number;
  readonly key: string;
  readonly pending: Pending;
  readonly history: readonly Observation[];
  readonly edges: Map<string, { readonly observation: Observation; readonly to: number }>;
}

/**
 * A task as an automaton, found on the fly: nodes are keyed by the coroutine's frames, edges by observations. A new edge is
 * found by replaying a history; after that exploration never touches a generator.
 */
export class Automaton {
  readonly nodes: TaskNode[] = [];
  readonly #byKey = new Map<string, number>();

  constructor(readonly actor: Actor) {
    this.#intern([]);
  }

  node(id: number): TaskNode {
    return this.nodes[id] as TaskNode;
  }

  /** Where the task is after `observation`. */
  after(id: number, observation: Observation): number {
    const node = this.node(id);
    let edge = node.edges.get(observation.label);
    if (edge === undefined) {
      edge = { observation, to: this.#intern([...node.history, observation]) };
      node.edges.set(observation.label, edge);
    }
    return edge.to;
  }

  /** The node that a history leads to; a new one if it was never seen. */
  nodeOf(history: readonly Observation[]): number {
    return this.#intern(history);
  }

  /** A live task that has made these observations. */
  replay(history: readonly Observation[]): Coroutine {
    const coroutine = new Coroutine(this.actor.name, this.actor.task).start();
    for (const { value, label } of history) coroutine.resume(value, label);
    return coroutine;
  }

  #intern(history: readonly Observation[]): number {
    const coroutine = this.replay(history);
    const key = coroutine.position();
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const id = this.nodes.length;
    this.nodes.push({ id, key, pending: coroutine.pending, history, edges: new Map() });
    this.#byKey.set(key, id);
    return id;
  }
}
