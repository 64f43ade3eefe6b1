import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCycles } from '../../src/errors/find-cycles.js';

const graph = (edges: Record<string, string[]>) => new Map(Object.entries(edges));

describe('findCycles', () => {
  it('names the chain that closes each circle, in the order of the map', () => {
    expect(findCycles(graph({ A: ['B'], B: ['A'] }))).toEqual([['A', 'B', 'A']]);
    expect(findCycles(graph({ S: ['A'], A: ['B'], B: ['C'], C: ['A'] }))).toEqual([['A', 'B', 'C', 'A']]);
    expect(findCycles(graph({ A: ['A'], B: ['B'] }))).toEqual([
      ['A', 'A'],
      ['B', 'B'],
    ]);
    expect(findCycles(graph({ A: ['B', 'C'], B: ['A'], C: ['A'] }))).toEqual([
      ['A', 'B', 'A'],
      ['A', 'C', 'A'],
    ]);
  });

  it('finds none where there is none', () => {
    expect(findCycles(graph({ A: ['B', 'C'], B: ['C'], C: [], D: ['elsewhere'] }))).toEqual([]);
  });

  it('finds a circle exactly when no order puts every name before the ones it refers to', () => {
    const edges = fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 8 });
    fc.assert(
      fc.property(edges, (pairs) => {
        const references = new Map(
          [0, 1, 2, 3, 4, 5].map((n) => [n, pairs.filter(([from]) => from === n).map(([, to]) => to)]),
        );
        const cycles = findCycles(references);
        expect(cycles.length === 0).toBe(canBeSorted(references));
        for (const cycle of cycles) {
          expect(cycle.at(-1)).toBe(cycle[0]);
          for (const [i, name] of cycle.slice(1).entries()) expect(references.get(cycle[i] as number)).toContain(name);
        }
      }),
    );
  });
});

/** Kahn's algorithm: takes away names that nothing left refers to. */
function canBeSorted(references: ReadonlyMap<number, readonly number[]>): boolean {
  const left = new Set(references.keys());
  const isFree = (name: number) => ![...left].some((other) => references.get(other)?.includes(name));
  for (let free = [...left].find(isFree); free !== undefined; free = [...left].find(isFree)) left.delete(free);
  return left.size === 0;
}
