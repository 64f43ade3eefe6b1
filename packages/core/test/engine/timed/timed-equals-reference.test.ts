import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../src/engine/reference/reference-executor.js';
import { TimedExecutor } from '../../../src/engine/timed/timed-executor.js';
import { costs, generalMachine, type MachineSpec, machineOf, rhythmMachine } from './random-machine.js';

const CASES = Number(process.env['CVM_EQUALITY_CASES'] ?? 3000);

/** Everything that an executor measured, and every page. */
function outcome(executor: ReferenceExecutor) {
  let result: unknown;
  try {
    const { events: _, ...measured } = executor.run();
    result = measured;
  } catch (error) {
    return String(error);
  }
  const pages = [...executor.state.pages].map(([name, array]) => [
    name,
    Array.from({ length: array.length }, (_, page) => array.store.get(page)).join(' '),
  ]);
  return { result, pages, counter: (executor.state.view as unknown as { counter: number }).counter };
}

const text = (value: unknown): string =>
  JSON.stringify(
    value,
    (_, v) => (typeof v === 'bigint' ? `${v}n` : v instanceof Map ? [...v].sort((a, b) => (a[0] < b[0] ? -1 : 1)) : v),
    1,
  );

let jumps = 0;

function agree(spec: MachineSpec): void {
  const options = { cost: costs, cpus: spec.cpus, sliceNs: spec.sliceNs };
  const reference = text(outcome(new ReferenceExecutor(machineOf(spec), options)));
  for (const jumping of [false, true]) {
    const timed = new TimedExecutor(machineOf(spec), { ...options, chunkBits: spec.chunkBits, jumps: jumping });
    expect(text(outcome(timed)), jumping ? 'with jumps' : 'without jumps').toBe(reference);
    jumps += timed.jumps;
  }
}

describe('the timed executor equals the reference executor', () => {
  it(`on ${CASES} random machines`, { timeout: 3_600_000 }, () => {
    fc.assert(fc.property(generalMachine, agree), { numRuns: CASES });
  });

  it(`on ${CASES} machines on which sweeps run in rhythm`, { timeout: 3_600_000 }, () => {
    jumps = 0;
    fc.assert(fc.property(rhythmMachine, agree), { numRuns: CASES });
    console.log('jumps', jumps);
    expect(jumps).toBeGreaterThan(CASES / 10);
  });
});
