/** One walk in a process of its own, so that nothing is warm: `node explore-child.js MODEL PAGES`. Prints a `WalkRun`. */
import { walk } from '../../../packages/core/dist/check/index.js';
import { type ModelId, twins } from './models.js';

export interface WalkRun {
  readonly verdict: string;
  readonly states: number;
  readonly transitions: number;
  /** Of the walk, without the start of the process. */
  readonly ms: number;
}

const [model, pages] = process.argv.slice(2);
const { make, properties } = twins[model as ModelId];
const machine = make(Number(pages));
const start = performance.now();
const { verdict, states, transitions } = walk(machine, properties);
const run: WalkRun = { verdict, states, transitions, ms: performance.now() - start };
console.log(JSON.stringify(run));
