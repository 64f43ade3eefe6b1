/**
 * One measurement in a process of its own, so that nothing is warm: `node child.js HOW SCENARIO PAGES`. Prints a `Measured`.
 * HOW is `timed` or `reference` (the executors), or `loop` (what one would write by hand).
 */
import type { RunResult } from '../../packages/core/dist/index.js';
import { type Scenario, type ScenarioId, scenarios } from './scenarios.js';

export type How = 'timed' | 'reference' | 'loop';

export interface Measured {
  /** Of the simulation or the loop, without the start of the process. */
  readonly ms: number;
  readonly endNs: number;
  readonly wiped: number;
  /** Of an executor. */
  readonly events?: number;
}

async function measure(how: How, scenario: Scenario, pages: number): Promise<Measured> {
  const start = performance.now();
  const ms = (): number => performance.now() - start;
  if (how === 'loop') return { ...scenario.loop(pages), ms: ms() };
  const run: RunResult = await scenario.simulate(pages, { executor: how });
  const { endNs, events } = run.engine;
  return { ms: ms(), endNs, wiped: scenario.wiped(run), events };
}

const [how, scenario, pages] = process.argv.slice(2);
console.log(JSON.stringify(await measure(how as How, scenarios[scenario as ScenarioId], Number(pages))));
