import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { integer, NO_PAGE, names, nothing, type Outcomes, page, pageSeen, rows } from '../../src/protocol/index.js';
import { codesOf } from '../support/findings.js';

/** Codes lead back to what was told, and labels tell codes apart. */
const isFaithful = <S, T>(outcomes: Outcomes<S, T>, told: readonly T[], seen: readonly S[]) => {
  const codes = told.map((value) => outcomes.encode(value));
  expect(codes.map((code) => outcomes.decode(code))).toEqual(seen);
  expect(new Set(codes.map((code) => outcomes.label(code))).size).toBe(new Set(codes).size);
  expect(codes.every((code) => code >= 0 && code < outcomes.size)).toBe(true);
};

describe('what a step may tell', () => {
  it('is nothing', () => {
    isFaithful(nothing, [undefined], [undefined]);
    expect(nothing.size).toBe(1);
  });

  it('is one of a list of names', () => {
    isFaithful(names('a', 'b', 'a,b'), ['a', 'b', 'a,b'], ['a', 'b', 'a,b']);
  });

  it('is a row, told by its name', () => {
    const outcomes = rows({ ok: { rc: 0, errno: 0 }, busy: { rc: 1, errno: -16 } });
    isFaithful(
      outcomes,
      ['ok', 'busy'],
      [
        { rc: 0, errno: 0 },
        { rc: 1, errno: -16 },
      ],
    );
    expect(outcomes.decode(1)).toBe(outcomes.decode(1));
    expect(Object.isFrozen(outcomes.decode(0))).toBe(true);
  });

  it('is an integer of a range', () => {
    isFaithful(integer(-3, 5), [-3, 0, 5], [-3, 0, 5]);
  });

  it('is a page with a small flag, or none', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 40), fc.nat(15), (number, flag) => {
        const code = page.encode(pageSeen(number, flag));
        expect([page.decode(code), Number.isSafeInteger(code)]).toEqual([{ page: number, flag }, true]);
      }),
    );
    isFaithful(
      page,
      [NO_PAGE, pageSeen(0), pageSeen(0, 1), pageSeen(1)],
      [NO_PAGE, pageSeen(0), pageSeen(0, 1), pageSeen(1)],
    );
  });
});

describe('what a step must not tell', () => {
  it.each<[string, () => unknown]>([
    ['another name', () => names('a', 'b').encode('c' as 'a')],
    ['the row itself', () => rows({ ok: { rc: 0 } }).encode({ rc: 0 } as never)],
    ['an integer beyond the range', () => integer(0, 3).encode(4)],
    ['half an integer', () => integer(0, 3).encode(0.5)],
    ['a flag that does not fit', () => page.encode(pageSeen(3, 16))],
    ['a negative flag', () => page.encode(pageSeen(3, -1))],
    ['half a page', () => page.encode(pageSeen(0.5))],
  ])('%s', (_, tell) => {
    expect(codesOf(tell)).toEqual(['CVM_AUTHOR_UNDECLARED_OBSERVATION']);
  });

  it('what it must not tell changes nothing for others', () => {
    for (const [number, flag] of [
      [0, 16],
      [2, -1],
      [0.5, 0],
    ] as const)
      pageSeen(number, flag);
    expect([pageSeen(1), pageSeen(1, 15), pageSeen(0, 8)]).toEqual([
      { page: 1, flag: 0 },
      { page: 1, flag: 15 },
      { page: 0, flag: 8 },
    ]);
  });

  it('more than 240 things, or none', () => {
    expect(() => integer(0, 240)).toThrow('a step declares 1 to 240 outcomes, not 241');
    expect(integer(0, 239).size).toBe(240);
    expect(() => names()).toThrow('not 0');
    expect(() => rows({})).toThrow('not 0');
  });

  it('the same name twice', () => {
    expect(() => names('a', 'b', 'a')).toThrow('one outcome is there twice: a, b, a');
  });
});
