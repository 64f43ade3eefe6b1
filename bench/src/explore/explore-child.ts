/** One walk in a process of its own, so that nothing is warm: `node explore-child.js MODEL PAGES [defect]`. Prints a `WalkRun`. */
import { walk } from '../../../packages/core/dist/check/index.js';
import { type ModelId, twins } from './models.js';

export interface WalkRun {
  readonly verdict: string;
  readonly states: number;
  readonly transitions: number;
  /** From the beginning of the walk to its end. */
  readonly wallMs: number;
  /** CPU time of all threads meanwhile. */
  readonly ms: number;
}

const [model, pages, how] = process.argv.slice(2);
const { make, properties, defect } = twins[model as ModelId];
const machine = how === 'defect' && defect !== undefined ? defect.make(Number(pages)) : make(Number(pages));
const start = process.cpuUsage();
const begin = performance.now();
const { verdict, states, transitions } = walk(machine, properties);
const wallMs = performance.now() - begin;
const { user, system } = process.cpuUsage(start);
const run: WalkRun = { verdict, states, transitions, wallMs, ms: (user + system) / 1000 };
console.log(JSON.stringify(run));
