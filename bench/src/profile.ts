import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { profileScenario } from './measure.js';
import type { ScenarioId } from './scenarios.js';

/** What V8's sampling profiler writes, as far as it is read here. */
interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

export interface HotSpot {
  /** A function and its file, or what Node did meanwhile. */
  readonly where: string;
  readonly ms: number;
  /** Of the whole process. */
  readonly share: number;
}

const SHOWN = 8;

/** Where a scenario spends its time, start of the process included: functions by their own time, the greatest first. */
export async function profile(scenario: ScenarioId, pages: number): Promise<readonly HotSpot[]> {
  const directory = mkdtempSync(join(tmpdir(), 'cvm-teardown-bench-'));
  try {
    await profileScenario(directory, scenario, pages);
    const [file = ''] = readdirSync(directory);
    return hotSpots(JSON.parse(readFileSync(join(directory, file), 'utf8')) as CpuProfile);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function hotSpots({ nodes, samples, timeDeltas }: CpuProfile): readonly HotSpot[] {
  const places = new Map(nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]));
  const times = new Map<string, number>();
  let total = 0;
  samples.forEach((id, i) => {
    const place = places.get(id) ?? '?';
    const delta = timeDeltas[i] ?? 0;
    times.set(place, (times.get(place) ?? 0) + delta);
    total += delta;
  });
  return [...times]
    .map(([where, us]) => ({ where, ms: us / 1000, share: us / total }))
    .sort((a, b) => b.ms - a.ms)
    .slice(0, SHOWN);
}

function placeOf({ functionName, url }: CpuProfile['nodes'][number]['callFrame']): string {
  if (functionName === '(garbage collector)') return 'garbage collection';
  const file = /\/(?:packages|bench)\/.*?\/?dist\/(.*)\.js$/.exec(url)?.[1];
  return file === undefined
    ? 'Node and packages of others: start, loading of modules'
    : `${functionName || '(closure)'}, ${file}`;
}
