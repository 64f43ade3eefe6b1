import type { MachineModel } from '../../../src/engine/machine-model.js';
import type { ReferenceExecutor, RunOptions } from '../../../src/engine/reference/reference-executor.js';
import { createRunBus, type RunBus, type RunEvents } from '../../../src/events/index.js';
import { difference } from './difference.js';
import type { Tally } from './tally.js';
import { ReferenceWitness, TimedWitness } from './witness.js';

const TOLD: readonly (keyof RunEvents)[] = ['phase-start', 'phase-end', 'range-start', 'range-end', 'run-end'];

/** Everything that a run measured, told and left behind; or the error that ended it. How much work it was is no part of that. */
function outcomeOf(make: (bus: RunBus) => ReferenceExecutor & { readonly signals: string }): unknown {
  const bus = createRunBus();
  const told: unknown[] = [];
  for (const name of TOLD) bus.on(name, (payload) => void told.push([name, payload]));
  const executor = make(bus);
  try {
    const { events: _, ...measured } = executor.run();
    const { layout, scalars, pages } = executor.state;
    return {
      measured,
      told,
      signals: executor.signals,
      scalars: scalars.bytes.slice(0, layout.scalarBytes),
      pages: new Map(
        [...pages].map(([name, { length, store }]) => [
          name,
          Uint16Array.from({ length }, (_, page) => store.get(page)),
        ]),
      ),
    };
  } catch (error) {
    return { error: withoutAmounts(String(error)) };
  }
}

/**
 * Where a machine's author lets several values leave their ranges, one executor may meet another of them first: plans add up, so they
 * overrun by more than a unit does, and a plan is carried out at once where units of several sweeps take turns.
 */
const withoutAmounts = (error: string): string =>
  error.replace(/-?\d+/g, 'N').replace(/does not fit "[^"]*"/, 'does not fit');

/** A machine that both executors run. Options are made anew for each run: what chooses may remember. */
export interface Trial {
  readonly model: MachineModel;
  readonly options: () => RunOptions;
  readonly chunkBits: number;
  readonly gap: number;
  /** Whether it is also run without jumps: these settle plans now and then, which may hide what is settled too late. */
  readonly bothWays: boolean;
}

/** @throws Error where the timed executor, with or without jumps, measures or leaves anything else than the reference executor */
export function agree({ model, options, chunkBits, gap, bothWays }: Trial, tally: Tally): void {
  const reference = outcomeOf((bus) => new ReferenceWitness(model, { ...options(), bus }, tally));
  if ('error' in (reference as object)) tally.tell('error');
  for (const jumps of bothWays ? [false, true] : [true]) {
    const timed = outcomeOf(
      (bus) => new TimedWitness(model, { ...options(), bus, chunkBits, gaps: [gap, 2 ** 20], jumps }, tally),
    );
    const found = difference(timed, reference);
    if (found !== undefined) throw new Error(`${jumps ? 'with' : 'without'} jumps: ${found}`);
  }
}
