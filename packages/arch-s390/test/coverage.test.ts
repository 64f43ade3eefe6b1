/** The table of docs/s390.md 15: what it names is there, and what is there is named. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { defects } from '../src/defects.js';
import { kernels, releases } from '../src/releases.js';

const text = readFileSync(new URL('../../../docs/s390.md', import.meta.url), 'utf8');
const table = text.slice(text.indexOf('## 15. Row by row'));
const rows = table.split('\n').filter((line) => /^\| \d/.test(line));
const cells = (row: string): string[] =>
  row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
const named = new Set(
  rows.flatMap((row) => [...(cells(row).at(-1) ?? '').matchAll(/`([^`]+)`/g)].map(([, path]) => path as string)),
);

describe('docs/s390.md 15', () => {
  it('names files that exist', () => {
    expect(named.size).toBeGreaterThan(40);
    expect([...named].filter((path) => !existsSync(new URL(`../${path}`, import.meta.url)))).toEqual([]);
  });

  it('says of each row what became of it, and where, or why not', () => {
    for (const row of rows) {
      const [, , state = '', note, where] = cells(row);
      expect(['implemented', 'expressed', 'not modelled', 'open'], row).toContain(state);
      if (state !== 'open') expect(state === 'not modelled' ? note : where || note, row).not.toBe('');
    }
  });

  it('has every litmus file', () => {
    const files = readdirSync(new URL('../litmus', import.meta.url)).map((file) => `litmus/${file}`);
    expect(files.filter((file) => !named.has(file))).toEqual([]);
  });

  it('has every row of section 12', () => {
    const cases = text.slice(text.indexOf('## 12. '), text.indexOf('## 13. '));
    const all = [...cases.matchAll(/^\| ([UKT]\d[^|]*) \|/gm)].flatMap(([, list]) => (list as string).split(', '));
    const said = rows
      .filter((row) => (cells(row)[0] ?? '').startsWith('12.'))
      .flatMap((row) => (cells(row)[1] ?? '').split(', '));
    expect(all.map((row) => row.trim()).filter((row) => !said.includes(row))).toEqual([]);
  });
});

describe('docs/s390.md 11', () => {
  /** By defect, its column "in": `- 5.19`, `6.2 - 6.4`, `v1`, several with commas; marks and notes are left out. */
  const dated = new Map(
    [...text.matchAll(/^\| B\d+\w* \| `([^`]+)` \| B[^|]*\| ([^|]*) \|/gm)].map(([, id, when]) => [
      id as string,
      (when as string).replace(/\s*\[I\]/g, '').replace(/( or later)?, fixed.*/, ''),
    ]),
  );
  // The handler of v2 that it was in is that of 0x3f, which kernels have from 6.0 on.
  dated.delete('retry-hoping');
  const number = (release: string): number => {
    const [major, minor] = release.split('.').map(Number) as [number, number];
    return major * 100 + minor;
  };
  const isIn = (when: string, release: string): boolean =>
    when.split(', ').some((span) => {
      if (span.startsWith('v')) return span === release;
      const [, from = '0.0', dash, to = '99.0'] = /^([\d.]+)? ?(-)? ?([\d.]+)?$/.exec(span) ?? [];
      const [first, last] = [number(from), dash === undefined ? number(from) : number(to)];
      return kernels.includes(release) && first <= number(release) && number(release) <= last;
    });

  test.each(releases.filter(({ id }) => id !== 'fixed'))(
    '$id has the defects that are dated so, and no other',
    (release) => {
      const ids = defects.map(({ id }) => id).filter((id) => dated.has(id));
      expect(ids.length).toBeGreaterThan(20);
      expect(ids.filter((id) => isIn(dated.get(id) as string, release.id))).toEqual(
        ids.filter((id) => release.defects.includes(id)),
      );
    },
  );
});
