#!/usr/bin/env node
/**
 * Compares the timed with the reference executor on many more random machines than `pnpm test` does, says how often what they are made
 * for happened, and prints the seed.
 *
 *   pnpm equality [--cases 40000] [--seed SEED]
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: { cases: { type: 'string', default: '40000' }, seed: { type: 'string' } },
});

const { status } = spawnSync('vitest', ['run', '--project', 'unit', 'timed-equals-reference'], {
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
