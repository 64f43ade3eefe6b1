import { aftermathMachine, generalMachine, rhythmMachine } from '../arbitrary-machines.js';
import { ARCHITECTURES } from '../architectures.js';
import { batchMachine, trialOfBatches } from '../batch-machines.js';
import { compareExecutors } from '../equality.js';
import { trialOfSpec } from '../random-machine.js';
import { drawMachine, randomRequest } from '../random-request.js';

/* Compares a mutant with the reference executor: GENERATOR CASES SEED. Prints after how many cases they differ, or nothing. */

const MACHINES = { general: generalMachine, rhythm: rhythmMachine, aftermath: aftermathMachine, batches: batchMachine };

const [generator = '', cases, seed] = process.argv.slice(2);
const options = { cases: Number(cases), seed: Number(seed), endOnFailure: true };
const architecture = ARCHITECTURES[generator];
const { details } =
  architecture === undefined
    ? compareExecutors(
        MACHINES[generator as keyof typeof MACHINES],
        generator === 'batches' ? trialOfBatches : trialOfSpec,
        options,
      )
    : compareExecutors(randomRequest, (spec) => drawMachine(architecture, spec), options);
if (details.failed) console.log(details.numRuns);
