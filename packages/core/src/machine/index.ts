export type { Architecture } from './architecture.js';
export { createMachine, type MachineOptions } from './create-machine.js';
export { loadArchitecture } from './load-architecture.js';
export type { MachineRequest } from './machine-request.js';
export { DEFAULT_CHECK_PAGES, DEFAULT_MEMORY_BYTES, resolveMachine } from './resolve-machine.js';
