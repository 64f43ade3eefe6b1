import { agree, type Trial } from '../agreement.js';
import { aftermathMachine, generalMachine, rhythmMachine } from '../arbitrary-machines.js';
import { ARCHITECTURES } from '../architectures.js';
import { batchMachine, trialOfBatches } from '../batch-machines.js';
import { compareExecutors, type EqualityOptions } from '../equality.js';
import { foundMachines } from '../found-machines.js';
import { trialOfSpec } from '../random-machine.js';
import { drawMachine, randomRequest } from '../random-request.js';
import { Tally } from '../tally.js';

/* Compares a mutant with the reference executor: GENERATOR CASES SEED. Prints after how many cases they differ, or nothing. */

const MACHINES = { general: generalMachine, rhythm: rhythmMachine, aftermath: aftermathMachine, batches: batchMachine };

const differs = (trial: Trial): boolean => {
  try {
    agree(trial, new Tally());
    return false;
  } catch {
    return true;
  }
};

function differsAfter(generator: string, options: EqualityOptions): number | undefined {
  if (generator === 'found') {
    const at = foundMachines.findIndex(({ trial }) => differs(trial()));
    return at < 0 ? undefined : at + 1;
  }
  const architecture = ARCHITECTURES[generator];
  const { details } =
    architecture === undefined
      ? compareExecutors(
          MACHINES[generator as keyof typeof MACHINES],
          generator === 'batches' ? trialOfBatches : trialOfSpec,
          options,
        )
      : compareExecutors(randomRequest, (spec) => drawMachine(architecture, spec), options);
  return details.failed ? details.numRuns : undefined;
}

const [generator = '', cases, seed] = process.argv.slice(2);
const after = differsAfter(generator, { cases: Number(cases), seed: Number(seed), endOnFailure: true });
if (after !== undefined) console.log(after);
