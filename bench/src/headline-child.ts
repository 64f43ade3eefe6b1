/**
 * One group of the headline in a process of its own: `node headline-child.js EXECUTOR GROUP [MEMORY_BYTES]`, all its rows one
 * after the other. Prints a `HeadlineRun`.
 */

import { headlineGroups } from '../../packages/cli/dist/headline/groups.js';
import { loadArchitecture, simulate } from '../../packages/core/dist/index.js';

export interface HeadlineRun {
  readonly ms: number;
  readonly rows: number;
  /** Of the guest. */
  readonly pages: number;
  readonly pageBytes: number;
  readonly memoryBytes: number;
  readonly events: number;
}

const PACKAGES = {
  s390: async () => (await import('../../packages/arch-s390/dist/index.js')).s390,
  arm64: async () => (await import('../../packages/arch-arm64/dist/index.js')).default,
  ppc: async () => (await import('../../packages/arch-ppc/dist/index.js')).default,
} as const;

async function measure(executor: 'timed' | 'reference', id: string, memory: string | undefined): Promise<HeadlineRun> {
  const group = headlineGroups.find((one) => one.id === id);
  if (group === undefined) throw new RangeError(`the headline has no group "${id}"`);
  const architecture = loadArchitecture(await PACKAGES[group.arch as keyof typeof PACKAGES]());
  const profiles = architecture.profiles.filter((profile) => profile.id === group.profile);
  const memoryBytes = memory === undefined ? group.request.memoryBytes : Number(memory);
  const start = performance.now();
  const runs = group.rows.map(({ request }) =>
    simulate(architecture, { ...group.request, ...request, memoryBytes }, { profiles, executor }),
  );
  const ms = performance.now() - start;
  const { pages = 0, pageBytes = 0 } = runs[0]?.machine ?? {};
  const events = runs.reduce((sum, { engine }) => sum + engine.events, 0);
  return { ms, rows: runs.length, pages, pageBytes, memoryBytes, events };
}

const [executor, group, memory] = process.argv.slice(2);
console.log(JSON.stringify(await measure(executor as 'timed' | 'reference', group as string, memory)));
