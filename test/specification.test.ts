import { describe, expect, it } from 'vitest';
import { fileOf } from './specification/file-of.js';
import { type Promised, promisesIn, specificationFindings } from './specification/promises.js';
import { titlesIn } from './specification/titles.js';

const file = (path: string, text: string) => ({ path, text });
const row = (test: string): Promised => ({ line: 1, promise: 'p', test });

describe('SPECIFICATION.md', () => {
  const promises = promisesIn(fileOf('SPECIFICATION.md')?.text ?? '');

  it('has promises, kept and pending', () => {
    expect(promises.length).toBeGreaterThan(20);
    expect(promises.filter(({ test }) => test !== 'pending').length).toBeGreaterThan(10);
  });

  it('names tests that exist', () => {
    expect(specificationFindings(promises, fileOf)).toEqual([]);
  });
});

describe('the check itself', () => {
  it('reads the last column of tables that end with "test"', () => {
    const text =
      '| promise | test |\n|---|---|\n| a | pending |\n| b \\| c | `x.test.ts`: d › e |\n\n| other | column |\n|---|---|\n| f | g |\n';
    expect(promisesIn(text)).toEqual([
      { line: 3, promise: 'a', test: 'pending' },
      { line: 4, promise: 'b | c', test: '`x.test.ts`: d › e' },
    ]);
  });

  it('finds titles of tests, nested, in tables and in templates', () => {
    const text = `describe('a', () => { it('b', () => {}); describe("c", () => { test.each([1])('d %s', f); it(\`e \${x}\`, f) }) });
      it.each(list)('f $g', () => {}); it.skip('h', f); describe.skip('s', () => { it('t', f) }); describe.each(list)('i', () => { it('j', f); });`;
    expect(titlesIn(file('x.test.ts', text))).toEqual(['a › b', 'a › c › d %s', `a › c › e \${x}`, 'f $g', 'i › j']);
  });

  it('wants a file and a title, or "pending"', () => {
    const source = file('x.test.ts', "describe('a', () => { it('b', f) })");
    const find = (path: string) => (path === 'x.test.ts' ? source : undefined);
    expect(specificationFindings([row('pending'), row('`x.test.ts`: a › b')], find)).toEqual([]);
    expect(specificationFindings([row('soon')], find)).toEqual([expect.stringContaining('line 1')]);
    expect(specificationFindings([row('')], find)).toHaveLength(1);
    expect(specificationFindings([row('`y.test.ts`: a › b')], find)).toEqual([expect.stringContaining('no file')]);
    expect(specificationFindings([row('`x.test.ts`: b')], find)).toEqual([expect.stringContaining('no test')]);
  });

  it('takes a goal that was measured and met for a test', () => {
    const head = '| goal | limit | measured | met |\n|---|---:|---:|---:|\n';
    const findings = (rows: string, table = head) =>
      specificationFindings([row('`x.md`: a')], (path) => file(path, `${table}${rows}\n`));
    for (const met of ['| a | <= 250 ms | 235 ms | yes |', '| a | >= 1,000 x | 12,635 x | yes |'])
      expect(findings(met)).toEqual([]);
    for (const unmet of [
      '| b | <= 250 ms | 235 ms | yes |',
      '| a | <= 250 ms | 367 ms | NO |',
      '| a | <= 250 ms | 367 ms | yes |',
      '| a | >= 1,000 x | 29.0 x | yes |',
      '| a | <= 250 ms | pending | yes |',
      '| a | <= 250 ms | 235 ms | yes |\n| a | <= 250 ms | 367 ms | NO |',
      '\n| a | <= 250 ms | 235 ms | yes |',
    ])
      expect(findings(unmet)).toEqual([expect.stringContaining('no goal')]);
    expect(findings('| a | yes |', '| goal | met |\n|---|---|\n')).toEqual([expect.stringContaining('no goal')]);
  });
});
