import { describe, expect, it } from 'vitest';
import { parseCostProfile } from '../../src/cost/index.js';
import { isInputError } from '../../src/errors/index.js';
import { operations, profile, row } from './toy-profile.js';

/** Every finding as `code path`, without the area. */
function findings(data: unknown): string[] {
  try {
    parseCostProfile(data, operations);
  } catch (error) {
    if (!isInputError(error)) throw error;
    return error.findings.map(({ code, where }) => `${code.replace('CVM_PROFILE_', '')} ${where?.path ?? ''}`.trim());
  }
  return [];
}

const relative = (operation: string, times = 2) => ({ relativeTo: { operation, times } });

describe('a sound cost profile', () => {
  const data = profile([
    row('destroy-page', { ns: 0.125, derivation: 'timed', confidence: 'derived' }),
    row('export-page', relative('destroy-page', 1.9)),
    row('clean-line', { ns: 1.5, confidence: 'fitted', fits: ['close-64gib'] }),
  ]);

  it('is its own data, frozen throughout', () => {
    const parsed = parseCostProfile(data, operations);
    expect(parsed).toEqual(data);
    const [first, second, third] = parsed.rows;
    for (const part of [parsed, parsed.rows, first, second?.relativeTo, third?.fits])
      expect(part).toSatisfy(Object.isFrozen);
  });

  it('may state a price relative to an operation that it has no price for', () => {
    expect(findings(profile([row('export-page', relative('destroy-page'))]))).toEqual([]);
  });

  it('may price an operation that is not known here', () => {
    expect(findings(profile([row('flush-socket')]))).toEqual([]);
  });
});

describe('what is wrong with a cost profile', () => {
  it.each([
    ['no object', 7, ['INVALID']],
    ['nothing', undefined, ['INVALID']],
    ['missing keys', { schemaVersion: 1 }, ['id', 'arch', 'machine', 'summary', 'rows'].map((key) => `INVALID ${key}`)],
    ['an unknown key', profile([], { sumary: 'x' }), ['UNKNOWN_KEY']],
    ['an unknown key in a row', profile([row('destroy-page', { ns: 1, note: 'x' })]), ['UNKNOWN_KEY rows[0]']],
    [
      'an unknown key in a ratio',
      profile([row('export-page', { relativeTo: { operation: 'destroy-page', times: 2, note: '' } })]),
      ['UNKNOWN_KEY rows[0].relativeTo'],
    ],
    ['no rows', profile([], { rows: {} }), ['INVALID rows']],
    ['a row that is no object', profile([null]), ['INVALID rows[0]']],
    ['an operation in capitals', profile([row('Destroy')]), ['INVALID rows[0].operation']],
    ['a unit with spaces', profile([row('flush', { ns: 1, unit: 'page * vcpu' })]), ['INVALID rows[0].unit']],
    ['a negative price', profile([row('destroy-page', { ns: -1 })]), ['INVALID rows[0].ns']],
    ['a price of less than a picosecond', profile([row('destroy-page', { ns: 0.0001 })]), ['INVALID rows[0].ns']],
    ['a price beyond exact picoseconds', profile([row('destroy-page', { ns: 1e13 })]), ['INVALID rows[0].ns']],
    ['a price as text', profile([row('destroy-page', { ns: '1' })]), ['INVALID rows[0].ns']],
    ['a ratio of 0', profile([row('export-page', relative('destroy-page', 0))]), ['INVALID rows[0].relativeTo.times']],
    [
      'a ratio with seven decimals',
      profile([row('export-page', relative('destroy-page', 0.1234567))]),
      ['INVALID rows[0].relativeTo.times'],
    ],
    ['an empty source', profile([row('destroy-page', { ns: 1, source: '' })]), ['INVALID rows[0].source']],
    ['no source', profile([row('destroy-page', { ns: 1, source: undefined })]), ['INVALID rows[0].source']],
    [
      'an unknown confidence',
      profile([row('destroy-page', { ns: 1, confidence: 'certain' })]),
      ['INVALID rows[0].confidence'],
    ],
    ['both prices', profile([row('export-page', { ns: 1, ...relative('destroy-page') })]), ['NOT_ONE_PRICE rows[0]']],
    ['neither price', profile([row('destroy-page', {})]), ['NOT_ONE_PRICE rows[0]']],
    [
      'a fitted row without what it was fitted to',
      profile([row('clean-line', { ns: 1, confidence: 'fitted' })]),
      ['FITTED_WITHOUT_ROWS rows[0]'],
    ],
    [
      'a fitted row with an empty list',
      profile([row('clean-line', { ns: 1, confidence: 'fitted', fits: [] })]),
      ['INVALID rows[0].fits'],
    ],
    ['an operation twice', profile([row('destroy-page'), row('destroy-page')]), ['DUPLICATE_OPERATION rows[1]']],
    [
      'an unknown target',
      profile([row('export-page', relative('destroy-pgae'))]),
      ['UNKNOWN_TARGET rows[0].relativeTo.operation'],
    ],
    [
      'prices in a circle',
      profile([row('export-page', relative('destroy-page')), row('destroy-page', relative('export-page', 0.5))]),
      ['CIRCULAR_PRICES rows[0].relativeTo'],
    ],
    [
      'a price relative to itself',
      profile([row('export-page', relative('export-page'))]),
      ['CIRCULAR_PRICES rows[0].relativeTo'],
    ],
    ['a price for another unit', profile([row('clean-line', { ns: 1, unit: 'page' })]), ['UNIT_MISMATCH rows[0].unit']],
  ])('%s', (_, data, expected) => {
    expect(findings(data)).toEqual(expected);
  });

  it('is reported all at once, malformed rows beside rows that break a rule', () => {
    const data = profile([
      row('destroy-page', { ns: -1 }),
      row('export-page', {}),
      row('clean-line', relative('nothing')),
    ]);
    expect(findings(data)).toEqual([
      'INVALID rows[0].ns',
      'NOT_ONE_PRICE rows[1]',
      'UNKNOWN_TARGET rows[2].relativeTo.operation',
    ]);
  });

  it('does not include the target of a ratio whose own row is malformed', () => {
    const data = profile([row('flush', { ns: -1 }), row('flush-twice', relative('flush'))]);
    expect(findings(data)).toEqual(['INVALID rows[0].ns']);
  });

  it('is only its version, if that is another one', () => {
    expect(findings({ schemaVersion: 2, prices: {} })).toEqual(['VERSION schemaVersion']);
  });

  it('comes with the file and the nearest valid name', () => {
    try {
      parseCostProfile(profile([row('export-page', relative('destroy-pgae'))]), operations, { file: 'toy.json' });
      expect.unreachable();
    } catch (error) {
      const [found] = isInputError(error) ? error.findings : [];
      expect(found?.where).toEqual({ file: 'toy.json', path: 'rows[0].relativeTo.operation' });
      expect(found?.hint).toContain('did you mean "destroy-page"?');
    }
  });

  it('says of a missing key that it is required', () => {
    expect(() => parseCostProfile(profile([], { id: undefined }), operations)).toThrow('id: this is required');
  });
});
