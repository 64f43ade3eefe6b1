import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choiceHint, nearest } from '../../src/errors/nearest.js';

describe('nearest', () => {
  const policies = ['async', 'helper', 'sync', 'pre-series', 'series', 'mainline'];

  it.each([
    ['asinc', 'async'],
    ['ASYNC', 'async'],
    ['helpers', 'helper'],
    ['mainlin', 'mainline'],
    ['main', 'mainline'],
    ['pre-seires', 'pre-series'],
    ['quickly', undefined],
    ['x', undefined],
    ['', undefined],
  ])('of %j is %j', (name, expected) => {
    expect(nearest(name, policies)).toBe(expected);
  });

  it('offers another short name with one letter changed, but never one without a common letter', () => {
    expect(nearest('v7', ['v6'])).toBe('v6');
    expect(nearest('a', ['b'])).toBeUndefined();
  });

  it('does not depend on the order of the candidates', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-c]{1,5}$/), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(names, fc.stringMatching(/^[a-c]{1,5}$/), (candidates, name) => {
        expect(nearest(name, candidates.toReversed())).toBe(nearest(name, candidates));
      }),
    );
  });

  it('is a valid name itself', () => {
    expect(policies.map((policy) => nearest(policy, policies))).toEqual(policies);
  });
});

describe('choiceHint', () => {
  it('names the guess and the choice', () => {
    expect(choiceHint('asinc', ['sync', 'async'])).toBe('did you mean "async"? valid: "sync" and "async"');
    expect(choiceHint('zzz', ['sync'])).toBe('valid: "sync"');
    expect(choiceHint('zzz', [])).toBe('there is none to choose from');
  });
});
