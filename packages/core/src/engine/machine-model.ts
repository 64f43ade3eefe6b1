import type { Actor } from '../protocol/actor.js';
import type { Levels } from '../protocol/levels.js';
import type { LockDeclaration } from '../protocol/lock.js';
import type { Declarations } from '../state/declare.js';

/** What every executor needs of a machine: its declared state, how it starts, who acts, and which locks there are. */
export interface MachineModel {
  readonly declarations: Declarations;
  // biome-ignore lint/suspicious/noExplicitAny: the state view's type is the plugin's
  readonly begin: (s: any) => void;
  /** How much of each level there is; see `TeardownPolicy`. */
  // biome-ignore lint/suspicious/noExplicitAny: the state view's type is the plugin's
  readonly levels?: ((s: any) => Levels) | undefined;
  /** In order of rank: at the same instant the first acts first. */
  readonly actors: readonly Actor[];
  readonly locks: readonly LockDeclaration[];
  /** Whether a fault whose effect nobody is told of breaks a promise. */
  readonly failuresAreTold?: boolean;
}
