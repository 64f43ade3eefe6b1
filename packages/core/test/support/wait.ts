import { type Operation, stepsOver } from '../../src/protocol/index.js';
import { op } from './run-model.js';

const define = stepsOver<unknown>();
const made = new Map<Operation, () => ReturnType<ReturnType<typeof define>>>();

/** A step that does nothing for `ns` nanoseconds, on the CPU. */
export function spend(ns: number | undefined) {
  const operation = op(ns);
  let step = made.get(operation);
  if (step === undefined) {
    step = define({ name: `spend ${ns}`, operation });
    made.set(operation, step);
  }
  return step();
}
