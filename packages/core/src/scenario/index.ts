/**
 * Scenario files: what happens to guests of one host, and what one wants to know of it. See docs/scenarios.md.
 *
 * @module
 */

export { scenarioJsonSchema } from './json-schema.js';
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
export { MOST_SCENARIO_BYTES } from './scenario-document.js';
