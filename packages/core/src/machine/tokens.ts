import { token } from '../container/index.js';
import type { CostModel } from '../cost/index.js';
import type { MachineModel } from '../engine/machine-model.js';
import type { RunBus } from '../events/index.js';
import type { MachineConfig } from '../plugin/machine-config.js';
import type { TeardownPolicy } from '../plugin/teardown-policy.js';
import type { BoundProperty } from '../properties/index.js';
import type { Architecture } from './architecture.js';

export const ARCHITECTURE = token<Architecture>('Architecture');
export const CONFIG = token<MachineConfig>('MachineConfig');
export const POLICY = token<TeardownPolicy>('TeardownPolicy');
export const MODEL = token<MachineModel>('MachineModel');
export const COSTS = token<CostModel>('CostModel');
export const PROPERTIES = token<readonly BoundProperty[]>('Properties');
export const BUS = token<RunBus>('RunBus');
