import type { Where } from '@cvm-teardown/core';

/** A plugin's module, found but not loaded: plain data. */
export interface FoundPlugin {
  /** As the user named it. */
  readonly name: string;
  /** Of the module that has the plugin as its default export. */
  readonly url: string;
  /** Where it was named. */
  readonly where: Where;
}
