import type { Architecture, Finding, MachineRequest } from '@cvm-teardown/core';
import { chooseMachine } from '../options/choose-architecture.js';
import type { PlannedRow } from './comparison-plan.js';

/** A row that can be run, or one that the architecture refuses. */
export function resolveRow(architecture: Architecture, label: string, request: MachineRequest): PlannedRow {
  const refused: Finding[] = [];
  const machine = chooseMachine(architecture, request, 'run', refused);
  return machine === undefined ? { label, refused } : { label, request };
}
