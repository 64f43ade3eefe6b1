import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { walk } from '../../src/check/index.js';
import { explore, finalOf } from '../support/explore.js';
import { modelOf, runMachine } from '../support/run-model.js';
import { scenario } from '../support/scenario.js';
import { scenarioMachine } from '../support/scenario-model.js';

describe('one protocol text serves both executors', () => {
  it('what the reference executor ends in is among what the walker can end in', { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(scenario({ actors: 3, acts: 2 }), (of) => {
        const machine = scenarioMachine(of);
        const explored = explore(modelOf(machine), { faults: 0 }, 3000);
        // Only machines that can end in several ways say something.
        fc.pre(explored !== undefined && explored.finals.size > 1);
        const { state, engine } = runMachine(machine, of);
        const done = engine.actors.map(({ end }) => end === 'done');
        expect(explored.finals).toContain(finalOf(state.scalars.bytes, done));
      }),
      { numRuns: 80 },
    );
  });

  it('the walker counts what is there, no more and no less', () => {
    fc.assert(
      fc.property(scenario({ actors: 2, acts: 2 }), (of) => {
        const model = modelOf(scenarioMachine(of));
        const explored = explore(model, { faults: 0 }, 3000);
        fc.pre(explored !== undefined);
        const { states, transitions, violation } = walk(model, []);
        // A deadlock ends the walk early.
        if (violation !== undefined) expect([violation.kind, states <= explored.states]).toEqual(['deadlock', true]);
        else expect({ states, transitions }).toEqual({ states: explored.states, transitions: explored.transitions });
      }),
      { numRuns: 150 },
    );
  });
});
