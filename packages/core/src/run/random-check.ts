import type { Cancellation } from '../events/index.js';
import type { Architecture } from '../machine/architecture.js';
import { createMachine, type MachineOptions } from '../machine/create-machine.js';
import type { MachineRequest } from '../machine/machine-request.js';
import { BUS, CONFIG, MODEL, PROPERTIES } from '../machine/tokens.js';
import type { MachineConfig } from '../plugin/machine-config.js';
import { type RandomWalkResult, randomWalk } from '../random/index.js';

export interface RandomCheckOptions extends Pick<MachineOptions, 'bus'> {
  /** 32 bits. Run k has seed + k. */
  readonly seed: number;
  readonly runs?: number | undefined;
  /** Moves of one run while faults may strike; it ends before if nobody can move. */
  readonly moves?: number | undefined;
  /** Faults that may strike in one run; which ones can is drawn. */
  readonly faults?: number | undefined;
  readonly signal?: Cancellation | undefined;
}

export interface RandomCheckResult extends RandomWalkResult {
  readonly machine: MachineConfig;
  readonly faults: number;
  readonly seed: number;
  readonly runsAsked: number;
  readonly movesPerRun: number;
  /** Moves of a fair schedule without faults, within which all that was promised to happen must happen. */
  readonly settleMoves: number;
}

export const RANDOM_DEFAULTS = { pages: 100, runs: 100, moves: 10_000, faults: 2 } as const;

/** Spent on a simpler counterexample, at most: some seconds. */
const SHRINK_MOVES = 2_000_000;

/** The longest life of a shipped machine takes about six moves per page; an order of magnitude more is no life any more. */
export const settleMovesOf = ({ pages }: MachineConfig): number => 1_000 + 100 * pages;

/**
 * Checks a policy at random, on a machine that may be too large to walk. It can find violations; that there is none it cannot tell.
 *
 * @throws InputError if the request names what the architecture does not have, or the seed is wider than 32 bits
 */
export function randomCheck(
  architecture: Architecture,
  request: MachineRequest,
  options: RandomCheckOptions,
): RandomCheckResult {
  const { seed, signal } = options;
  const { runs = RANDOM_DEFAULTS.runs, moves = RANDOM_DEFAULTS.moves, faults = RANDOM_DEFAULTS.faults } = options;
  const machine = createMachine(architecture, { pages: RANDOM_DEFAULTS.pages, ...request }, 'check', options);
  const config = machine.resolve(CONFIG);
  const settleMoves = settleMovesOf(config);
  const result = randomWalk(machine.resolve(MODEL), machine.resolve(PROPERTIES), {
    seed,
    runs,
    moves,
    faults,
    settleMoves,
    shrinkMoves: SHRINK_MOVES,
    bus: machine.resolve(BUS),
    signal,
  });
  return { ...result, machine: config, faults, seed, runsAsked: runs, movesPerRun: moves, settleMoves };
}
