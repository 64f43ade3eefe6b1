/**
 * The contract for authors of architecture plugins: everything they need, and nothing else. See docs/plugin-authors.md.
 *
 * @module
 */

export * from '../protocol/index.js';
export {
  BoundedList,
  type Declarations,
  type Field,
  type Fields,
  type FlagField,
  flag,
  type ListDeclaration,
  list,
  type NameField,
  type NumberField,
  oneOf,
  PageArray,
  type PageClass,
  type PageField,
  type PageMap,
  type PagesDeclaration,
  pageOf,
  pages,
  type RecordDeclaration,
  type RecordsDeclaration,
  type RecordView,
  range,
  record,
  records,
  type StateView,
  type ValueOf,
} from '../state/index.js';
export { API_VERSION, type ArchManifest, type ArchPlugin, defineArchPlugin } from './arch-plugin.js';
export {
  AUTHORITIES,
  type Authority,
  type Defect,
  type DefectScene,
  type Feature,
  FIXED,
  type MachineOption,
  type ProtocolConstant,
  type Release,
  TRIGGERS,
  type Trigger,
} from './axes.js';
export type { CapabilityRecord } from './capability-record.js';
export {
  type ArgumentValues,
  type LitmusArgument,
  type LitmusArguments,
  type LitmusCall,
  type LitmusFault,
  type LitmusPages,
  type LitmusResult,
  type LitmusVocabulary,
  type LitmusWord,
  litmusCall,
  type WordValue,
} from './litmus.js';
export type { GuestConfig, HostConfig, MachineConfig, Purpose } from './machine-config.js';
export type { CountedSum, MeasuredCount, MeasuredMachine } from './measured-count.js';
export type { MemoryAccount } from './memory-account.js';
export type {
  LayoutWish,
  MappingPlan,
  MappingWish,
  MemoryPart,
  Mmu,
  PageDebts,
  UnmapReason,
  WishResult,
} from './mmu.js';
export type { Model } from './model.js';
export type { Property, PropertyKind } from './property.js';
export type { PublishedSide, PublishedTime } from './published-time.js';
export type { Registrar } from './registrar.js';
export type { PageCustody, SecureMemory, SecureMemoryVerb } from './secure-memory.js';
export type { FollowUp, LastResort, TeardownPolicy } from './teardown-policy.js';
export { withScenes } from './with-scenes.js';
