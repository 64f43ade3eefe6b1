export type { SymmetryUse, TraceStep, Verdict, Violation, WalkResult } from './check-result.js';
export { type DecideOptions, type Decision, decide } from './decide.js';
export type { Deadline, WalkLimits } from './limits.js';
export { type WalkOptions, walk } from './walk.js';
