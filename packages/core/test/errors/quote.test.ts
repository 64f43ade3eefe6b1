import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quote, quoteAll } from '../../src/errors/quote.js';

describe('quote', () => {
  it.each([
    ['1.2µs', '"1.2µs"'],
    ['two\nlines', '"two\\nlines"'],
    ['\u001b[31mred', '"\\u001b[31mred"'],
    ['\u009b31m', '"\\u{9b}31m"'],
    ['a\u2028b\u202ec', '"a\\u{2028}b\\u{202e}c"'],
    ['', '""'],
  ])('%j is %s', (text, expected) => {
    expect(quote(text)).toBe(expected);
  });

  it('cuts long text', () => {
    expect(quote('x'.repeat(80))).toBe(`"${'x'.repeat(80)}"`);
    expect(quote('x'.repeat(81))).toBe(`"${'x'.repeat(79)}…"`);
    expect(quote('🐑'.repeat(1_000_000))).toBe(`"${'🐑'.repeat(79)}…"`);
  });

  it('never lets a control or format character through', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0x10ffff)), (codePoints) => {
        const text = String.fromCodePoint(...codePoints);
        expect(quote(text)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});

describe('quoteAll', () => {
  it.each([
    [[], 'none'],
    [['a'], '"a"'],
    [['a', 'b'], '"a" and "b"'],
    [['a', 'b', 'c'], '"a", "b" and "c"'],
  ])('%j is %s', (names, expected) => {
    expect(quoteAll(names)).toBe(expected);
  });
});
