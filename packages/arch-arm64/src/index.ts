/**
 * arm64: how KVM takes a guest's stage 2 apart. The default export is the plugin.
 *
 * @module
 */

export type { GuestLayout, LayoutOf, MappedRange } from './layout.js';
export { arm64 as default, arm64With } from './plugin.js';
