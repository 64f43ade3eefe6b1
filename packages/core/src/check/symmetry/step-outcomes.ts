import { isPropertyBroken } from '../../protocol/fail.js';
import type { Step } from '../../protocol/step.js';
import { isSilentStep } from '../silent-failure.js';
import type { WalkState } from '../walk-state.js';

/** What one step can come to in one state: a broken promise, or what it tells and the state behind it. */
export interface StepOutcome {
  readonly fault: string | undefined;
  readonly broken: string | undefined;
  /** Told as without the fault, though the state is another one. */
  readonly silent: boolean;
  readonly code: number;
  /** The number of the declared state. */
  readonly after: number;
}

/** Every outcome of a step in the declared state with this number, over all choices and faults. */
export function outcomesOf(step: Step, number: number, probe: WalkState, withFaults: boolean): StepOutcome[] {
  const { definition, args } = step;
  const { choices: given = 1, guard, faults = [] } = definition;
  const choices = typeof given === 'function' ? given(args) : given;
  const outcomes: StepOutcome[] = [];
  for (let choice = 0; choice < choices; choice++) {
    probe.sharedNumber = number;
    if (guard !== undefined && !guard(probe.shared.view, args, choice)) continue;
    const without = applied(step, choice, undefined, probe, number);
    outcomes.push({ fault: undefined, silent: false, ...without });
    for (const fault of withFaults ? faults : []) {
      const struck = applied(step, choice, fault, probe, number);
      const silent = isSilentStep(struck.code === without.code, struck.after === without.after);
      outcomes.push({ fault, silent, ...struck });
    }
  }
  return outcomes;
}

function applied(
  { definition, args, outcomes }: Step,
  choice: number,
  fault: string | undefined,
  probe: WalkState,
  number: number,
): Omit<StepOutcome, 'fault' | 'silent'> {
  probe.sharedNumber = number;
  const { view } = probe.open();
  let code: number;
  try {
    code = outcomes.encode(definition.apply?.(view, args, choice, fault));
  } catch (error) {
    // What else is thrown is an author's mistake: the walk meets it too, and reports it.
    const broken = isPropertyBroken(error) ? error.property : `fails: ${(error as Error).message}`;
    return { broken, code: 0, after: -1 };
  }
  return { broken: undefined, code, after: probe.seal() };
}

/** Whether both hold the same outcomes; in the same order, as a rule. */
export function sameOutcomes(a: readonly StepOutcome[], b: readonly StepOutcome[]): boolean {
  if (a.length === b.length && a.every((outcome, i) => isSame(outcome, b[i] as StepOutcome))) return true;
  const [ofA, ofB] = [new Set(a.map(sayOutcome)), new Set(b.map(sayOutcome))];
  return ofA.size === ofB.size && [...ofA].every((outcome) => ofB.has(outcome));
}

const isSame = (a: StepOutcome, b: StepOutcome): boolean =>
  a.code === b.code && a.fault === b.fault && a.broken === b.broken && a.silent === b.silent && a.after === b.after;

const sayOutcome = ({ fault, broken, silent, code, after }: StepOutcome): string =>
  broken === undefined ? `${fault} ${silent} ${code} ${after}` : `${fault} ${broken}`;
