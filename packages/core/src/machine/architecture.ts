import type { CostProfile } from '../cost/index.js';
import type { ArchManifest } from '../plugin/arch-plugin.js';
import type { Defect, Feature, MachineOption, ProtocolConstant, Release } from '../plugin/axes.js';
import type { CapabilityRecord } from '../plugin/capability-record.js';
import type { LitmusVocabulary } from '../plugin/litmus.js';
import type { MeasuredCount } from '../plugin/measured-count.js';
import type { Mmu } from '../plugin/mmu.js';
import type { Model } from '../plugin/model.js';
import type { Property } from '../plugin/property.js';
import type { PublishedTime } from '../plugin/published-time.js';
import type { SecureMemory } from '../plugin/secure-memory.js';
import type { TeardownPolicy } from '../plugin/teardown-policy.js';
import type { Operation } from '../protocol/operation.js';

/** An architecture as its plugin registered it: validated and frozen. */
export interface Architecture {
  readonly manifest: ArchManifest;
  readonly capabilities: CapabilityRecord;
  readonly model: Model;
  readonly mmu: Mmu;
  readonly secureMemory: SecureMemory | undefined;
  readonly policies: readonly TeardownPolicy[];
  readonly operations: readonly Operation[];
  readonly properties: readonly Property[];
  /** Oldest first. */
  readonly releases: readonly Release[];
  readonly defects: readonly Defect[];
  readonly features: readonly Feature[];
  readonly options: readonly MachineOption[];
  readonly constants: readonly ProtocolConstant[];
  /** The first one is the default. */
  readonly profiles: readonly CostProfile[];
  readonly published: readonly PublishedTime[];
  readonly measured: readonly MeasuredCount[];
  readonly litmus: readonly URL[];
  readonly litmusVocabulary: LitmusVocabulary | undefined;
  readonly notModelled: readonly string[];
}
