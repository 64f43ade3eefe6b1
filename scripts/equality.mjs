#!/usr/bin/env node
/**
 * Compares the timed with the reference executor on many more random machines than `pnpm test` does, says how often what they are made
 * for happened, and prints the seed.
 *
 *   pnpm equality [--only GENERATOR] [--cases 40000] [--seed SEED]
 *
 * Generators: general, rhythm, aftermath, batches; ragged, instants and architectures (of each a fifth of the cases); without `--only`
 * all of them.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** In which test a generator is used: part of its name. */
const TESTS = {
  general: 'random machines',
  rhythm: 'sweeps run in rhythm',
  aftermath: 'rhythm is disturbed',
  batches: 'whole batches are planned',
  ragged: 'over ragged memory',
  instants: 'what takes no time',
  architectures: 'machines of ',
};

const { values: options } = parseArgs({
  options: { only: { type: 'string' }, cases: { type: 'string', default: '40000' }, seed: { type: 'string' } },
});
const only = options.only === undefined ? undefined : TESTS[options.only];
if (options.only !== undefined && only === undefined) {
  console.error(`there is no generator "${options.only}": ${Object.keys(TESTS).join(', ')}`);
  process.exit(2);
}

const files = ['timed-equals-reference', 'batch-plans-equal', 'ragged-measures', 'instants-equal'];
const filter = only === undefined ? [] : ['--testNamePattern', only];
const { status } = spawnSync('vitest', ['run', '--project', 'unit', ...files, ...filter], {
  cwd: fileURLToPath(new URL('../', import.meta.url)),
  stdio: 'inherit',
  env: {
    ...process.env,
    CVM_EQUALITY_CASES: options.cases,
    CVM_EQUALITY_TELL: 'yes',
    ...(options.seed !== undefined && { CVM_EQUALITY_SEED: options.seed }),
  },
});
process.exitCode = status ?? 1;
