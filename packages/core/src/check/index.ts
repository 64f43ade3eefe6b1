export type { TraceStep, Verdict, Violation, WalkResult } from './check-result.js';
export { type WalkOptions, walk } from './walk.js';
