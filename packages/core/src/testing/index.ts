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
export { type DefectsShown, defectsShown, keepingDefects } from './defects-shown.js';
export { type LitmusSuite, litmusSuite } from './litmus-suite.js';
export {
  type Equivalent,
  type MutationScore,
  mutationFindings,
  scoreOf,
} from './mutation/mutation-findings.js';
export { type MutationOptions, type MutationReport, type MutationWorld, mutationRun } from './mutation/mutation-run.js';
export type { Comparisons } from './watch.js';
