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
  /** The declared state. */
  readonly bytes: Uint8Array;
}

/** Every outcome of a step where the declared state is `bytes`, over all choices and faults. */
export function outcomesOf(step: Step, bytes: Uint8Array, probe: WalkState, withFaults: boolean): StepOutcome[] {
  const { definition, args } = step;
  const { choices: given = 1, guard, faults = [] } = definition;
  const choices = typeof given === 'function' ? given(args) : given;
  const outcomes: StepOutcome[] = [];
  for (let choice = 0; choice < choices; choice++) {
    probe.declared.set(bytes);
    if (guard !== undefined && !guard(probe.shared.view, args, choice)) continue;
    probe.declared.set(bytes);
    const without = applied(step, choice, undefined, probe);
    outcomes.push({ fault: undefined, silent: false, ...without });
    for (const fault of withFaults ? faults : []) {
      probe.declared.set(bytes);
      const struck = applied(step, choice, fault, probe);
      outcomes.push({ fault, silent: isSilentStep(without, struck.code, struck.bytes), ...struck });
    }
  }
  return outcomes;
}

function applied(
  { definition, args, outcomes }: Step,
  choice: number,
  fault: string | undefined,
  { shared, declared }: WalkState,
): Omit<StepOutcome, 'fault' | 'silent'> {
  try {
    const code = outcomes.encode(definition.apply?.(shared.view, args, choice, fault));
    return { broken: undefined, code, bytes: declared.slice() };
  } catch (error) {
    // What else is thrown is an author's mistake: the walk meets it too, and reports it.
    const broken = isPropertyBroken(error) ? error.property : `fails: ${(error as Error).message}`;
    return { broken, code: 0, bytes: new Uint8Array(0) };
  }
}

/** Whether both hold the same outcomes; in the same order, as a rule. */
export function sameOutcomes(a: readonly StepOutcome[], b: readonly StepOutcome[]): boolean {
  if (a.length === b.length && a.every((outcome, i) => isSame(outcome, b[i] as StepOutcome))) return true;
  const [ofA, ofB] = [new Set(a.map(sayOutcome)), new Set(b.map(sayOutcome))];
  return ofA.size === ofB.size && [...ofA].every((outcome) => ofB.has(outcome));
}

function isSame(a: StepOutcome, b: StepOutcome): boolean {
  if (a.code !== b.code || a.fault !== b.fault || a.broken !== b.broken || a.silent !== b.silent) return false;
  for (let i = 0; i < a.bytes.length; i++) if (a.bytes[i] !== b.bytes[i]) return false;
  return true;
}

const sayOutcome = ({ fault, broken, silent, code, bytes }: StepOutcome): string =>
  broken === undefined ? `${fault} ${silent} ${code} ${String.fromCharCode(...bytes)}` : `${fault} ${broken}`;
