import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { How, Measured } from './child.js';
import type { ScenarioId } from './scenarios.js';

/** A whole process, from its start to its end. */
export interface ProcessRun {
  readonly wallMs: number;
  readonly maxRssBytes: number;
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
      if (code === 0) resolve({ wallMs, maxRssBytes: Number(usage()), stdout: stdout() });
      else reject(new Error(`node ${args.join(' ')} ended with ${code}: ${stderr()}`));
    });
  });
}

export const runTool = (args: readonly string[]): Promise<ProcessRun> =>
  runNode([path('../../packages/cli/dist/bin.js'), ...args]);

export interface ScenarioRun extends Measured, Pick<ProcessRun, 'wallMs' | 'maxRssBytes'> {}

export async function runScenario(how: How, scenario: ScenarioId, pages: number): Promise<ScenarioRun> {
  const { stdout, ...process } = await runNode([path('child.js'), how, scenario, String(pages)]);
  return { ...process, ...(JSON.parse(stdout) as Measured) };
}

/** The middle one of several runs, by wall time. */
export async function median<R extends { readonly wallMs: number }>(times: number, run: () => Promise<R>): Promise<R> {
  const runs: R[] = [];
  for (let i = 0; i < times; i++) runs.push(await run());
  runs.sort((a, b) => a.wallMs - b.wallMs);
  return runs[Math.floor(times / 2)] as R;
}
