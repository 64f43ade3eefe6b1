import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TimedExecutor } from '../../src/engine/timed/timed-executor.js';
import { NaiveWorld } from '../support/naive-world.js';
import { codes, modelOf, PRICES } from '../support/run-model.js';
import { scenario } from '../support/scenario.js';
import { scenarioMachine } from '../support/scenario-model.js';
it('timed', { timeout: 600_000 }, () => {
  for (const size of [{ actors: 2, acts: 3 }, { actors: 4, acts: 4 }]) {
  fc.assert(fc.property(scenario(size), (of) => {
    const x = new TimedExecutor(modelOf(scenarioMachine(of)), { cost: PRICES, cpus: of.cpus, sliceNs: of.sliceNs, chunkBits: 2 });
    const engine = x.run(); const state = x.state;
    const n = new NaiveWorld(of).run();
    const level = engine.levels[0];
    const log = engine.milestones.map(({ atNs, actor, name }) => `${atNs} ${actor} ${name}`);
    expect({ endNs: engine.endNs, log, pages: codes(state as never), entries: codes(state as never, 'table'), pool: (state.view as never as {pool: number}).pool, moments: level === undefined ? 0 : level.now * engine.endNs - Number(level.integral),
     actors: engine.actors.map(({ end, endNs, cpuNs, spinNs, lockWaitNs, guardWaitNs, queueWaitNs }) => ({ end, endNs, cpuNs, spinNs, lockWaitNs, guardWaitNs, queueWaitNs })) }).toEqual(n);
  }), { numRuns: 10000, seed: 7 });
  }
});
