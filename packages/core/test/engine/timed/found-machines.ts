import type { Trial } from './agreement.js';
import { trialOfBatches } from './batch-machines.js';
import entriesBothWays from './found/entries-both-ways.json' with { type: 'json' };
import freedInTime from './found/freed-in-time.json' with { type: 'json' };
import lateGathering from './found/late-gathering.json' with { type: 'json' };
import oneTableBothWays from './found/one-table-both-ways.json' with { type: 'json' };
import sharedPool from './found/shared-pool.json' with { type: 'json' };
import sliceOverRaggedPages from './found/slice-over-ragged-pages.json' with { type: 'json' };
import tablesAhead from './found/tables-ahead.json' with { type: 'json' };
import unpricedAtMilestone from './found/unpriced-at-milestone.json' with { type: 'json' };
import wokenLate from './found/woken-late.json' with { type: 'json' };
import type { MachineSpec } from './machine-spec.js';
import { trialOfSpec } from './random-machine.js';

const TRIALS = { synthetic: trialOfSpec, batches: trialOfBatches };

/** Machines on which the executors once differed, as they were shrunk, and some that are drawn too rarely. */
export const foundMachines: readonly { readonly what: string; readonly trial: () => Trial }[] = [
  entriesBothWays,
  lateGathering,
  wokenLate,
  sharedPool,
  oneTableBothWays,
  freedInTime,
  tablesAhead,
  sliceOverRaggedPages,
  unpricedAtMilestone,
].map(({ what, generator, machine }) => ({
  what,
  trial: () => TRIALS[generator as keyof typeof TRIALS](machine as unknown as MachineSpec),
}));
