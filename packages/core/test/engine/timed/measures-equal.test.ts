import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../src/engine/reference/reference-executor.js';
import type { EngineResult } from '../../../src/engine/run-result.js';
import { TimedExecutor } from '../../../src/engine/timed/timed-executor.js';
import { generalMachine, rhythmMachine } from './arbitrary-machines.js';
import type { MachineSpec } from './machine-spec.js';
import { type MeasureSpec, measured, measureSpec } from './measured-machine.js';
import { costs, machineOf } from './random-machine.js';

const CASES = Number(process.env['CVM_EQUALITY_CASES'] ?? 300);

/** Levels, and the longest time without a reschedule point. */
function measuresOf(executor: ReferenceExecutor) {
  let engine: EngineResult;
  try {
    engine = executor.run();
  } catch (error) {
    // A count that leaves its range does so page by page, or by many at once.
    return String(error).replace(/-?\d+/g, 'n');
  }
  return {
    levels: engine.levels.map(({ integral, ...level }) => ({ ...level, integral: String(integral) })),
    actors: engine.actors.map(({ name, cpuNs, longestUnrescheduledNs }) => ({ name, cpuNs, longestUnrescheduledNs })),
  };
}

let jumps = 0;

function agree(spec: MachineSpec, measures: MeasureSpec): void {
  const options = { cost: costs, cpus: spec.cpus, sliceNs: spec.sliceNs };
  const model = () => measured(machineOf(spec), measures);
  const reference = measuresOf(new ReferenceExecutor(model(), options));
  for (const jumping of [false, true]) {
    const timed = new TimedExecutor(model(), { ...options, chunkBits: spec.chunkBits, jumps: jumping });
    expect(measuresOf(timed), jumping ? 'with jumps' : 'without jumps').toEqual(reference);
    jumps += timed.jumps;
  }
}

describe('levels and the longest time without a reschedule point are the same on both executors', () => {
  it(`on ${CASES} random machines`, { timeout: 3_600_000 }, () => {
    fc.assert(fc.property(generalMachine, measureSpec, agree), { numRuns: CASES });
  });

  it(`on ${CASES} machines on which sweeps run in rhythm`, { timeout: 3_600_000 }, () => {
    jumps = 0;
    fc.assert(fc.property(rhythmMachine, measureSpec, agree), { numRuns: CASES });
    expect(jumps).toBeGreaterThan(CASES / 10);
  });
});
