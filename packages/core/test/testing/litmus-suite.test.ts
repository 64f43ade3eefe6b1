import { describe, expect, it } from 'vitest';
import { litmusSuite } from '../../src/testing/index.js';
import { bytes, litmus } from '../litmus/support.js';
import { toy } from '../litmus/toy.js';

const suiteOf = (bodies: Record<string, string>) =>
  litmusSuite(toy, new Map(Object.entries(bodies).map(([name, body]) => [name, bytes(litmus(body))])));

describe('a suite of litmus files', () => {
  const suite = suiteOf({
    'good.yaml': 'source: here\ndo: [{ call: LOOK, returns: off }]',
    'broken.yaml': 'do: [{ call: PUT, args: { page: 0, fits: false } }]\nviolates: pages-fit',
    'bad.yaml': 'do: [{ call: LOOK, returns: on }]',
    'wrong.yaml': 'do: [{ call: LOOKS }]',
  });

  it('has nothing to say of what is as expected', () => {
    expect(suite.findings('good.yaml')).toEqual([]);
    expect(suite.findings('broken.yaml')).toEqual([]);
    expect(suite.source('good.yaml')).toBe('here');
  });

  it('says what is not, with page symmetry and without', () => {
    const [outcome, said, ...rest] = suite.findings('bad.yaml');
    expect(outcome).toBe('failed');
    expect(said).toMatch(/^4: expected LOOK: on, but off/);
    expect(rest).toEqual([outcome, said].map((one) => `with page symmetry: ${one}`));
    expect(suite.findings('wrong.yaml')[1]).toMatch(/^wrong\.yaml:4:\d+: .*"LOOKS"/);
  });

  it('gives sizes to pin', () => {
    const sizes = suite.sizes().split('\n');
    expect(sizes).toHaveLength(5);
    expect(sizes[0]).toMatch(/^good\.yaml \d+$/);
    expect(sizes[1]).toMatch(/^broken\.yaml \d+ pages-fit \d+$/);
  });

  it('is not empty, and knows its files', () => {
    expect(() => suiteOf({})).toThrow('no folder');
    expect(() => suite.findings('else.yaml')).toThrow('else.yaml');
  });
});
