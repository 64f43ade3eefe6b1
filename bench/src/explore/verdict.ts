import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runNode } from '../measure.js';
import type { WalkRun } from './explore-child.js';
import type { ModelId } from './models.js';
import type { VerdictResult } from './results.js';
import { cpuMs, promelaOf } from './spin.js';

/** Small enough that a developer waits for the verdict, not for the states. */
export const VERDICT_PAGES = 4;

const child = fileURLToPath(new URL('explore-child.js', import.meta.url));

/**
 * CPU time from the command to its verdict, the best of several runs in turns: of our process, and of `spin -search -bfs`, which
 * writes a verifier, compiles it and runs it.
 *
 * @param define the defect; absent: none
 * @throws Error if the two disagree
 */
export async function timeToVerdict(
  model: ModelId,
  title: string,
  runs: number,
  define?: string,
): Promise<VerdictResult> {
  let [walkMs, spinMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  let verdict = '';
  for (let i = 0; i < runs; i++) {
    const asked = [model, String(VERDICT_PAGES), ...(define === undefined ? [] : ['defect'])];
    const { stdout, cpuMs: ms } = await runNode([child, ...asked]);
    ({ verdict } = JSON.parse(stdout) as WalkRun);
    walkMs = Math.min(walkMs, ms);
    const spin = spinSearch(model, define);
    if (spin.verdict !== verdict) throw new Error(`${model}: the walk says ${verdict}, Spin says ${spin.verdict}`);
    spinMs = Math.min(spinMs, spin.ms);
  }
  return { model, title, pages: VERDICT_PAGES, verdict, walkMs, spinMs };
}

function spinSearch(model: ModelId, define?: string): { readonly verdict: string; readonly ms: number } {
  const directory = mkdtempSync(join(tmpdir(), 'cvm-teardown-spin-'));
  try {
    const defines = [`-DPAGES=${VERDICT_PAGES}`, ...(define === undefined ? [] : [`-D${define}`])];
    // -E: that all wait is no error, workers never end. The shell tells the time.
    const command = `spin ${defines.join(' ')} -search -bfs -E ${promelaOf(model)} 2>&1; times`;
    const { stdout, error } = spawnSync('sh', ['-c', command], { cwd: directory, encoding: 'utf8' });
    if (error !== undefined) throw error;
    const errors = /errors: (\d+)/.exec(stdout)?.[1];
    if (errors === undefined) throw new Error(`spin -search failed: ${stdout}`);
    return { verdict: errors === '0' ? 'valid' : 'violated', ms: cpuMs(stdout) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
