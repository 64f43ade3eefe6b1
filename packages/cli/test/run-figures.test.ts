import { describe, expect, it, test } from 'vitest';
import { priceText, publishedText, ratioText, sizeText, sizeTime, timeText } from '../src/reporters/run-figures.js';

describe('ratioText', () => {
  test.each([
    [524_288, 26_214_400, '1/50'],
    [2_090_660, 11_999_857_396, '1/5,740'],
    [1, 3, '1/3'],
    [2, 3, '0.667x'],
    [3, 2, '1.5x'],
    [1000, 2, '500x'],
    [7, 7, 'same'],
    [0, 7, 'gone'],
    [7, 0, 'new'],
    [0, 0, 'same'],
  ])('%i beside %i: %s', (value, baseline, text) => {
    expect(ratioText(value, baseline)).toBe(text);
  });
});

describe('publishedText', () => {
  test.each([
    [12, 'at most', 'at most 12s'],
    [420, 'about', 'about 7min'],
    [0.027, 'value', '27ms'],
    [32.36, 'value', '32.36s'],
    [null, 'unknown', 'no figure'],
  ] as const)('%s %s: %s', (seconds, kind, text) => {
    expect(publishedText({ seconds, kind })).toBe(text);
  });
});

describe('times and prices', () => {
  it('are never 0 where they are unknown', () => {
    expect(timeText({ ns: null, basis: 'unknown' })).toBe('unknown');
    expect(priceText(undefined)).toBe('unknown');
    expect(timeText({ ns: 0, basis: 'predicted' })).toBe('0ns predicted');
  });

  test.each([
    [11.064, '11.06ns'],
    [0, '0ns'],
    [1498.659, '1.499us'],
    [73_200, '73.2us'],
  ])('%d ns: %s', (ns, text) => {
    expect(priceText({ ns })).toBe(text);
  });
});

describe('sizes', () => {
  test.each([
    [0, '0B'],
    [100 * 2 ** 30, '100GiB'],
    [-4096, '-4KiB'],
    [null, 'unknown'],
  ])('%s bytes: %s', (bytes, text) => {
    expect(sizeText(bytes)).toBe(text);
  });

  test.each([
    ['0', '0GiB s'],
    [String(2n ** 30n * 10n ** 9n), '1GiB s'],
    [String((2n ** 30n * 10n ** 9n * 12_345n) / 10n), '1,235GiB s'],
    [String(2n ** 30n), '1.00e-9GiB s'],
    [null, 'unknown'],
  ])('%s bytes times nanoseconds: %s', (byteNs, text) => {
    expect(sizeTime(byteNs)).toBe(text);
  });
});
