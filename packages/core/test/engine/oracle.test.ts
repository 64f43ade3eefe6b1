import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NaiveWorld } from '../support/naive-world.js';
import { codes, runMachine } from '../support/run-model.js';
import { type Scenario, type Size, scenario } from '../support/scenario.js';
import { scenarioMachine } from '../support/scenario-model.js';

/** What the reference executor makes of a scenario, in the words of the naive world. */
function reference(of: Scenario) {
  const { engine, log, state, view } = runMachine(scenarioMachine(of), of);
  const level = engine.levels[0];
  return {
    endNs: engine.endNs,
    log,
    pages: codes(state),
    entries: codes(state, 'table'),
    pool: view.pool,
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

describe('the reference executor and a naive world that is written differently', () => {
  it.each<[string, Size, number]>([
    ['one actor', { actors: 1, acts: 3 }, 300],
    ['two actors', { actors: 2, acts: 3 }, 700],
    ['four actors', { actors: 4, acts: 4 }, 500],
  ])('agree on everything they measure: %s', (_, size, numRuns) => {
    fc.assert(
      fc.property(scenario(size), (of) => {
        expect(reference(of)).toEqual(new NaiveWorld(of).run());
      }),
      { numRuns },
    );
  });
});
