import { describe, expect, test } from 'vitest';
import { TimedExecutor } from '../../../src/engine/timed/timed-executor.js';
import { agree } from './agreement.js';
import { modelOf, optionsOf } from './large-machine.js';
import { scenarios } from './large-scenarios.js';
import { Tally } from './tally.js';

/*
 * A plan that is too short or a jump that is missed leaves every result right, and makes a run slower by up to the number of its pages.
 * So the work that a run takes is a result too.
 */

describe.each(Object.entries(scenarios))('%s', { timeout: 60_000 }, (_, { machine, pages, mostEvents, endNs }) => {
  test('takes few events', () => {
    const large = machine(pages);
    const executor = new TimedExecutor(modelOf(large), optionsOf(large));
    const result = executor.run();
    expect(result.events).toBeLessThanOrEqual(mostEvents);
    expect(executor.jumps).toBeLessThanOrEqual(mostEvents);
    expect(result.actors.map(({ end }) => end)).not.toContain('blocked');
    if (endNs !== undefined) expect(result.endNs).toBe(endNs);
  });

  test('is measured as by the reference executor, with fewer pages', () => {
    const small = machine(70_000);
    agree(
      { model: modelOf(small), options: () => optionsOf(small), chunkBits: 16, gap: 2 ** 11, bothWays: true },
      new Tally(),
    );
  });
});
