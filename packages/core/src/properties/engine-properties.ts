import type { BoundProperty } from './bound-property.js';

export const LOCKS_BALANCED: BoundProperty = {
  id: 'locks-balanced',
  kind: 'always',
  summary: 'whoever ends has given back every lock that it took',
  source: 'docs/model.md, locks',
};

export const NO_DEADLOCK: BoundProperty = {
  id: 'no-deadlock',
  kind: 'always',
  summary: 'as long as somebody who is to end has not ended, somebody can act',
  source: 'docs/model.md, actors',
};

/** Judged where a walk keeps its edges: where something else is to hold eventually. */
export const EVERYBODY_CAN_END: BoundProperty = {
  id: 'everybody-can-end',
  kind: 'eventually',
  summary: 'once faults stop, everybody who is to end still can',
  source: 'docs/model.md, actors',
};

/** Promises of the engine itself. */
export const ENGINE_PROPERTIES: readonly BoundProperty[] = [LOCKS_BALANCED, NO_DEADLOCK, EVERYBODY_CAN_END];
