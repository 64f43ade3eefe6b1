export type { OperationTotal } from './counts.js';
export type { MachineModel } from './machine-model.js';
export type { ScriptedFault } from './reference/fault-script.js';
export { ReferenceExecutor, type RunOptions } from './reference/reference-executor.js';
export type { ActorResult, EngineResult, LevelResult, LockResult, Milestone, PhaseResult } from './run-result.js';
