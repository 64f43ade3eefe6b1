import type { Operation } from '../protocol/operation.js';
import type { Defect, Feature, MachineOption, ProtocolConstant, Release } from './axes.js';
import type { CapabilityRecord } from './capability-record.js';
import type { LitmusVocabulary } from './litmus.js';
import type { MeasuredCount } from './measured-count.js';
import type { Mmu } from './mmu.js';
import type { Model } from './model.js';
import type { Property } from './property.js';
import type { PublishedTime } from './published-time.js';
import type { SecureMemory } from './secure-memory.js';
import type { TeardownPolicy } from './teardown-policy.js';

/** All that a plugin sees of the tool: it hands over plain data and functions. Lists may be handed over in several calls. */
export interface Registrar {
  capabilities(record: CapabilityRecord): void;
  model(model: Model): void;
  mmu(mmu: Mmu): void;
  /** Not called by an architecture without protected memory. */
  secureMemory(secureMemory: SecureMemory): void;
  policy(...policies: readonly TeardownPolicy[]): void;
  operation(...operations: readonly Operation[]): void;
  property(...properties: readonly Property[]): void;
  /** In order of time, oldest first. */
  release(...releases: readonly Release[]): void;
  defect(...defects: readonly Defect[]): void;
  feature(...features: readonly Feature[]): void;
  option(...options: readonly MachineOption[]): void;
  constant(...constants: readonly ProtocolConstant[]): void;
  /** Parsed JSON; validated when it is handed over. The first one is the default. */
  profile(...profiles: readonly unknown[]): void;
  published(...times: readonly PublishedTime[]): void;
  measured(...counts: readonly MeasuredCount[]): void;
  /** Folders with litmus files, as file URLs. */
  litmus(...folders: readonly URL[]): void;
  /** How litmus files speak of the architecture. Without it there can be none. */
  litmusVocabulary(vocabulary: LitmusVocabulary): void;
  /** What the plugin does not model, one line each; printed by `about` and linked from reports. */
  notModelled(...lines: readonly string[]): void;
}
