/**
 * Runs and checks teardowns of confidential VMs on architectures that plugins bring.
 *
 * @module
 */

export type { Deadline, TraceStep, Verdict, Violation, WalkLimits, WalkResult } from './check/index.js';
export * from './cost/index.js';
export type {
  ActorResult,
  EngineResult,
  LevelResult,
  LockResult,
  Milestone,
  OperationTotal,
  PhaseResult,
  ScriptedFault,
} from './engine/index.js';
export * from './errors/index.js';
export * from './events/index.js';
export * from './machine/index.js';
export { AUTHORITIES, FIXED, TRIGGERS } from './plugin/axes.js';
export type * from './plugin/index.js';
export { type BoundProperty, CORE_PROPERTIES, corePropertiesOf, ENGINE_PROPERTIES } from './properties/index.js';
export type { RandomVerdict, RandomViolation, RandomWalkResult } from './random/index.js';
export { type CheckOptions, type CheckResult, check } from './run/check.js';
export type { BytesOverTime, HeldBytes, HeldThen } from './run/held-bytes.js';
export { RANDOM_DEFAULTS, type RandomCheckOptions, type RandomCheckResult, randomCheck } from './run/random-check.js';
export { type Counterexample, type ReplayResult, replay } from './run/replay.js';
export { type CountFilter, type Interference, RunResult } from './run/run-result.js';
export { type SimulateOptions, simulate, simulateInTurns } from './run/simulate.js';
export * from './units/index.js';
