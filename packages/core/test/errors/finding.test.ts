import { describe, expect, it } from 'vitest';
import { finding, locate } from '../../src/errors/finding.js';
import { formatFinding } from '../../src/errors/format-finding.js';
import { formatPath } from '../../src/errors/format-path.js';

describe('finding', () => {
  it('is plain, frozen data without undefined details', () => {
    const found = finding('CVM_TEST_ONE', 'it is wrong', { where: { path: 'rows[0]' }, hint: undefined });
    expect(Object.keys(found)).toEqual(['code', 'message', 'where']);
    expect(Object.isFrozen(found) && Object.isFrozen(found.where)).toBe(true);
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });

  it('does not freeze the place it was given', () => {
    const where = { path: 'rows[0]' };
    finding('CVM_TEST_ONE', 'it is wrong', { where });
    expect(Object.isFrozen(where)).toBe(false);
  });

  it('is located without losing what it already says about its place', () => {
    const found = finding('CVM_TEST_ONE', 'it is wrong', { where: { path: 'rows[0]', line: 3 }, hint: 'mend it' });
    expect(locate(found, { file: 'profile.json', line: 1 })).toEqual({
      ...found,
      where: { file: 'profile.json', path: 'rows[0]', line: 3 },
    });
  });
});

describe('formatFinding', () => {
  const format = (details: Parameters<typeof finding>[2]) => formatFinding(finding('CVM_TEST_ONE', 'wrong', details));

  it.each([
    [{}, 'wrong [CVM_TEST_ONE]'],
    [{ where: { file: 'a.yaml' } }, 'a.yaml: wrong [CVM_TEST_ONE]'],
    [{ where: { file: 'a.yaml', line: 3 } }, 'a.yaml:3: wrong [CVM_TEST_ONE]'],
    [{ where: { file: 'a.yaml', line: 3, column: 7, path: 'guest' } }, 'a.yaml:3:7: guest: wrong [CVM_TEST_ONE]'],
    [{ where: { line: 3, column: 7 } }, 'line 3:7: wrong [CVM_TEST_ONE]'],
    [{ where: { path: 'rows[3].ns' } }, 'rows[3].ns: wrong [CVM_TEST_ONE]'],
    [{ where: {}, hint: 'mend it' }, 'wrong [CVM_TEST_ONE]\n  hint: mend it'],
  ])('formats %j', (details, expected) => {
    expect(format(details)).toBe(expected);
  });
});

describe('formatPath', () => {
  it.each([
    [[], ''],
    [['rows', 3, 'relativeTo', 'times'], 'rows[3].relativeTo.times'],
    [[0, 'id'], '[0].id'],
    [['assume', 'destroy-page'], 'assume.destroy-page'],
    [['arch', 'a "b"', 'c'], 'arch["a \\"b\\""].c'],
  ])('%j is %s', (path, expected) => {
    expect(formatPath(path)).toBe(expected);
  });
});
