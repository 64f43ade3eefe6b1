import { loadArchitecture, simulate } from '@cvm-teardown/core';
import { describe, expect, it } from 'vitest';
import arm64 from '../src/index.js';

const architecture = loadArchitecture(arm64);
const comparable = architecture.measured.filter(({ taken }) => typeof taken !== 'string');

/** Instruction counts of real kernels, as the tool's `validate` holds them against the plugin; docs/arm64.md 17. */
describe('counts of real kernels', () => {
  it('most rows can be compared, and the others say why not', () => {
    expect(architecture.measured.length).toBe(480);
    expect(comparable.length).toBe(270);
  });

  it.each(comparable)('$id', ({ taken }) => {
    if (typeof taken === 'string') throw new Error(taken);
    const run = simulate(architecture, taken.machine, { profiles: [] });
    const seen = taken.counts.map(({ name, operations }) => ({
      name,
      count: operations.reduce((sum, operation) => sum + run.count(operation), 0),
    }));
    expect(seen).toEqual(taken.counts.map(({ name, count }) => ({ name, count })));
  });
});
