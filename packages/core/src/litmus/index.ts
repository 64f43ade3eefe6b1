/**
 * Litmus files: small machines, exact expectations, every execution. See docs/litmus.md.
 *
 * @module
 */

export type { ReadDocument as LitmusDocument } from '../document/read-document.js';
export { checkLitmus, type LitmusFileResult, refusedFile } from './check-litmus.js';
export { litmusJsonSchema } from './json-schema.js';
export { MOST_BYTES, readLitmusDocument as readDocument } from './litmus-document.js';
export type { LitmusFailure, LitmusOutcome, LitmusResult, LitmusViolation } from './litmus-result.js';
export type { LitmusTest } from './litmus-test.js';
export { parseLitmus } from './parse-litmus.js';
export { type LitmusOptions, runLitmus } from './run-litmus.js';
