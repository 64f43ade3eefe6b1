import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defects } from '../src/defects.js';
import { sections, specTable } from './support/spec.js';

const source = new URL('../src/', import.meta.url);
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(ts|json)$/.test(file));

describe('docs/ppc.md', () => {
  it('has every section that the source cites', () => {
    const cited = files.flatMap((file) => {
      const text = readFileSync(new URL(file, source), 'utf8');
      return [...text.matchAll(/docs\/ppc\.md ((?:\d+(?:\.\d+)?(?:, | to | and )?)+)/g)].flatMap(
        ([, list]) => (list as string).match(/\d+(?:\.\d+)?/g)?.map((section) => ({ file, section })) ?? [],
      );
    });
    expect(cited.length).toBeGreaterThan(50);
    expect(cited.filter(({ section }) => !sections.has(section))).toEqual([]);
  });

  it('marks as modelled exactly the defects that the plugin has, mutants aside', () => {
    const modelled = specTable('14')
      .filter((row) => row['model'] === 'now')
      .map((row) => row['name']?.replaceAll('`', ''));
    const own = defects.filter(({ kind }) => kind !== 'mutant').map(({ id }) => id);
    expect([...modelled].sort()).toEqual([...own].sort());
  });

  it('says of a defect that is open that it is present, and the other way round', () => {
    const open = new Map(
      specTable('14').map((row) => [row['name']?.replaceAll('`', ''), /open/.test(row['origin'] ?? '')]),
    );
    for (const { id, kind } of defects) {
      if (kind !== 'mutant') expect(open.get(id), id).toBe(kind === 'present');
    }
  });
});
