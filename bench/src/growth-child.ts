/**
 * One series in a process of its own: `node growth-child.js SERIES`. Prints its `Point`s; all is warm, and nothing of the start of
 * the process is in them.
 */
import { loadArchitecture, type RunResult, simulate } from '../../packages/core/dist/index.js';
import { countChunkWork } from './chunk-work.js';
import { growth, type Point, type SeriesDefinition, type SeriesId } from './growth.js';
import { synthetic } from './machine/plugin.js';

const REPETITIONS = 5;

function measure({ at, request }: SeriesDefinition): Point[] {
  const architecture = loadArchitecture(synthetic);
  const run = (x: number): RunResult => simulate(architecture, request(x));
  for (let i = 0; i < 20; i++) run(at[0] as number);
  return at.map((x) => {
    const times: number[] = [];
    let events = 0;
    for (let i = 0; i < REPETITIONS; i++) {
      const start = performance.now();
      events = run(x).engine.events;
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    return { x, events, work: countChunkWork(() => run(x)), ms: times[Math.floor(REPETITIONS / 2)] as number };
  });
}

console.log(JSON.stringify(measure(growth[process.argv[2] as SeriesId])));
