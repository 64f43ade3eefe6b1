import type { Assumption } from '../cost/assumption.js';
import type { CostProfile, KnownOperation } from '../cost/cost-profile.js';
import { InputError } from '../errors/input-error.js';
import { neverUnblocked, unpricedBesideFit } from '../errors/messages/calibration.js';
import type { Architecture } from '../machine/architecture.js';
import { simulate } from '../run/simulate.js';
import type { Picoseconds } from '../units/picoseconds.js';
import type { Observation } from './observation.js';

/** What prices are fitted beside: those that stay as they are. */
export interface FixedPrices {
  readonly profiles: readonly CostProfile[];
  readonly assumptions: readonly Assumption[];
}

/** A price per fitted operation, in their order. */
export type Prices = readonly Picoseconds[];

/** The modelled blocked time of an observation's machine, in ns, as a function of the fitted prices. */
export type BlockedTime = (observation: Observation, prices: Prices) => number;

export const blockedTimeOf =
  (
    architecture: Architecture,
    fitted: readonly KnownOperation[],
    { profiles, assumptions }: FixedPrices,
  ): BlockedTime =>
  ({ id, request }, prices) => {
    const tried = fitted.map(({ name, unit }, i) => ({
      operation: name,
      unit,
      picoseconds: prices[i] as Picoseconds,
      text: `${name}, fitted`,
    }));
    const run = simulate(architecture, request, { profiles, assumptions: [...assumptions, ...tried] });
    const ns = run.blockedNs;
    if (ns !== undefined) return ns;
    const unpriced = run.milestone('unblocked')?.unpriced;
    throw new InputError(unpriced === undefined ? neverUnblocked(id) : unpricedBesideFit(id, unpriced));
  };
