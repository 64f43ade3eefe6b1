import { describe, expect, it } from 'vitest';
import { parseAssumptions } from '../../src/cost/index.js';
import { isInputError } from '../../src/errors/index.js';
import { operations } from './toy-profile.js';

function findings(texts: readonly string[]) {
  try {
    parseAssumptions(texts, operations, { path: '--assume' });
  } catch (error) {
    if (!isInputError(error)) throw error;
    return error.findings;
  }
  throw new Error('it was accepted');
}

describe('parseAssumptions', () => {
  it('reads operation=duration, with the unit that the operation declares', () => {
    expect(parseAssumptions(['destroy-page=1.2us', ' clean-line = 850ps '], operations)).toEqual([
      { operation: 'destroy-page', unit: 'page', picoseconds: 1_200_000n, text: 'destroy-page=1.2us' },
      { operation: 'clean-line', unit: 'line', picoseconds: 850n, text: ' clean-line = 850ps ' },
    ]);
    expect(parseAssumptions([], operations)).toEqual([]);
  });

  it.each([
    [['destroy-page'], ['CVM_COST_ASSUMPTION_FORM']],
    [['=1us'], ['CVM_COST_ASSUMPTION_FORM']],
    [[''], ['CVM_COST_ASSUMPTION_FORM']],
    [['destroy-page=1.2'], ['CVM_UNITS_DURATION_WITHOUT_UNIT']],
    [['destroy-page='], ['CVM_UNITS_INVALID_DURATION']],
    [['destroy-page=1us=2us'], ['CVM_UNITS_INVALID_DURATION']],
    [['destroy-pgae=1us'], ['CVM_COST_ASSUMED_UNKNOWN_OPERATION']],
    [['destroy-page=1us', 'destroy-page=1us'], ['CVM_COST_ASSUMED_TWICE']],
    [
      ['destroy-pgae=soon', 'clean-line', 'free-page=1ns', 'free-page=2ns'],
      [
        'CVM_COST_ASSUMED_UNKNOWN_OPERATION',
        'CVM_UNITS_INVALID_DURATION',
        'CVM_COST_ASSUMPTION_FORM',
        'CVM_COST_ASSUMED_TWICE',
      ],
    ],
  ])('refuses %j with %j', (texts, codes) => {
    const found = findings(texts);
    expect(found.map(({ code }) => code)).toEqual(codes);
    for (const { where } of found) expect(where).toEqual({ path: '--assume' });
  });

  it('names the nearest operation', () => {
    expect(findings(['destroy-pgae=1us'])[0]?.hint).toContain('did you mean "destroy-page"?');
  });
});
