import type { BoundProperty } from '../../properties/bound-property.js';
import type { PageTable } from '../../protocol/page-table.js';
import type { Step } from '../../protocol/step.js';
import type { Observation, TaskNode } from '../automaton.js';
import { OutOfMemory } from '../memory.js';
import type { Positions } from '../positions.js';
import { StateStore } from '../state-store.js';
import type { Transitions } from '../transitions.js';
import { WalkState } from '../walk-state.js';
import { alikeSteps, unlikeSweeps } from './alike-pending.js';
import { Asymmetry } from './asymmetry.js';
import { exchanged, movedPair, type Permutation } from './page-group.js';
import type { Renamer } from './renamer.js';
import { outcomesOf, type StepOutcome, sameOutcomes } from './step-outcomes.js';

/** The properties, among the questions that are asked about declared states. */
const PROPERTIES = 0;

/**
 * Shows, while a machine is walked, that it is symmetric in its pages: not by trust but by looking. Whatever the walk comes to
 * is compared under every permutation, once per (question, declared state): what a step does, which rules a table selects,
 * what properties say; and once per place in a task: what follows. What is left is the engine's own part in sweeps.
 */
export class SymmetryProof {
  readonly #transitions: Transitions;
  readonly #probe: WalkState;
  readonly #asked: StateStore;
  /** A question and a declared state. */
  readonly #key = new Int32Array(2);
  readonly #questions = new Map<string, number>();
  readonly #ids = new Map<object, number>();
  /** Per actor and node: the question about it, -1 if there is none. */
  readonly #ofNodes: (number | undefined)[][];
  /** Per actor and node: how many of its edges were compared. */
  readonly #edges: number[][];
  readonly #withFaults: boolean;

  constructor(
    readonly renamer: Renamer,
    readonly properties: readonly BoundProperty[],
  ) {
    const { transitions } = renamer;
    this.#transitions = transitions;
    this.#probe = new WalkState(transitions.model, transitions.states);
    this.#asked = new StateStore(this.#key.length);
    this.#ofNodes = transitions.positions.map(() => []);
    this.#edges = transitions.positions.map(() => []);
    this.#withFaults = transitions.options.faults > 0;
  }

  get bytesAhead(): number {
    return this.#asked.bytesAhead;
  }

  /** Compares all that can be done in the current state, and what is promised of it. @throws Asymmetry */
  compareState(): void {
    const { current, positions } = this.#transitions;
    this.#key[1] = current.sharedNumber;
    if (this.#isNew(PROPERTIES)) this.#compareProperties();
    for (let rank = 0; rank < positions.length; rank++) {
      const of = positions[rank] as Positions;
      const { node } = of.get(current.position(rank));
      const known = this.#ofNodes[rank] as (number | undefined)[];
      let question = known[node.id];
      if (question === undefined) {
        question = this.#questionAbout(rank, of, node);
        known[node.id] = question;
      }
      if (question > 0 && this.#isNew(question)) this.#ask(rank, of, node);
    }
  }

  /** Compares where tasks go on from all places that are known, behind all that they were told. @throws Asymmetry */
  compareTasks(): void {
    this.#transitions.positions.forEach((of, rank) => {
      const seen = this.#edges[rank] as number[];
      const { nodes } = of.automaton;
      for (let id = 0; id < nodes.length; id++) {
        const node = nodes[id] as TaskNode;
        if ((seen[id] ?? 0) === node.edges.size) continue;
        for (const { observation, to } of [...node.edges.values()]) this.#compareEdge(rank, of, node, observation, to);
        seen[id] = node.edges.size;
      }
    });
  }

