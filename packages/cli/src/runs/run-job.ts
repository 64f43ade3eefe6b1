import {
  type Architecture,
  type CostProfile,
  createRunBus,
  type MachineRequest,
  parseAssumptions,
  profileMessages,
  refuseAny,
  type SimulateOptions,
  simulateInTurns,
} from '@cvm-teardown/core';
import { type RunEntry, recordPhases, runEntry } from '@cvm-teardown/core/report';
import { findArchitecture } from '../architectures.js';

/** What an architecture's operations are to cost. */
export interface Costs {
  /** Ids of its profiles, or others; later ones win. Absent: its default. */
  readonly profiles?: readonly (string | CostProfile)[] | undefined;
  /** `operation=time`, only operations that it has. */
  readonly assume: readonly string[];
}

/** A run as plain data. */
export interface RunJob {
  readonly arch: string;
  readonly request: MachineRequest;
  readonly costs: Costs;
}

/** What a run listens to, and whom it tells: `onPages` hears now and then how many pages its sweeps have passed, of how many. */
export interface RunAttendance {
  readonly signal: SimulateOptions['signal'];
  readonly onPages: (done: number, total: number | undefined) => void;
}

/**
 * Runs one teardown, in pieces between which others may use the thread.
 *
 * @throws InputError if the request or the costs name what the architecture does not have
 */
export function* performRun(
  architectures: readonly Architecture[],
  { arch, request, costs }: RunJob,
  { signal, onPages }: RunAttendance,
): Generator<undefined, RunEntry> {
  const architecture = findArchitecture(architectures, arch);
  const profiles = profilesOf(architecture, costs);
  const assumptions = parseAssumptions(costs.assume, architecture.operations);
  const bus = createRunBus();
  bus.on('progress', ({ done, total }) => onPages(done, total));
  const phases = recordPhases(bus);
  const result = yield* simulateInTurns(architecture, request, { profiles, assumptions, bus, signal });
  return runEntry({ architecture, result, profiles, assumptions, phases: phases() });
}

/** The chosen profiles themselves; undefined: none was chosen. */
export const profilesOf = (architecture: Architecture, { profiles }: Costs): readonly CostProfile[] | undefined =>
  profiles?.map((profile) => (typeof profile === 'string' ? profileOf(architecture, profile) : profile));

function profileOf({ profiles }: Architecture, id: string): Architecture['profiles'][number] {
  const found = profiles.find((profile) => profile.id === id);
  if (found === undefined)
    refuseAny([
      profileMessages.unknownProfile(
        id,
        profiles.map((profile) => profile.id),
      ),
    ]);
  return found as Architecture['profiles'][number];
}
