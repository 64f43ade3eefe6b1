import { describe, expect, it } from 'vitest';
import { paletteFor } from '../src/output/palette.js';

type Case = [asked: boolean | undefined, env: Record<string, string>, isTTY: boolean, coloured: boolean];

const cases: Case[] = [
  [undefined, {}, true, true],
  [undefined, {}, false, false],
  [undefined, { TERM: 'dumb' }, true, false],
  [undefined, { NO_COLOR: '1' }, true, false],
  [undefined, { NO_COLOR: '' }, true, true],
  [undefined, { FORCE_COLOR: '1' }, false, true],
  [undefined, { FORCE_COLOR: '0' }, true, false],
  [undefined, { FORCE_COLOR: 'false' }, true, false],
  [undefined, { FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
  [true, { NO_COLOR: '1' }, false, true],
  [false, { FORCE_COLOR: '1' }, true, false],
];

describe('paletteFor', () => {
  it.each(cases)('asked %s, environment %o, terminal %s: %s', (asked, env, isTTY, coloured) => {
    const palette = paletteFor({ write: () => undefined, isTTY, columns: undefined }, env, asked);
    expect(palette('red', 'text')).toBe(coloured ? '\u001b[31mtext\u001b[39m' : 'text');
  });
});
