import { describe, expect, it } from 'vitest';
import { finding } from '../../src/errors/finding.js';
import { collectFindings, InputError, isInputError, locateError, refuseAny } from '../../src/errors/input-error.js';

const first = finding('CVM_TEST_FIRST', 'this is wrong', { hint: 'mend this' });
const second = finding('CVM_TEST_SECOND', 'that is wrong');

describe('InputError', () => {
  it('carries all findings, in order, in data and in its message', () => {
    const error = new InputError([first, second]);
    expect(error.findings).toEqual([first, second]);
    expect(error.message).toBe('this is wrong [CVM_TEST_FIRST]\n  hint: mend this\nthat is wrong [CVM_TEST_SECOND]');
    expect(error.name).toBe('InputError');
  });

  it('refuses to be about nothing', () => {
    expect(() => new InputError([])).toThrow(RangeError);
  });

  it('is known to another copy of core, whose class is another one', async () => {
    // A query makes the loader evaluate the module a second time, as a second copy on the disk would.
    const copy: typeof import('../../src/errors/input-error.js') = await import(
      // @ts-expect-error: the compiler resolves no queries
      '../../src/errors/input-error.js?copy'
    );
    const foreign = new copy.InputError(first);
    expect(foreign instanceof InputError).toBe(false);
    expect(isInputError(foreign)).toBe(true);
    expect(copy.isInputError(new InputError(first))).toBe(true);
  });

  it.each([new Error('no'), { findings: [first] }, null, undefined, 'no'])('is not %s', (value) => {
    expect(isInputError(value)).toBe(false);
  });

  it('is located as a whole and keeps its cause', () => {
    const error = new InputError([first, second]);
    const located = locateError(error, { file: 'a.yaml' });
    expect(located.findings.map(({ where }) => where)).toEqual([{ file: 'a.yaml' }, { file: 'a.yaml' }]);
    expect(located.cause).toBe(error);
  });
});

describe('collecting findings', () => {
  it('goes on after a finding and reports all of them at once', () => {
    const findings: (typeof first)[] = [];
    const values = [first, undefined, second].map((found) =>
      collectFindings(findings, () => {
        refuseAny(found === undefined ? [] : [found]);
        return 'fine';
      }),
    );
    expect(values).toEqual([undefined, 'fine', undefined]);
    expect(findings).toEqual([first, second]);
  });

  it('throws on what is not an InputError', () => {
    const bug = new TypeError('bug');
    expect(() =>
      collectFindings([], () => {
        throw bug;
      }),
    ).toThrow(bug);
  });
});
