/** docs/s390.md 10 and 11: each invariant is judged by properties that catch a defect; each row of 11 is a defect, or says why not. */
import { existsSync, readFileSync } from 'node:fs';
import { loadArchitecture } from '@cvm-teardown/core';
import { describe, expect, it, test } from 'vitest';
import { defects } from '../src/defects.js';
import { s390 } from '../src/plugin.js';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const text = read('../../../docs/s390.md');
const section = (from: string, to: string): string => text.slice(text.indexOf(from), text.indexOf(to));
const rowsOf = (part: string, first: RegExp): string[][] =>
  part
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .filter(([id = '']) => first.test(id));
const namesIn = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name as string);

const invariants = rowsOf(section('## 10. ', '## 11. '), /^I\d+$/);
const rows = rowsOf(section('## 11. ', '## 12. '), /^[BX]\d+\w*$/);
const OF_CORE = ['no-secret-leaves', 'memory-comes-back', 'given-back-once'];

describe('docs/s390.md 10', () => {
  const own = loadArchitecture(s390).properties.map(({ id }) => id);

  it('has I1 to I14', () => {
    expect(invariants.map(([id]) => id)).toEqual(Array.from({ length: 14 }, (_, i) => `I${i + 1}`));
  });

  // That each of these defects is found by name is a test of check.test.ts.
  test.each(invariants.map((row) => [row[0] as string, row] as const))('%s is judged, and catches', (_id, row) => {
    const [judges, caught] = [namesIn(row[3]), namesIn(row[4])];
    expect(judges.filter((id) => !own.includes(id) && !OF_CORE.includes(id))).toEqual([]);
    const broken = caught.map((id) => defects.find((defect) => defect.id === id)?.violates);
    expect(broken.filter((property) => property === undefined || !judges.includes(property))).toEqual([]);
    expect(judges.filter((property) => !broken.includes(property) && !OF_CORE.includes(property))).toEqual(
      judges.includes('no-owned-page-leaves') && !broken.includes('no-owned-page-leaves')
        ? ['no-owned-page-leaves']
        : [],
    );
    expect(caught).not.toEqual([]);
  });
});

describe('docs/s390.md 11', () => {
  const notModelled = loadArchitecture(s390).notModelled.join('\n');

  test.each(rows.map((row) => [row[0] as string, row] as const))('%s', (_id, row) => {
    const [id = '', name = '', kind = ''] = row;
    const [own = ''] = namesIn(name);
    // B3b costs time only, in the 2021 design.
    const isQuirk = kind.startsWith('Q') || id === 'B3b';
    if (row.at(-1) === 'D') {
      expect(notModelled).toContain(`${id} \`${own}\``);
      return;
    }
    if (isQuirk) expect(existsSync(new URL(`../litmus/${own}.yaml`, import.meta.url))).toBe(true);
    else expect(defects.map((defect) => defect.id)).toContain(own);
  });
});
