import { bind, createMachineContainer, type MachineContainer } from '../container/index.js';
import { type Assumption, type CostProfile, createCostModel } from '../cost/index.js';
import { createRunBus, type RunBus } from '../events/index.js';
import type { MachineConfig, Purpose } from '../plugin/machine-config.js';
import type { TeardownPolicy } from '../plugin/teardown-policy.js';
import { type BoundProperty, bindCoreProperties } from '../properties/index.js';
import type { Architecture } from './architecture.js';
import type { MachineRequest } from './machine-request.js';
import { resolveMachine } from './resolve-machine.js';
import { ARCHITECTURE, BUS, CONFIG, COSTS, MODEL, POLICY, PROPERTIES } from './tokens.js';

export interface MachineOptions {
  /** Cost profiles, later ones win; by default the architecture's first. */
  readonly profiles?: readonly CostProfile[] | undefined;
  readonly assumptions?: readonly Assumption[] | undefined;
  readonly bus?: RunBus | undefined;
}

/** One container per machine: what the plugin registered, bound to this machine's configuration. Dispose of it when done. */
export function createMachine(
  architecture: Architecture,
  request: MachineRequest,
  purpose: Purpose,
  options: MachineOptions = {},
): MachineContainer {
  return createMachineContainer([
    bind(ARCHITECTURE, [], () => architecture),
    bind(BUS, [], () => options.bus ?? createRunBus()),
    bind(CONFIG, [ARCHITECTURE], (arch) => resolveMachine(arch, request, purpose)),
    bind(
      POLICY,
      [ARCHITECTURE, CONFIG],
      (arch, { policy }) => arch.policies.find(({ id }) => id === policy) as TeardownPolicy,
    ),
    bind(COSTS, [ARCHITECTURE], ({ profiles }) =>
      createCostModel(options.profiles ?? profiles.slice(0, 1), options.assumptions),
    ),
    bind(MODEL, [ARCHITECTURE, CONFIG, POLICY], ({ model }, config, policy) => ({
      declarations: model.declare(config),
      locks: model.locks(config),
      begin: (s) => policy.begin(s, config),
      levels: policy.levels && ((s) => policy.levels?.(s, config) ?? {}),
      actors: policy.actors(config),
      failuresAreTold: true,
    })),
    bind(PROPERTIES, [ARCHITECTURE, CONFIG], propertiesOf),
  ]);
}

/** Core's and the plugin's properties that say something about this machine. */
export function propertiesOf(architecture: Architecture, config: MachineConfig): readonly BoundProperty[] {
  const { mmu, secureMemory, properties, model } = architecture;
  const memory = model.declare(config)[model.memory];
  const pages = memory?.kind === 'pages' ? memory.count : 0;
  const own = properties
    .filter(({ applies }) => applies?.(config) !== false)
    .map(({ holds, ...property }) => ({ ...property, holds: holds && ((s: object) => holds(s, config)) }));
  return [...bindCoreProperties(config, mmu, secureMemory, pages, model.accounts), ...own];
}
