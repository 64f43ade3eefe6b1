export { BoundedList } from './bounded-list.js';
export * from './declare.js';
export { changedFields, describeState, type StateDescription } from './describe-state.js';
export { createLayout, type FieldSlot, type PageSlot, type StateLayout } from './layout.js';
export { PageArray, type PageClass, type PageMap } from './page-array.js';
export { PageCodec, type PageRecord } from './page-codec.js';
export { BitPageStore, BytePageStore, type Cell, type PageStore, WordPageStore } from './page-store.js';
export { createState, type PackedState, type PageStoreFactory, type StateView } from './state.js';
