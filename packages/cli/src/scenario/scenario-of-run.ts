import { type Architecture, exactDuration, exactPercent, exactSize, resolveMachine } from '@cvm-teardown/core';
import { parseScenario, planScenario, scenarioText } from '@cvm-teardown/core/scenario';
import { findArchitecture } from '../architectures.js';
import { profilesOf, type RunJob } from '../runs/run-job.js';

/** One teardown as a scenario file, every default written out. */
export function scenarioOfRun(architectures: readonly Architecture[], { arch, request, costs }: RunJob): string {
  const architecture = findArchitecture(architectures, arch);
  const machine = resolveMachine(architecture, request, 'run');
  const { trigger, policy, release, authority, features, options, scale, guest, host } = machine;
  const file = {
    scenario: 1,
    name: `${arch}-${trigger}`,
    host: { cpus: host.cpus, slice: exactDuration(host.sliceNs) },
    guest: { memory: exactSize(guest.memoryBytes), vcpus: guest.vcpus, resident: exactPercent(guest.resident) },
    arch: {
      [arch]: {
        policy: { [trigger]: policy },
        release,
        authority,
        features,
        options,
        scale,
        ...(request.defects !== undefined && request.defects.length > 0 && { defects: request.defects }),
      },
    },
    events: [{ do: trigger }],
  };
  const scenario = parseScenario(new TextEncoder().encode(JSON.stringify(file)), architectures);
  const profiles = profilesOf(architecture, costs);
  return scenarioText(scenario, [planScenario(scenario, architecture, { ...costs, profiles })]);
}
