import type { CompiledTable } from '../engine/compiled-table.js';
import type { SweepAction } from '../engine/sweep-run.js';
import type { LockUse } from '../protocol/lock.js';
import type { Outcomes } from '../protocol/outcomes.js';
import type { Step } from '../protocol/step.js';

export type UnitAction = SweepAction & { readonly kind: 'unit' };

/** What an actor can do from a position, worked out once: millions of states share it. */
export type Prepared =
  | PreparedStep
  | PreparedUnit
  /** Units of a sweep in any order, one of which is the next. */
  | { readonly kind: 'units'; readonly units: readonly PreparedUnit[] }
  | PreparedCommit
  | PreparedSweep
  | { readonly kind: 'done' };

export interface PreparedStep {
  readonly kind: 'step';
  readonly step: Step;
  /** What its definition says, in one shape: definitions have many, and engines look into them millions of times. */
  readonly name: string;
  readonly guard: Step['definition']['guard'];
  readonly apply: Step['definition']['apply'];
  readonly outcomes: Outcomes;
  /** The step's arguments once more, not frozen: engines take frozen arrays apart many times more slowly. */
  readonly args: Step['args'];
  readonly choices: number;
  readonly faults: readonly string[];
  readonly acquires: LockUse | undefined;
  readonly releases: LockUse | undefined;
  readonly signals: readonly string[];
  /** Where the task goes on, by the code of what it was told. */
  readonly after: (number | undefined)[];
  /** The first of its questions: one for each choice, and behind it one for each of its faults. */
  readonly questions: number;
}

/** The next unit of a sweep that visits its pages in their order. */
export interface PreparedUnit {
  readonly kind: 'unit';
  readonly action: UnitAction;
  readonly args: readonly number[];
  readonly table: CompiledTable;
  /** Where the sweep stands behind the unit, by rule: while in flight, and over. */
  readonly begun: (number | undefined)[];
  readonly passed: (number | undefined)[];
  /** Without a fault, and with each; numbered on first use. */
  readonly questions: number[];
}

/** The end of a unit in flight. */
export interface PreparedCommit {
  readonly kind: 'commit';
  readonly name: string;
  readonly args: readonly number[];
  readonly passed: number;
  readonly question: number;
}

/** What a sweep does besides units. */
export interface PreparedSweep {
  readonly kind: 'sweep';
  readonly action: Exclude<SweepAction, UnitAction>;
  readonly name: string;
  /** Pages are gathered one after the other, in any order. */
  readonly gathers: boolean;
  /** As far as it changes pages: by the page that is gathered plus one, numbered on first use. */
  readonly questions: number[];
}

/** What a task is told. */
export const observed = (outcomes: Outcomes, code: number) => ({
  value: outcomes.decode(code),
  label: outcomes.label(code),
  code,
});

export function prepareStep(step: Step, questions = 0): PreparedStep {
  const { definition, args, outcomes } = step;
  const { name, choices = 1, guard, apply } = definition;
  return {
    kind: 'step',
    step,
    name,
    guard,
    apply,
    outcomes,
    args: [...args],
    choices: typeof choices === 'function' ? choices(args) : choices,
    faults: definition.faults ?? [],
    acquires: definition.acquires?.(args),
    releases: definition.releases?.(args),
    signals: definition.signals?.(args) ?? [],
    after: [],
    questions,
  };
}
