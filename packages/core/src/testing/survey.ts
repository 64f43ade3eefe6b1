import type { Move } from '../check/move.js';
import { StateStore } from '../check/state-store.js';
import { Transitions } from '../check/transitions.js';
import { Coroutine } from '../engine/coroutine.js';
import type { MachineModel } from '../engine/machine-model.js';
import { impureApply, unkeyedLoop } from '../errors/messages/author.js';
import { quote } from '../errors/quote.js';
import type { Random } from '../random/random.js';
import { checkDeterminism } from './determinism.js';
import { locating, standingNow } from './locating.js';
import { sayPosition } from './say-position.js';
import type { Watch } from './watch.js';
import { watchedModel } from './watched-model.js';

export interface SurveyOptions {
  readonly faults: number;
  readonly maxStates: number;
  readonly order: 'ascending' | 'any';
}

/** States that are all looked at closely; of the others one in `ONE_IN`, and those with a position that is new. */
const ALL_OF = 1_000;
const ONE_IN = 16;
const LOOKS_PER_POSITION = 4;
/** Observations on the shortest known way to a position, beyond which its task is taken to come to no position twice. */
const LONGEST_HISTORY = 600;

/**
 * The states of a machine, breadth first up to a limit, found by watched tasks and steps. It does not ask for properties: it
 * finds mistakes in how the protocol is written, not in the protocol.
 */
export class Survey {
  readonly transitions: Transitions;
  readonly store: StateStore;
  /** States whose moves were made under close watch. */
  looked = 0;
  /** Whether every state was expanded. */
  complete = true;
  readonly #looks = new Map<string, number>();
  /** So many positions are a reason to look whether there is an end of them. */
  #doubtAt = 256;

  constructor(
    model: MachineModel,
    readonly watch: Watch,
    readonly random: Random,
    readonly options: SurveyOptions,
  ) {
    const watched = watchedModel(model, watch);
    for (const { name, task } of watched.actors)
      locating(
        () => `actor ${quote(name)} before its first step`,
        () => new Coroutine(name, task).start(),
      );
    this.transitions = new Transitions(watched, { ...options, remembers: false, packing: 'bytes' });
    this.store = new StateStore(this.transitions.next.words.length);
    watch.attach(this.transitions.current.window, this.transitions.next.window);
  }

  /** @throws InputError at the first mistake that shows */
  run(): void {
    const { store, transitions } = this;
    store.add(this.#initial(), -1);
    for (let index = 0; index < store.size; index++) {
      if (store.size > this.options.maxStates) {
        this.complete = false;
        return;
      }
      store.read(index, transitions.current.words);
      this.watch.close = this.#deservesALook(index);
      if (this.watch.close) this.looked++;
      this.visit((words, { broken }) => {
        if (broken === undefined) store.add(words, index);
      });
      if (this.positions > this.#doubtAt) this.#doubt();
    }
  }

  /** Hands over each move that is possible in the current state and what it leads to; no walk goes on behind a broken promise. */
  visit(visit: (words: Int32Array, move: Move) => void): void {
    const { transitions } = this;
    for (let rank = 0; rank < transitions.positions.length; rank++) {
      locating(
        () => standingNow(transitions, rank),
        () => transitions.visitActor(rank, ({ words }, move) => visit(words, move)),
      );
    }
  }

  /** Positions of tasks that are known, of all actors. */
  get positions(): number {
    return this.transitions.positions.reduce((sum, { automaton }) => sum + automaton.nodes.length, 0);
  }

  /** A task that does not repeat itself, or counts without end, has no end of positions either. */
  #doubt(): void {
    const { transitions, random, watch } = this;
    checkDeterminism(transitions, random, watch.made);
    for (const { actor, automaton } of transitions.positions) {
      const last = automaton.nodes.find(({ history }) => history.length > LONGEST_HISTORY);
      if (last !== undefined) throw unkeyedLoop(actor.name, sayPosition(last.key));
    }
    this.#doubtAt = 2 * this.positions;
  }

  #initial(): Int32Array {
    const first = this.transitions.begin().words.slice();
    const { words } = this.transitions.begin();
    if (first.some((word, i) => word !== words[i]))
      throw impureApply('the machine', 'it begins in two different states', 'begin');
    return words;
  }

  #deservesALook(index: number): boolean {
    const { current, positions } = this.transitions;
    let rare = false;
    for (let rank = 0; rank < positions.length; rank++) {
      const place = `${rank} ${current.position(rank)}`;
      const looks = this.#looks.get(place) ?? 0;
      if (looks >= LOOKS_PER_POSITION) continue;
      this.#looks.set(place, looks + 1);
      rare = true;
    }
    return index < ALL_OF || this.random.below(ONE_IN) === 0 || rare;
  }
}
