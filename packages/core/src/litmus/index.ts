/**
 * Litmus files: small machines, exact expectations, every execution. See docs/litmus.md.
 *
 * @module
 */

export { checkLitmus, type LitmusFileResult, refusedFile } from './check-litmus.js';
export { litmusJsonSchema } from './json-schema.js';
export type { LitmusFailure, LitmusOutcome, LitmusResult, LitmusViolation } from './litmus-result.js';
export type { LitmusTest } from './litmus-test.js';
export { parseLitmus } from './parse-litmus.js';
export { type LitmusDocument, MOST_BYTES, readDocument } from './read-document.js';
export { type LitmusOptions, runLitmus } from './run-litmus.js';
