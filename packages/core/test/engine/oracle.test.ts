import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MachineModel } from '../../src/engine/machine-model.js';
import { ReferenceExecutor, type RunOptions } from '../../src/engine/reference/reference-executor.js';
import { TimedExecutor } from '../../src/engine/timed/timed-executor.js';
import { NaiveWorld } from '../support/naive-world.js';
import { codes, modelOf, PRICES } from '../support/run-model.js';
import { type Scenario, type Size, scenario } from '../support/scenario.js';
import { scenarioMachine } from '../support/scenario-model.js';

const executors: Readonly<Record<string, (model: MachineModel, options: RunOptions) => ReferenceExecutor>> = {
  reference: (model, options) => new ReferenceExecutor(model, options),
  timed: (model, options) => new TimedExecutor(model, { ...options, chunkBits: 2 }),
};

/** What an executor makes of a scenario, in the words of the naive world. */
function outcome(of: Scenario, executor: keyof typeof executors) {
  const { cpus, sliceNs } = of;
  const one = (executors[executor] as (typeof executors)[string])(modelOf(scenarioMachine(of)), {
    cost: PRICES,
    cpus,
    sliceNs,
  });
  const engine = one.run();
  const level = engine.levels[0];
  return {
    endNs: engine.endNs,
    log: engine.milestones.map(({ atNs, actor, name }) => `${atNs} ${actor} ${name}`),
    pages: codes(one.state),
    entries: codes(one.state, 'table'),
    pool: (one.state.view as unknown as { pool: number }).pool,
    moments: level === undefined ? 0 : level.now * engine.endNs - Number(level.integral),
    actors: engine.actors.map(({ end, endNs, cpuNs, spinNs, lockWaitNs, guardWaitNs, queueWaitNs }) => ({
      end,
      endNs,
      cpuNs,
      spinNs,
      lockWaitNs,
      guardWaitNs,
      queueWaitNs,
    })),
  };
}

/**
 * Both executors share the state machine of sweeps, locks and CPUs; what is wrong there is wrong in both. The naive world
 * shares nothing with them. When this was written, 25,000 scenarios of two and of four actors were compared for each of both.
 */
describe.each(['reference', 'timed'])('the %s executor and a naive world that is written differently', (executor) => {
  it.each<[string, Size, number]>([
    ['one actor', { actors: 1, acts: 3 }, 200],
    ['two actors', { actors: 2, acts: 3 }, 400],
    ['four actors', { actors: 4, acts: 4 }, 300],
  ])('agree on everything they measure: %s', (_, size, numRuns) => {
    fc.assert(
      fc.property(scenario(size), (of) => {
        expect(outcome(of, executor)).toEqual(new NaiveWorld(of).run());
      }),
      { numRuns },
    );
  });
});
