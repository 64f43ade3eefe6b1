import type { BoundProperty } from '../properties/bound-property.js';
import { Effects } from './effects.js';
import { PerSharedState } from './per-shared-state.js';
import type { WalkState } from './walk-state.js';

/** A property, and whether it holds in a state. */
export interface Judged {
  readonly property: BoundProperty;
  readonly holds: (state: WalkState) => boolean;
}

/** What properties say of the states of a walk. They look at declared state alone. */
export class Judge {
  readonly sometimes: readonly Judged[];
  readonly eventually: readonly Judged[];
  readonly #always: readonly BoundProperty[];
  readonly #remembered = new Effects();

  constructor(readonly properties: readonly BoundProperty[]) {
    this.#always = properties.filter(({ kind, holds }) => kind === 'always' && holds !== undefined);
    this.sometimes = this.#judged('sometimes');
    this.eventually = this.#judged('eventually');
  }

  /** The first `always` that does not hold. */
  broken({ shared: { view } }: WalkState): BoundProperty | undefined {
    for (const property of this.#always) if (property.holds?.(view) === false) return property;
    return undefined;
  }

  /** Bytes of what it remembers. */
  get bytes(): number {
    return this.#remembered.bytes;
  }

  #judged(of: BoundProperty['kind']): readonly Judged[] {
    return this.properties.flatMap((property, i) => {
      if (property.kind !== of) return [];
      const ask = (view: object) => (property.holds?.(view) === true ? 1 : 0);
      const held = new PerSharedState(ask, this.#remembered, 1 + i);
      return [{ property, holds: (state: WalkState) => held.of(state) === 1 }];
    });
  }
}
