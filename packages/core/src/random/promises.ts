import type { Move } from '../check/move.js';
import type { BoundProperty } from '../properties/bound-property.js';
import { ENGINE_PROPERTIES, NO_DEADLOCK } from '../properties/engine-properties.js';
import type { World } from './world.js';

/** Judged only where a schedule is fair: a walk has no schedules. */
export const EVERYBODY_ENDS: BoundProperty = {
  id: 'everybody-ends',
  kind: 'eventually',
  summary: 'once faults stop, everybody who is to end comes to an end, if all get their turns',
  source: 'docs/model.md, actors',
};

/**
 * A promise that was not kept. `how` it shows: the last move says so, the state that it led to is against it, nobody can move
 * in that state, or no fair schedule leads from there to what was promised.
 */
export interface Broken {
  readonly property: BoundProperty;
  readonly how: 'move' | 'state' | 'deadlock' | 'lost';
  readonly detail?: string;
}

/** What was promised about a machine, by when it is looked at. */
export class Promises {
  readonly always: readonly BoundProperty[];
  readonly eventually: readonly BoundProperty[];
  readonly sometimes: readonly BoundProperty[];
  readonly #byId: ReadonlyMap<string, BoundProperty>;

  constructor(readonly properties: readonly BoundProperty[]) {
    this.always = properties.filter(({ kind, holds }) => kind === 'always' && holds !== undefined);
    this.eventually = properties.filter(({ kind }) => kind === 'eventually');
    this.sometimes = properties.filter(({ kind }) => kind === 'sometimes');
    this.#byId = new Map([...ENGINE_PROPERTIES, EVERYBODY_ENDS, ...properties].map((known) => [known.id, known]));
  }

  /** The same, but for what must be looked at in every state. */
  get withoutAlways(): Promises {
    return new Promises(this.properties.filter(({ kind }) => kind !== 'always'));
  }

  byId(id: string): BoundProperty | undefined {
    return this.#byId.get(id);
  }

  /** What a move broke, or the state that it led to. */
  brokenBy({ broken }: Move, world: World): Broken | undefined {
    if (broken === undefined) return world.changed ? this.brokenIn(world) : undefined;
    const { property: id, detail } = broken;
    const known = this.byId(id);
    return {
      property: known ?? { id, kind: 'always', summary: detail, source: 'asserted by a step' },
      how: 'move',
      detail,
    };
  }

  brokenIn({ state: { view } }: World): Broken | undefined {
    const property = this.always.find(({ holds }) => holds?.(view) === false);
    return property && { property, how: 'state' };
  }
}

/** Nobody can move: fine if everybody who is to end has ended. */
export function deadlockIn({ unfinished }: World): Broken | undefined {
  if (unfinished.length === 0) return undefined;
  return { property: NO_DEADLOCK, how: 'deadlock', detail: waitingFor(unfinished) };
}

export const waitingFor = (unfinished: World['unfinished']): string =>
  unfinished.map((performer) => `${performer.actor.name} waits at ${performer.whereabouts()}`).join('; ');