  #isNew(question: number): boolean {
    this.#key[0] = question;
    return this.#asked.add(this.#key, -1) >= 0;
  }

  /** @throws Asymmetry if what follows at the renamed node is something else */
  #questionAbout(rank: number, of: Positions, node: TaskNode): number {
    const { pending } = node;
    if (pending === undefined) {
      this.#refuteIf(rank, 'its end', (number) =>
        this.#renamedNode(rank, of, node, number).pending === undefined ? undefined : 'it goes on',
      );
      return -1;
    }
    if (pending.kind === 'step') return this.#questionAboutStep(rank, of, node, pending);
    const { table } = pending;
    this.#refuteIf(rank, table.name, (number) => {
      const other = this.#renamedNode(rank, of, node, number).pending;
      if (other?.kind !== 'sweep') return 'no sweep follows';
      const isRenamed = this.renamer.arrays.has(table.array);
      return unlikeSweeps(pending, other, isRenamed ? this.#permutation(number) : undefined);
    });
    if (this.renamer.namesPages(table.array))
      this.#refuteIf(rank, table.name, () => 'it sweeps pages whose states name pages');
    return table.select === undefined ? -1 : this.#question(`select ${this.#id(table)}`);
  }

  #questionAboutStep(rank: number, of: Positions, node: TaskNode, step: Step): number {
    const steps: number[] = [];
    this.#refuteIf(rank, step.definition.name, (number) => {
      const other = this.#renamedNode(rank, of, node, number).pending;
      if (other?.kind !== 'step' || !alikeSteps(step, other)) return 'another step follows';
      steps[number] = this.#id(other);
      return undefined;
    });
    return this.#question(`step ${this.#id(step)} ${steps.join()}`);
  }

  #ask(rank: number, of: Positions, node: TaskNode): void {
    const { pending } = node;
    if (pending === undefined) return;
    if (pending.kind === 'sweep') this.#compareSelection(rank, pending.table);
    else this.#compareStep(rank, of, node, pending);
  }

  #compareSelection(rank: number, { name, select }: PageTable): void {
    const { shared } = this.#transitions.current;
    const selected = select?.(shared.view);
    this.#refuteIf(rank, name, (number) => {
      this.#probeRenamed(number);
      return select?.(this.#probe.shared.view) === selected ? undefined : 'another table is selected';
    });
  }

  #compareStep(rank: number, of: Positions, node: TaskNode, step: Step): void {
    const { sharedNumber } = this.#transitions.current;
    const outcomes = outcomesOf(step, sharedNumber, this.#probe, this.#withFaults);
    this.#refuteIf(rank, step.definition.name, (number) => {
      const expected = outcomes.map((outcome) => this.#renamedOutcome(outcome, step, number));
      const other = this.#renamedNode(rank, of, node, number).pending as Step;
      const found = outcomesOf(other, this.#renamedShared(number), this.#probe, this.#withFaults);
      return sameOutcomes(expected, found) ? undefined : 'it treats them differently';
    });
  }

  #renamedOutcome(outcome: StepOutcome, { outcomes }: Step, number: number): StepOutcome {
    if (outcome.broken !== undefined) return outcome;
    const { code } = outcome;
    const after = this.renamer.shared(number, outcome.after);
    if (outcomes.kind !== 'page') return { ...outcome, after };
    const told = { value: outcomes.decode(code), label: '', code };
    return { ...outcome, code: this.renamer.renaming(number).observation(told, outcomes).code, after };
  }

  #compareProperties(): void {
    const { shared } = this.#transitions.current;
    const held = this.properties.map(({ holds }) => judged(holds, shared.view));
    for (let number = 1; number < this.renamer.group.all.length; number++) {
      this.#probeRenamed(number);
      this.properties.forEach(({ id, holds }, i) => {
        if (judged(holds, this.#probe.shared.view) !== held[i]) this.#compareProperty(id, holds, held[i]);
      });
    }
  }

  #compareProperty(id: string, holds: BoundProperty['holds'], held: unknown): void {
    this.#refuteIf(-1, id, (number) => {
      this.#probeRenamed(number);
      return judged(holds, this.#probe.shared.view) === held ? undefined : 'it judges them differently';
    });
  }

  #compareEdge(rank: number, of: Positions, node: TaskNode, observation: Observation, to: number): void {
    const reached = of.automaton.node(to);
    const { pending } = node;
    this.#refuteIf(rank, sayPending(node), (number) => {
      const from = this.#renamedNode(rank, of, node, number);
      const told =
        pending?.kind === 'step'
          ? this.renamer.renaming(number).observation(observation, pending.outcomes)
          : observation;
      const expected = this.#renamedNode(rank, of, reached, number).id;
      return of.automaton.after(from.id, told) === expected ? undefined : 'its task goes on somewhere else';
    });
  }

  /** Looks at every permutation; of those that are refuted, names the exchanges of two pages. */
  #refuteIf(rank: number, what: string, compare: (number: number) => string | undefined): void {
    const { all } = this.renamer.group;
    const differs = (number: number): string | undefined => {
      try {
        return compare(number);
      } catch (error) {
        if (error instanceof OutOfMemory) throw error;
        return `it fails: ${(error as Error).message}`;
      }
    };
    for (let number = 1; number < all.length; number++) {
      const why = differs(number);
      if (why === undefined) continue;
      const pairs = all.flatMap((permutation, other) => {
        const pair = exchanged(permutation);
        return pair !== undefined && differs(other) !== undefined ? [pair] : [];
      });
      const { actors } = this.#transitions.model;
      const who = rank < 0 ? `property "${what}"` : `actor "${actors[rank]?.name}", "${what}"`;
      throw new Asymmetry(pairs.length > 0 ? pairs : [movedPair(this.#permutation(number))], `${who}: ${why}`);
    }
  }

  #renamedShared(number: number): number {
    return this.renamer.shared(number, this.#transitions.current.sharedNumber);
  }

  #probeRenamed(number: number): void {
    this.#probe.sharedNumber = this.#renamedShared(number);
  }

  #renamedNode(rank: number, of: Positions, node: TaskNode, number: number): TaskNode {
    return of.automaton.node(this.renamer.renaming(number).node(rank, node));
  }

  #permutation(number: number): Permutation {
    return this.renamer.group.all[number] as Permutation;
  }

  #question(said: string): number {
    return remembered(this.#questions, said, 1);
  }

  #id(object: object): number {
    return remembered(this.#ids, object, 0);
  }
}

/** What a property says of a state, or how it fails. */
function judged(holds: BoundProperty['holds'], view: object): unknown {
  try {
    return holds?.(view);
  } catch (error) {
    return `it fails: ${(error as Error).message}`;
  }
}

function remembered<K>(known: Map<K, number>, key: K, first: number): number {
  let number = known.get(key);
  if (number === undefined) {
    number = first + known.size;
    known.set(key, number);
  }
  return number;
}

const sayPending = ({ pending }: TaskNode): string =>
  pending === undefined ? 'its end' : pending.kind === 'step' ? pending.definition.name : pending.table.name;
