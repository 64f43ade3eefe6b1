import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { How, Measured } from './child.js';
import type { HeadlineRun } from './headline-child.js';
import type { Limits } from './limits.js';
import type { ScenarioId } from './scenarios.js';
import type { Usage } from './usage.js';

/** A whole process, from its start to its end. */
export interface ProcessRun extends Usage {
  readonly wallMs: number;
  readonly stdout: string;
}

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Runs a Node program to its end. @throws Error if it fails */
export function runNode(args: readonly string[]): Promise<ProcessRun> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, ['--import', path('usage.js'), ...args], {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    const [stdout, stderr, usage] = [1, 2, 3].map((descriptor) => {
      const chunks: Buffer[] = [];
      child.stdio[descriptor]?.on('data', (chunk: Buffer) => chunks.push(chunk));
      return (): string => Buffer.concat(chunks).toString();
    }) as [() => string, () => string, () => string];
    let wallMs = 0;
    child.on('exit', () => {
      wallMs = performance.now() - start;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve({ wallMs, ...(JSON.parse(usage()) as Usage), stdout: stdout() });
      else reject(new Error(`node ${args.join(' ')} ended with ${code}: ${stderr()}`));
    });
  });
}

export const runTool = (args: readonly string[]): Promise<ProcessRun> =>
  runNode([path('../../packages/cli/dist/bin.js'), ...args]);

export interface ScenarioRun extends Measured, Omit<ProcessRun, 'stdout'> {}

export async function runScenario(how: How, scenario: ScenarioId, pages: number): Promise<ScenarioRun> {
  const { stdout, ...process } = await runNode([path('child.js'), how, scenario, String(pages)]);
  return { ...process, ...(JSON.parse(stdout) as Measured) };
}

/** Lets V8 write a CPU profile of a simulation into a directory. */
export const profileScenario = (directory: string, scenario: ScenarioId, pages: number): Promise<ProcessRun> =>
  runNode(['--cpu-prof', `--cpu-prof-dir=${directory}`, path('child.js'), 'timed', scenario, String(pages)]);

export const runLimits = async (): Promise<Limits> => JSON.parse((await runNode([path('limits.js')])).stdout) as Limits;

export async function runHeadline(
  executor: 'timed' | 'reference',
  group: string,
  memoryBytes?: number,
): Promise<HeadlineRun & { readonly wallMs: number }> {
  const memory = memoryBytes === undefined ? [] : [String(memoryBytes)];
  const { stdout, wallMs } = await runNode([path('headline-child.js'), executor, group, ...memory]);
  return { wallMs, ...(JSON.parse(stdout) as HeadlineRun) };
}

/** What takes long is not repeated as often. */
const PATIENCE_MS = 10_000;

/** The middle one of several runs, by wall time: of `times`, or of as many as begin within `PATIENCE_MS`. */
export async function median<R extends { readonly wallMs: number }>(times: number, run: () => Promise<R>): Promise<R> {
  const runs = await inOrder(times, run);
  return runs[Math.floor((runs.length - 1) / 2)] as R;
}

/** `median`'s runs, the fastest first. */
export async function inOrder<R extends { readonly wallMs: number }>(
  times: number,
  run: () => Promise<R>,
): Promise<readonly R[]> {
  const runs: R[] = [];
  let spent = 0;
  while (runs.length === 0 || (runs.length < times && spent < PATIENCE_MS)) {
    const one = await run();
    runs.push(one);
    spent += one.wallMs;
  }
  return runs.sort((a, b) => a.wallMs - b.wallMs);
}
