/**
 * Runs and checks teardowns of confidential VMs on architectures that plugins bring.
 *
 * @module
 */

export type { TraceStep, Verdict, Violation, WalkResult } from './check/index.js';
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
export { type BoundProperty, CORE_PROPERTIES, ENGINE_PROPERTIES } from './properties/index.js';
export { type CheckOptions, type CheckResult, check } from './run/check.js';
export { type CountFilter, RunResult } from './run/run-result.js';
export { type SimulateOptions, simulate } from './run/simulate.js';
export * from './units/index.js';
