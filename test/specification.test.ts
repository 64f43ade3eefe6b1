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
    const find = (path: string) => file(path, '| goal | met |\n|---|---|\n| a | yes |\n| b | NO |\n');
    expect(specificationFindings([row('`x.md`: a')], find)).toEqual([]);
    expect(specificationFindings([row('`x.md`: b')], find)).toEqual([expect.stringContaining('no goal')]);
  });
});
