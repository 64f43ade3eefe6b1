import type { TraceStep } from '../check/index.js';
import { FATAL_SIGNAL, type LitmusTest } from './litmus-test.js';
import { chanceField, isRecorded } from './recorder.js';

/** A trace without what the check keeps for itself; a certain fault, which only the recorder knows of, is named. */
export function readableTrace({ actors }: LitmusTest, trace: readonly TraceStep[]): TraceStep[] {
  const certain = actors.flatMap(({ calls }) => calls.flatMap(({ faults }) => faults));
  const faultOf = new Map(
    certain.filter(({ name }) => name !== FATAL_SIGNAL).map((fault) => [chanceField(fault), fault.name]),
  );
  return trace.map((step) => {
    const struck = step.changes.find(({ field, to }) => to === 0 && faultOf.has(field));
    const fault = step.fault ?? faultOf.get(struck?.field ?? '');
    const changes = step.changes.filter(({ field }) => !isRecorded(field));
    return { ...step, ...(fault !== undefined && { fault }), changes };
  });
}
