/** One walk in a process of its own, so that nothing is warm: `node explore-child.js MODEL PAGES [defect]`. Prints a `WalkRun`. */
import { walk } from '../../../packages/core/dist/check/index.js';
import { type ModelId, twins } from './models.js';

export interface WalkRun {
  readonly verdict: string;
  readonly states: number;
  readonly transitions: number;
  /** CPU time of all threads during the walk. */
  readonly ms: number;
}

const [model, pages, how] = process.argv.slice(2);
const { make, properties, defect } = twins[model as ModelId];
const machine = how === 'defect' && defect !== undefined ? defect.make(Number(pages)) : make(Number(pages));
const start = process.cpuUsage();
const { verdict, states, transitions } = walk(machine, properties);
const { user, system } = process.cpuUsage(start);
const run: WalkRun = { verdict, states, transitions, ms: (user + system) / 1000 };
console.log(JSON.stringify(run));
