import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../simpy_sweep.py', import.meta.url));

/** Scenarios that the script knows. */
export const SIMPY_SCENARIOS = ['sweep', 'lock-step', 'touched'] as const;
export type SimpyScenario = (typeof SIMPY_SCENARIOS)[number];

export interface SimpyRun {
  readonly seconds: number;
  readonly endNs: number;
  readonly wiped: number;
}

/** The first Python that has SimPy: the user's, or Debian's, whose package is python3-simpy3. */
export function findPython(): string | undefined {
  return ['python3', '/usr/bin/python3'].find((python) => spawnSync(python, ['-c', 'import simpy']).status === 0);
}

/** @throws Error if the script fails */
export function runSimpy(python: string, scenario: SimpyScenario, pages: number): SimpyRun {
  const { status, stdout, stderr } = spawnSync(python, [script, scenario, String(pages)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${python} ${script} failed: ${stderr}`);
  return JSON.parse(stdout) as SimpyRun;
}

export function versionsOf(python: string): { readonly python: string; readonly simpy: string } {
  const code = 'import platform, simpy; print(platform.python_version(), simpy.__version__)';
  const [version = '', simpy = ''] = spawnSync(python, ['-c', code], { encoding: 'utf8' }).stdout.trim().split(' ');
  return { python: version, simpy };
}
