/**
 * Scenario files: what happens to guests of one host, and what one wants to know of it. See docs/scenarios.md.
 *
 * @module
 */

export { describeScenario, scenarioText } from './describe-scenario.js';
export { scenarioJsonSchema } from './json-schema.js';
export { type JudgedThreshold, judgeThresholds } from './judge-thresholds.js';
export { parseScenario } from './parse-scenario.js';
export { type PlannedEvent, planScenario, type ScenarioPlan } from './plan-scenario.js';
export {
  type EventResult,
  runScenario,
  runScenarioInTurns,
  type ScenarioOptions,
  type ScenarioResult,
} from './run-scenario.js';
export type { Scenario } from './scenario.js';
export { MOST_SCENARIO_BYTES, readScenarioDocument } from './scenario-document.js';
