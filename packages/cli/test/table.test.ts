import { describe, expect, it } from 'vitest';
import { leastWidth, table } from '../src/output/table.js';

describe('table', () => {
  it('stands in columns, without borders and without spaces at the ends of lines', () => {
    expect(
      table(
        [
          ['a', '1'],
          ['bcd', '100'],
        ],
        { head: ['name', 'n'], right: [1], indent: 1 },
      ),
    ).toBe(' name    n\n a       1\n bcd   100\n');
  });

  it('knows that some characters are two columns wide, and colours none', () => {
    const lines = table([
      ['機密', 'x'],
      ['\u001b[31mred\u001b[39m', 'y'],
      ['long', 'z'],
    ]).split('\n');
    expect(lines).toEqual(['機密  x', '\u001b[31mred\u001b[39m   y', 'long  z', '']);
  });

  it('wraps between words to fit, the widest column first', () => {
    const rows = [['id', 'a few words of explanation', 'more words']];
    const lines = table(rows, { width: 30 }).trimEnd().split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(30);
    expect(lines.join(' ').split(/\s+/).sort()).toEqual(rows.flatMap((row) => row.join(' ').split(' ')).sort());
  });

  it('cuts no word, even if it is too wide then', () => {
    const rows = [['page[0].generation:', 'set-aside-and-not-yet-cleaned']];
    expect(table(rows, { width: 20 })).toBe('page[0].generation:  set-aside-and-not-yet-cleaned\n');
    expect(leastWidth(rows)).toBe(50);
  });

  it('is empty without rows', () => {
    expect(table([], { head: ['a'] })).toBe('');
  });
});
