import { agree, type Trial } from '../agreement.js';
import { aftermathMachine, generalMachine, rhythmMachine } from '../arbitrary-machines.js';
import { ARCHITECTURES } from '../architectures.js';
import { batchMachine, trialOfBatches } from '../batch-machines.js';
import { compareExecutors, type EqualityOptions } from '../equality.js';
import { foundMachines } from '../found-machines.js';
import { instantMachine } from '../instant-machines.js';
import { raggedMachine, trialOfRagged } from '../ragged-machines.js';
import { trialOfSpec } from '../random-machine.js';
import { drawMachine, randomRequest } from '../random-request.js';
import { Tally } from '../tally.js';

/*
 * Compares a mutant with the reference executor: GENERATOR,GENERATOR... CASES SEED. Prints the name of each generator as it begins,
 * and after how many cases the executors differ, if they do; then it ends.
 */

const differs = (trial: Trial): boolean => {
  try {
    agree(trial, new Tally());
    return false;
  } catch {
    return true;
  }
};

function compare(generator: string, options: EqualityOptions) {
  const architecture = ARCHITECTURES[generator];
  if (architecture !== undefined)
    return compareExecutors(randomRequest, (spec) => drawMachine(architecture, spec), options);
  switch (generator) {
    case 'general':
      return compareExecutors(generalMachine, trialOfSpec, options);
    case 'rhythm':
      return compareExecutors(rhythmMachine, trialOfSpec, options);
    case 'aftermath':
      return compareExecutors(aftermathMachine, trialOfSpec, options);
    case 'instants':
      return compareExecutors(instantMachine, trialOfSpec, options);
    case 'batches':
      return compareExecutors(batchMachine, trialOfBatches, options);
    case 'ragged':
      return compareExecutors(raggedMachine, trialOfRagged, options);
    default:
      throw new Error(`no generator "${generator}"`);
  }
}

function differsAfter(generator: string, options: EqualityOptions): number | undefined {
  if (generator === 'found') {
    const at = foundMachines.findIndex(({ trial }) => differs(trial()));
    return at < 0 ? undefined : at + 1;
  }
  const { details } = compare(generator, options);
  return details.failed ? details.numRuns : undefined;
}

const [generators = '', cases, seed] = process.argv.slice(2);
for (const generator of generators.split(',')) {
  console.log(generator);
  const after = differsAfter(generator, { cases: Number(cases), seed: Number(seed), endOnFailure: true });
  if (after === undefined) continue;
  console.log(after);
  break;
}
