/**
 * For the test suites of plugins: checks that catch the mistakes of protocol authors.
 *
 * @module
 */

export {
  type DebugModelOptions,
  type DebugOptions,
  type DebugSummary,
  debugCheck,
  debugCheckModel,
} from './debug-check.js';
export type { Comparisons } from './watch.js';
