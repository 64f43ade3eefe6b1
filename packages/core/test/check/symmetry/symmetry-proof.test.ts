import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/check/index.js';
import { PageGroup } from '../../../src/check/symmetry/page-group.js';
import { toldApart } from './told-apart.js';

const symmetryOf = (what: keyof typeof toldApart, faults: number) =>
  decide(toldApart[what], [], { symmetry: 'on', faults }).symmetry;

describe('the proof that pages are alike', () => {
  it.each([
    ['another lock is taken for it', 'locks', 0],
    ['another step follows', 'steps', 0],
    ['a fault strikes it otherwise', 'faults', 1],
    ['another table is selected for it', 'tables', 0],
  ] as const)('fails for page 0 where %s: the others stay alike', (_, what, faults) => {
    expect(symmetryOf(what, faults)).toEqual({ used: true, alike: [[1, 2]] });
  });

  it('does not look at faults that cannot strike', () => {
    expect(symmetryOf('faults', 0)).toEqual({ used: true, alike: [[0, 1, 2]] });
  });

  it.each([
    ['pages whose states name pages are swept', 'names', /"unlink": it sweeps pages whose states name pages$/],
    ['a sweep does something per stretch of pages', 'tails', /"wipe": it has tables above its pages$/],
    ['a sweep gathers several pages in their order', 'order', /"wipe": it has pages visited in ascending order$/],
  ] as const)('fails for all pages where %s, and says so', (_, what, why) => {
    expect(symmetryOf(what, 0)).toEqual({ used: false, why: expect.stringMatching(why) });
  });
});

describe('the permutations of pages', () => {
  it('are a group, of at most 120: a class that is too large loses its last pages', () => {
    const group = new PageGroup(9, [
      [0, 2, 3, 4, 6, 7, 8],
      [1, 5],
    ]);
    expect(group.classes).toEqual([[0, 2, 3, 4, 6], [1]]);
    expect(group.all).toHaveLength(120);
    expect(new Set(group.all.map((permutation) => permutation.join())).size).toBe(120);
    for (let first = 0; first < 120; first += 7)
      for (let second = 0; second < 120; second += 11) {
        const product = (group.all[first] as readonly number[]).map((page) => group.all[second]?.[page]);
        expect(group.all[group.behind(second, first)]).toEqual(product);
      }
  });
});
