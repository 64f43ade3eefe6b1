import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModelId } from './models.js';

/** How Spin searches. Neither uses its partial order reduction: both visit every state. */
export type SpinSearch = 'depth-first' | 'breadth-first';

export interface SpinRun {
  readonly states: number;
  /** Spin counts one for the initial state. */
  readonly transitions: number;
  readonly errors: number;
  /** Breadth first: steps of the shortest counterexample. */
  readonly traceLength?: number;
  /** From the verifier's start to its end, without that of the shell around it. */
  readonly wallMs: number;
  /** CPU time of the verifier. */
  readonly ms: number;
}

export interface SpinOptions {
  readonly search?: SpinSearch;
  readonly pages?: number;
  readonly define?: string | undefined;
  /** Small models are searched sooner than a fast verifier is compiled. */
  readonly optimized?: boolean;
}

const FLAGS: Readonly<Record<SpinSearch, readonly string[]>> = {
  'depth-first': ['-DNOREDUCE'],
  'breadth-first': ['-DNOREDUCE', '-DBFS'],
};
/** Steps of the longest path that a depth-first search is tried with at first: Spin takes memory for them before it starts. */
const DEPTH = 10_000;
const TOO_SMALL = /search depth too small/;

/** What Spin and the C compiler call themselves; undefined if one of them is missing. */
export function findSpin(): { readonly spin: string; readonly compiler: string } | undefined {
  const versions = [spawnSync('spin', ['-V']), spawnSync('gcc', ['--version'])];
  const [spin = '', compiler = ''] = versions.map(({ stdout }) => String(stdout ?? '').split('\n')[0]);
  return versions.every(({ status }) => status === 0) ? { spin, compiler } : undefined;
}

/** The model in Promela. */
export const promelaOf = (model: ModelId): string =>
  fileURLToPath(new URL(`../../promela/${model}.pml`, import.meta.url));

/**
 * Spin's verifier for a model, in a directory of its own.
 *
 * @throws Error if Spin or the C compiler fail, or if the search was not complete
 */
export class Verifier {
  readonly #directory = mkdtempSync(join(tmpdir(), 'cvm-teardown-spin-'));

  #depth = DEPTH;

  constructor(model: ModelId, { search = 'depth-first', pages, define, optimized = true }: SpinOptions = {}) {
    const defines = [
      ...(pages === undefined ? [] : [`-DPAGES=${pages}`]),
      ...(define === undefined ? [] : [`-D${define}`]),
    ];
    this.#mustRun('spin', [...defines, '-a', promelaOf(model)]);
    this.#mustRun('gcc', [optimized ? '-O2' : '-O0', '-w', '-DSAFETY', ...FLAGS[search], '-o', 'pan', 'pan.c']);
  }

  run(): SpinRun {
    // -E: that all wait is no error, workers never end. -n: no list of what was not reached. The shell tells the time.
    const command = ['./pan', '-E', '-n', `-m${this.#depth}`].join(' ');
    const clock = 'date +%s%N';
    const { stdout } = this.#mustRun('sh', ['-c', `${clock}; ${command} || exit; ${clock}; times`]);
    const [begin = '', end = ''] = stdout.match(/^\d{16,}$/gm) ?? [];
    const wallMs = Number(BigInt(end) - BigInt(begin)) / 1e6;
    const ms = cpuMs(stdout);
    if (TOO_SMALL.test(stdout)) {
      this.#depth *= 10;
      return this.run();
    }
    if (/out of memory|Search not completed/.test(stdout) && !/errors: [1-9]/.test(stdout))
      throw new Error(`the search of Spin was not complete: ${stdout}`);
    const violated = /assertion violated.*\(at depth (\d+)\)/.exec(stdout);
    const number = (pattern: RegExp): number => Number(pattern.exec(stdout)?.[1]);
    return {
      states: number(/(\d+) states, stored/),
      transitions: number(/(\d+) transitions/),
      errors: number(/errors: (\d+)/),
      // A step breaks the promise, at the depth of the state before it.
      ...(violated !== null && { traceLength: Number(violated[1]) + 1 }),
      wallMs,
      ms,
    };
  }

  [Symbol.dispose](): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #mustRun(program: string, args: readonly string[]): SpawnSyncReturns<string> {
    const run = spawnSync(program, args, { cwd: this.#directory, encoding: 'utf8', maxBuffer: 2 ** 28 });
    if (run.error !== undefined) throw run.error;
    if (run.status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${run.stdout}${run.stderr}`);
    return run;
  }
}

/** The last line of `times`: what children took, as user and system. */
export function cpuMs(stdout: string): number {
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  return [...last.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, min, s]) => sum + 60_000 * Number(min) + 1000 * Number(s),
    0,
  );
}
