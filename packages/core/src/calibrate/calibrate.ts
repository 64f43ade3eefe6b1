import type { Assumption } from '../cost/assumption.js';
import type { CostProfile } from '../cost/cost-profile.js';
import type { Finding } from '../errors/finding.js';
import { collectFindings, refuseAny } from '../errors/input-error.js';
import { notOnTheWay, notToldApart, tooFewTimes, unknownFittedOperation } from '../errors/messages/calibration.js';
import type { Architecture } from '../machine/architecture.js';
import type { Operation } from '../protocol/operation.js';
import { type BlockedTime, blockedTimeOf, type Prices } from './blocked-time.js';
import { type Coefficients, indistinguishable, leastSquares } from './least-squares.js';
import type { Observation } from './observation.js';

export interface FittedPrice {
  readonly operation: string;
  readonly unit: string;
  /** Nanoseconds of one unit, with three decimals. */
  readonly ns: number;
}

export interface CalibrationRow {
  readonly id: string;
  readonly measuredNs: number;
  /** With the fitted prices; run again, not extrapolated. */
  readonly modelledNs: number;
  /** Modelled over measured, less one. */
  readonly error: number;
  /** The same of a fit to the other rows alone, which is a prediction; absent where they do not suffice. */
  readonly leftOutError?: number;
}

export interface Calibration {
  readonly prices: readonly FittedPrice[];
  readonly rows: readonly CalibrationRow[];
  /** As many prices as rows: that the model agrees with them proves nothing. */
  readonly exact: boolean;
  /** The blocked time is the sum of counts times prices; if not, the fit is the best for a sum, and its errors say how good that is. */
  readonly linear: boolean;
}

export interface CalibrateOptions {
  /** Names of the operations whose prices are to be found. */
  readonly fit: readonly string[];
  /** Prices that stay as they are; default: none. A row of a fitted operation is replaced, and rows relative to it move along. */
  readonly profiles?: readonly CostProfile[] | undefined;
  readonly assumptions?: readonly Assumption[] | undefined;
}

/** One unit costs this much in a trial: a whole number of ns, so that rounding takes nothing. */
const TRIAL_PS = 1_000_000n;
const TRIAL_NS = 1000;
const DECIMALS = 1000;

/**
 * Finds the prices with the least sum of squares of relative errors, none below 0. How the time depends on a price is taken
 * from runs of the model, so whatever it says of waiting and overlap is in it.
 *
 * @throws InputError (CVM_CALIBRATION_..., CVM_MACHINE_...) with everything that is wrong
 */
export function calibrate(
  architecture: Architecture,
  observations: readonly Observation[],
  { fit, profiles = [], assumptions = [] }: CalibrateOptions,
): Calibration {
  const fitted = operationsOf(architecture, fit);
  if (observations.length < fitted.length) refuseAny([tooFewTimes(observations.length, fit)]);
  const fixed = { profiles, assumptions: assumptions.filter(({ operation }) => !fit.includes(operation)) };
  const blocked = blockedTimeOf(architecture, fitted, fixed);
  const { base, slopes, linear } = explore(blocked, observations, fitted.length);
  refuseAny(undetermined(slopes, fit));

  const solve = (use: (row: number) => boolean): Prices => {
    const chosen = observations.flatMap((observation, i) => (use(i) ? [{ observation, i }] : []));
    // Relative errors: a second of a small guest counts as much as a minute of a large one.
    const rows = chosen.map(({ observation, i }) => (slopes[i] ?? []).map((slope) => slope / observation.blockedNs));
    const right = chosen.map(({ observation, i }) => 1 - (base[i] as number) / observation.blockedNs);
    return leastSquares(rows, right).map((ns) => BigInt(Math.round(ns * DECIMALS)));
  };
  const prices = solve(() => true);
  return {
    prices: fitted.map(({ name, unit }, j) => ({ operation: name, unit, ns: Number(prices[j]) / DECIMALS })),
    rows: observations.map((observation, i) => {
      const modelledNs = blocked(observation, prices);
      const others = slopes.filter((_, k) => k !== i);
      const predicts = others.length >= fitted.length && indistinguishable(others).length === 0;
      return {
        id: observation.id,
        measuredNs: observation.blockedNs,
        modelledNs,
        error: modelledNs / observation.blockedNs - 1,
        ...(predicts && {
          leftOutError:
            blocked(
              observation,
              solve((k) => k !== i),
            ) /
              observation.blockedNs -
            1,
        }),
      };
    }),
    exact: observations.length === fitted.length,
    linear,
  };
}

function operationsOf({ operations }: Architecture, fit: readonly string[]): readonly Operation[] {
  const known = operations.map(({ name }) => name);
  const findings = fit.filter((name) => !known.includes(name)).map((name) => unknownFittedOperation(name, known));
  refuseAny(findings);
  return fit.map((name) => operations.find((operation) => operation.name === name) as Operation);
}

interface Explored {
  /** Blocked ns of each row while the fitted operations are free. */
  readonly base: readonly number[];
  /** Units on the way, by row and price. */
  readonly slopes: Coefficients;
  readonly linear: boolean;
}

function explore(blocked: BlockedTime, observations: readonly Observation[], width: number): Explored {
  const trial = (which: (j: number) => boolean): Prices =>
    Array.from({ length: width }, (_, j) => (which(j) ? TRIAL_PS : 0n));
  const findings: Finding[] = [];
  const rows = observations.flatMap((observation) => {
    const explored = collectFindings(findings, () => {
      const free = blocked(
        observation,
        trial(() => false),
      );
      const slopes = Array.from(
        { length: width },
        (_, j) =>
          (blocked(
            observation,
            trial((k) => k === j),
          ) -
            free) /
          TRIAL_NS,
      );
      const sum = slopes.reduce((total, slope) => total + slope * TRIAL_NS, free);
      return {
        free,
        slopes,
        linear:
          blocked(
            observation,
            trial(() => true),
          ) === sum,
      };
    });
    return explored === undefined ? [] : [explored];
  });
  refuseAny(findings);
  return {
    base: rows.map(({ free }) => free),
    slopes: rows.map(({ slopes }) => slopes),
    linear: rows.every(({ linear }) => linear),
  };
}

function undetermined(slopes: Coefficients, fit: readonly string[]): readonly Finding[] {
  const absent = fit.filter((_, j) => slopes.every((row) => row[j] === 0));
  if (absent.length > 0) return absent.map(notOnTheWay);
  const tied = indistinguishable(slopes);
  return tied.length === 0 ? [] : [notToldApart(tied.map((j) => fit[j] as string))];
}
