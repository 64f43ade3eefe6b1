import { allocateBytes, allocateWords, WORD } from './memory.js';

/**
 * The transitions between stored states, kept for liveness: only those in which no fault strikes. Of a fan, somebody else
 * chooses the edge that is gone.
 */
export class EdgeLog {
  /** The state where an edge begins, or -1 - its fan. */
  #from = new Int32Array(1 << 12);
  #to = new Int32Array(1 << 12);
  count = 0;
  /** The edges by target, once all states are known. */
  #byTarget: { readonly heads: Int32Array; readonly sources: Int32Array } | undefined;
  readonly #fanSources: number[] = [];
  readonly #fanSizes: number[] = [];

  add(from: number, to: number): void {
    this.#byTarget = undefined;
    if (this.count === this.#from.length) {
      this.#from = doubled(this.#from);
      this.#to = doubled(this.#to);
    }
    this.#from[this.count] = from;
    this.#to[this.count++] = to;
  }

  /** Bytes of the edges, and those that are needed at once for more of them, or in the end to search through `states` states. */
  bytesAhead(states: number): number {
    const edges = 2 * WORD * this.#from.length;
    return edges + Math.max(2 * edges, WORD * (this.count + 4 * states));
  }

  /** One edge of a fan from `from`; `last` ends the fan. */
  addToFan(from: number, to: number, last: boolean): void {
    const fan = this.#fanSources.length;
    this.add(-1 - fan, to);
    this.#fanSizes[fan] = (this.#fanSizes[fan] ?? 0) + 1;
    if (last) this.#fanSources.push(from);
  }

  /** Which states can reach a goal, whatever is chosen in fans: a backward search over the edges. */
  canReach(goals: Uint8Array, states: number): Uint8Array {
    this.#byTarget ??= this.#reversed(states);
    const { heads, sources } = this.#byTarget;
    const reached = allocateBytes(states);
    reached.set(goals.subarray(0, states));
    const left = [...this.#fanSizes];
    const stack = allocateWords(states);
    let height = 0;
    for (let state = 0; state < states; state++) if (reached[state] === 1) stack[height++] = state;
    while (height > 0) {
      const state = stack[--height] as number;
      for (let i = heads[state] as number; i < (heads[state + 1] as number); i++) {
        let source = sources[i] as number;
        if (source < 0) {
          const fan = -1 - source;
          if (bump(left, fan, -1) > 1) continue;
          source = this.#fanSources[fan] as number;
        }
        if (reached[source] === 1) continue;
        reached[source] = 1;
        stack[height++] = source;
      }
    }
    return reached;
  }

  /** The edges by target (counting sort). */
  #reversed(states: number): { heads: Int32Array; sources: Int32Array } {
    const heads = allocateWords(states + 2);
    for (let i = 0; i < this.count; i++) bump(heads, (this.#to[i] as number) + 2);
    for (let state = 2; state < heads.length; state++)
      heads[state] = (heads[state] as number) + (heads[state - 1] as number);
    const sources = allocateWords(this.count);
    for (let i = 0; i < this.count; i++) sources[bump(heads, (this.#to[i] as number) + 1)] = this.#from[i] as number;
    return { heads, sources };
  }
}

/** Adds `by`; returns what was there before. */
function bump(array: Int32Array | number[], at: number, by = 1): number {
  const before = array[at] as number;
  array[at] = before + by;
  return before;
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = allocateWords(array.length * 2);
  larger.set(array);
  return larger;
}
