#!/usr/bin/env node
/**
 * Checks that every release shows exactly its known defects on machines of more pages than `pnpm test` does.
 *
 *   pnpm releases [--pages 3] [--arch s390]
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** Milliseconds of one machine: with 4 pages the largest takes several minutes. */
const LONGEST = 2 * 3_600_000;

const { values: options } = parseArgs({
  options: { pages: { type: 'string', default: '3' }, arch: { type: 'string', default: '' } },
});
const archs = options.arch === '' ? ['s390', 'arm64', 'ppc'] : [options.arch];
const { status } = spawnSync(
  'vitest',
  [
    'run',
    '--project',
    'unit',
    `--testTimeout=${LONGEST}`,
    ...archs.map((arch) => `packages/arch-${arch}/test/releases`),
  ],
  {
    cwd: fileURLToPath(new URL('../', import.meta.url)),
    stdio: 'inherit',
    env: { ...process.env, CVM_RELEASE_PAGES: options.pages },
  },
);
process.exitCode = status ?? 1;
