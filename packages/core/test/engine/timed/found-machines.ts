import type { Trial } from './agreement.js';
import { trialOfBatches } from './batch-machines.js';
import alikeInFlight from './found/alike-in-flight.json' with { type: 'json' };
import batchesAgainstALevel from './found/batches-against-a-level.json' with { type: 'json' };
import batchesAmidAPlan from './found/batches-amid-a-plan.json' with { type: 'json' };
import batchesBeforeSomebodyWaited from './found/batches-before-somebody-waited.json' with { type: 'json' };
import batchesBegunAtThisInstant from './found/batches-begun-at-this-instant.json' with { type: 'json' };
import batchesBehindASweep from './found/batches-behind-a-sweep.json' with { type: 'json' };
import batchesByTheRulesOfThen from './found/batches-by-the-rules-of-then.json' with { type: 'json' };
import batchesUpToAUnit from './found/batches-up-to-a-unit.json' with { type: 'json' };
import entriesAmidAPlan from './found/entries-amid-a-plan.json' with { type: 'json' };
import entriesBothWays from './found/entries-both-ways.json' with { type: 'json' };
import fallAtOnce from './found/fall-at-once.json' with { type: 'json' };
import firstFlushShorter from './found/first-flush-shorter.json' with { type: 'json' };
import flushInTheMidst from './found/flush-in-the-midst.json' with { type: 'json' };
import freedInTime from './found/freed-in-time.json' with { type: 'json' };
import gatheredLonger from './found/gathered-longer.json' with { type: 'json' };
import lastPageWithAllTails from './found/last-page-with-all-tails.json' with { type: 'json' };
import lateGathering from './found/late-gathering.json' with { type: 'json' };
import levelAmidABatch from './found/level-amid-a-batch.json' with { type: 'json' };
import mappedBehind from './found/mapped-behind.json' with { type: 'json' };
import noOfferBeforeTheFirst from './found/no-offer-before-the-first.json' with { type: 'json' };
import onAtTheSameInstant from './found/on-at-the-same-instant.json' with { type: 'json' };
import oneOvertakes from './found/one-overtakes.json' with { type: 'json' };
import oneTableBothWays from './found/one-table-both-ways.json' with { type: 'json' };
import sharedPool from './found/shared-pool.json' with { type: 'json' };
import sliceFromBefore from './found/slice-from-before.json' with { type: 'json' };
import sliceOverRaggedPages from './found/slice-over-ragged-pages.json' with { type: 'json' };
import spinsOverAJump from './found/spins-over-a-jump.json' with { type: 'json' };
import tablesAhead from './found/tables-ahead.json' with { type: 'json' };
import tablesSweptAndCounted from './found/tables-swept-and-counted.json' with { type: 'json' };
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
  onAtTheSameInstant,
  flushInTheMidst,
  firstFlushShorter,
  tablesSweptAndCounted,
  mappedBehind,
  lastPageWithAllTails,
  oneOvertakes,
  sliceFromBefore,
  batchesAgainstALevel,
  batchesAmidAPlan,
  batchesUpToAUnit,
  batchesByTheRulesOfThen,
  batchesBeforeSomebodyWaited,
  batchesBegunAtThisInstant,
  levelAmidABatch,
  fallAtOnce,
  entriesAmidAPlan,
  gatheredLonger,
  noOfferBeforeTheFirst,
  alikeInFlight,
  spinsOverAJump,
  batchesBehindASweep,
].map(({ what, generator, machine }) => ({
  what,
  trial: () => TRIALS[generator as keyof typeof TRIALS](machine as unknown as MachineSpec),
}));
