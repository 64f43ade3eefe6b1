import { CORE_COPY, type CoreCopy } from './core-copy.js';
import type { Registrar } from './registrar.js';

/** The contract's version; a plugin that was built for another one is refused with a message that says what to do. */
export const API_VERSION = 1;

export interface ArchManifest {
  /** `--arch` value. */
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly summary: string;
  readonly documentation?: string;
}

export interface ArchPlugin {
  readonly apiVersion: number;
  /** The copy of core that it was defined with; absent: it uses nothing of core. */
  readonly core?: CoreCopy;
  readonly manifest: ArchManifest;
  readonly register: (registrar: Registrar) => void;
}

/** `export default defineArchPlugin({ manifest, register })` */
export const defineArchPlugin = (plugin: Omit<ArchPlugin, 'apiVersion' | 'core'>): ArchPlugin =>
  Object.freeze({ apiVersion: API_VERSION, core: CORE_COPY, ...plugin });
