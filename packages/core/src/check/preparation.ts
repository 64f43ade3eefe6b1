import { RuleCompiler } from '../engine/compiled-table.js';
import type { SweepRun } from '../engine/sweep-run.js';
import type { Step } from '../protocol/step.js';
import type { PageArray } from '../state/page-array.js';
import type { Position, Positions } from './positions.js';
import { type Prepared, type PreparedStep, type PreparedUnit, prepareStep, type UnitAction } from './prepared.js';
import { sweepMoveName } from './sweep-move-name.js';

/**
 * Works out what actors can do from their positions, and numbers what is asked about declared states thereby: equal questions
 * from different positions have one number.
 */
export class Preparation {
  readonly rules = new RuleCompiler(undefined);
  readonly #questions = new Map<Step | string, number>();
  readonly #tables = new Map<object, number>();
  #next = 1;

  /** @param arrays the page arrays in which units look up the states of their pages */
  constructor(readonly arrays: ReadonlyMap<string, PageArray>) {}

  prepare(of: Positions, position: Position, signalled: boolean): Prepared {
    const { pending } = position.node;
    if (pending === undefined) return { kind: 'done' };
    if (position.flight !== undefined) {
      const { action, rule } = position.flight;
      const place = this.#placeOf(action, position.sweep as SweepRun);
      return {
        kind: 'commit',
        name: `end of ${action.table.name} on`,
        args: [action.page],
        passed: of.passed(position, action, rule),
        question: this.#question(`end of ${rule.id} ${place}`),
      };
    }
    if (pending.kind === 'step') return this.#prepareStep(pending);
    const sweep = position.sweep as SweepRun;
    const action = sweep.clone().boundary(signalled);
    if (action.kind !== 'unit')
      return {
        kind: 'sweep',
        action,
        name: sweepMoveName(action, sweep),
        gathers: sweep.anyOrder && action.kind === 'gather',
        questions: [],
      };
    if (action.level >= 0 || !sweep.anyOrder || pending.options.batch !== undefined) return this.#unit(action, sweep);
    return { kind: 'units', units: sweep.candidates().map((page) => this.#unit({ ...action, page }, sweep)) };
  }

  /** A question that nobody else asks. */
  newQuestion(): number {
    return this.#next++;
  }

  #prepareStep(step: Step): PreparedStep {
    const prepared = prepareStep(step);
    const first = this.#question(step, prepared.choices * (1 + prepared.faults.length));
    return { ...prepared, questions: first };
  }

  #unit(action: UnitAction, sweep: SweepRun): PreparedUnit {
    const table = this.rules.table(action.table, this.arrays.get(action.table.array) as PageArray);
    const question = this.#question(`start of ${this.#placeOf(action, sweep)}`);
    return { kind: 'unit', action, args: [action.page], table, begun: [], passed: [], questions: [question] };
  }

  /** What a unit's effect depends on, besides its rule and declared state. */
  #placeOf(action: UnitAction, sweep: SweepRun): string {
    const { table, page } = action;
    const parent = sweep.parentOf(action);
    const number = this.#tables.get(table) ?? this.#tables.size;
    this.#tables.set(table, number);
    return `${number} ${page} ${parent?.tail.table.array} ${parent?.page}`;
  }

  /** The number of a question, the first of `count` in a row. */
  #question(asked: Step | string, count = 1): number {
    let number = this.#questions.get(asked);
    if (number === undefined) {
      number = this.#next;
      this.#next += count;
      this.#questions.set(asked, number);
    }
    return number;
  }
}
