import type { CompiledRule } from '../../engine/compiled-table.js';
import type { SweepRun } from '../../engine/sweep-run.js';
import type { Outcomes, PageSeen } from '../../protocol/outcomes.js';
import type { Sweep } from '../../protocol/sweep.js';
import type { Field } from '../../state/declare.js';
import { readCode, writeCode } from '../../state/field-access.js';
import type { PageArray } from '../../state/page-array.js';
import type { PageCodec } from '../../state/page-codec.js';
import type { Observation, TaskNode } from '../automaton.js';
import type { Flight, Position, Positions } from '../positions.js';
import type { Transitions } from '../transitions.js';
import { WalkState } from '../walk-state.js';
import type { Permutation } from './page-group.js';

/**
 * Gives pages other names, in whole states: page states move, and so do the fields that name them and what tasks know of
 * them. Tasks are renamed by telling them a renamed history, so that nobody needs to say which of their locals are pages.
 */
export class Renaming {
  readonly #from: WalkState;
  readonly #to: WalkState;
  /** Per actor: position -> renamed position. */
  readonly #positions: readonly Map<number, number>[];
  /** Per actor: node -> renamed node. */
  readonly #nodes: readonly Map<number, number>[];
  readonly #rules = new Map<CompiledRule, CompiledRule>();

  /** @param arrays the page arrays whose pages are renamed, together */
  constructor(
    readonly transitions: Transitions,
    readonly permutation: Permutation,
    readonly arrays: ReadonlySet<string>,
  ) {
    this.#from = new WalkState(transitions.model, transitions.states);
    this.#to = new WalkState(transitions.model, transitions.states);
    this.#positions = transitions.positions.map(() => new Map());
    this.#nodes = transitions.positions.map(() => new Map());
  }

  /** The state `words` under the new names. */
  state(words: Int32Array): Int32Array {
    const [from, to] = [this.#from, this.#to];
    from.words.set(words);
    to.words.set(words);
    this.#positions.forEach((_, rank) => {
      to.setPosition(rank, this.position(rank, from.position(rank)));
    });
    const { layout, scalars, pages } = to.open();
    for (const { field, offset, width } of layout.slots.values())
      if (this.#names(field))
        writeCode(scalars.bytes, offset, width, this.#pageCode(readCode(scalars.bytes, offset, width)));
    for (const [name, { store, codec }] of from.shared.pages) {
      const target = pages.get(name)?.store;
      for (let page = 0; page < store.length; page++)
        target?.set(this.#inArray(name, page), this.#pageState(codec, store.get(page)));
    }
    to.seal();
    return to.words.slice();
  }

  #page(page: number): number {
    return this.permutation[page] ?? page;
  }

  #inArray(array: string, page: number): number {
    return this.arrays.has(array) ? this.#page(page) : page;
  }

  #names(field: Field | undefined): boolean {
    return field?.kind === 'page' && this.arrays.has(field.array);
  }

  /** Codes of page fields: 0 is none. */
  #pageCode(code: number): number {
    return code === 0 ? 0 : this.#page(code - 1) + 1;
  }

  #pageState(codec: PageCodec, code: number): number {
    let renamed = code;
    codec.names.forEach((name, index) => {
      if (!this.#names(codec.fields[name])) return;
      const page = codec.field(code, index) as number;
      renamed = codec.withField(renamed, index, page < 0 ? page : this.#page(page));
    });
    return renamed;
  }

  // Positions

  /** The renamed position of an actor. */
  position(rank: number, id: number): number {
    const known = this.#positions[rank] as Map<number, number>;
    let renamed = known.get(id);
    if (renamed === undefined) {
      const of = this.transitions.positions[rank] as Positions;
      renamed = this.#renamed(rank, of, of.get(id));
      known.set(id, renamed);
    }
    return renamed;
  }

  /** The renamed node of an actor's task. */
  node(rank: number, node: TaskNode): number {
    const known = this.#nodes[rank] as Map<number, number>;
    let renamed = known.get(node.id);
    if (renamed === undefined) {
      renamed = this.#replay(this.transitions.positions[rank] as Positions, node);
      known.set(node.id, renamed);
    }
    return renamed;
  }

  #renamed(rank: number, of: Positions, { node, sweep, flight }: Position): number {
    const renamed = of.automaton.node(this.node(rank, node));
    const { pending } = renamed;
    if (sweep === undefined || pending?.kind !== 'sweep') return of.at(renamed.id);
    return of.intern(renamed, this.#sweep(sweep, pending), flight && this.#flight(flight));
  }

  #replay({ automaton }: Positions, { history }: TaskNode): number {
    const task = automaton.replay([]);
    const told: Observation[] = [];
    for (const observation of history) {
      const { pending } = task;
      const renamed = pending?.kind === 'step' ? this.observation(observation, pending.outcomes) : observation;
      told.push(renamed);
      task.resume(renamed.value, renamed.label);
    }
    return automaton.nodeOf(told);
  }

  /** What is told, if pages are told. */
  observation(observation: Observation, outcomes: Outcomes): Observation {
    if (outcomes.kind !== 'page') return observation;
    const { page, flag } = observation.value as PageSeen;
    const code = outcomes.encode({ page: this.#page(page), flag });
    return { value: outcomes.decode(code), label: outcomes.label(code), code };
  }

  /** `onto` is what the task sweeps under the new names: the same range, or that of a single page. */
  #sweep(run: SweepRun, onto: Sweep): SweepRun {
    const renamed = run.clone(onto);
    const { array } = run.sweep.table;
    const moved = onto.range.from - run.sweep.range.from;
    renamed.next = run.next + moved;
    renamed.tailPage = run.tailPage < 0 ? run.tailPage : run.tailPage + moved;
    renamed.gathered = run.gathered.map((page) => this.#inArray(array, page));
    renamed.visited = 0;
    for (let page = 0; page < MOST_PAGES; page++)
      if ((run.visited & (1 << page)) !== 0) renamed.visited |= 1 << this.#inArray(array, page);
    return renamed;
  }

  /** Where page states name pages its rule is another one, too: an equal rule under a number of its own. */
  #flight({ action, array, rule }: Flight): Flight {
    const { codec } = this.#from.window.pages.get(array) as PageArray;
    let renamed = this.#rules.get(rule);
    if (renamed === undefined) {
      const [during, after] = [this.#pageState(codec, rule.during), this.#pageState(codec, rule.after)];
      const isSame = during === rule.during && after === rule.after;
      renamed = isSame ? rule : { ...rule, id: -1 - ((rule.id * CODES + during) * CODES + after), during, after };
      this.#rules.set(rule, renamed);
    }
    return { action: { ...action, page: this.#inArray(array, action.page) }, array, rule: renamed };
  }
}

/** Sets of pages are bit masks. */
const MOST_PAGES = 31;
/** Beyond every page state's code. */
const CODES = 65_536;
