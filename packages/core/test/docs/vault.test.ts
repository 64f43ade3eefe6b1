// #region tests
import { check, loadArchitecture, parseAssumptions, simulate } from '@cvm-teardown/core';
import { checkLitmus } from '@cvm-teardown/core/litmus';
import { debugCheck } from '@cvm-teardown/core/testing';
import { describe, expect, it } from 'vitest';
import vault from './vault.js';

const arch = loadArchitecture(vault);

describe('the example of docs/plugin-authors.md', () => {
  it('runs', () => {
    const run = simulate(arch, { memoryBytes: 2 ** 20 });
    expect(run.count('wipe-page', { phase: 'pages' })).toBe(256);
    expect(run.countBlocked('free-page')).toBe(256);
    expect(run.pageCount('page', ({ place }) => place === 'host')).toBe(256);
    expect(run.blockedNs).toBeUndefined();
    expect(run.engine.unpriced).toEqual(['free-page']);
  });

  it('has a time once everything has a price', () => {
    const assumptions = parseAssumptions(['free-page=100ns'], arch.operations);
    expect(simulate(arch, { memoryBytes: 2 ** 20 }, { assumptions }).blockedNs).toBe(256 * (900 + 100) + 5000);
  });

  it('is valid without its defects', () => {
    expect(check(arch, { pages: 2 }, { faults: 1 })).toMatchObject({
      verdict: 'valid',
      sometimes: [{ id: 'exported-while-exiting', reached: true }],
    });
  });

  it.each(arch.defects)('is caught with $id', ({ id, violates }) => {
    const { verdict, violation } = check(arch, { pages: 2, defects: [id] }, { faults: 1 });
    expect(verdict).toBe('violated');
    expect(violation?.property).toBe(violates);
  });

  it('keeps the rules', () => {
    expect(debugCheck(arch, { pages: 2 }, { faults: 1 }).complete).toBe(true);
  });

  it('finds the shortest way to each', () => {
    const trace = (release: string, defects: readonly string[]) =>
      check(arch, { pages: 2, release, defects }, { faults: 1 }).violation?.trace.map(
        ({ actor, step, args, fault }) =>
          `${actor}: ${step} ${args.join(' ')}${fault === undefined ? '' : ` (${fault})`}`,
      );
    expect(trace('1.0', [])).toEqual(['vmm: give-back 0 (wipe-refused)', 'vmm: end of give-back on 0']);
    expect(trace('fixed', ['drops-key-first'])).toEqual(['vmm: forget-key ']);
    expect(trace('fixed', ['skips-busy-pages'])).toEqual(['host: pick 2', 'host: encrypt 0', 'vmm: give-back 0']);
  });

  it.each([
    [
      'no page stays',
      'do: [{ call: exit, counts: { wipe-page: 1 } }]',
      'then: { keyLoaded: false, page: { 0-1: back } }',
    ],
    [
      'a page that cannot be wiped is lost',
      'do: [{ call: exit, faults: [wipe-refused] }]',
      'then: { page: { 0: { place: leaked } } }',
    ],
    [
      'the host may swap at any moment',
      'actors: { a: [{ call: exit }], b: [{ call: swap-out, args: { page: 0 } }] }',
      'then: { page: { 0: back } }',
    ],
  ])('has litmus files: %s', (_, calls, expected) => {
    const file = `litmus: 1\nname: a-test\narch: vault\ngiven: { page: { 1: encrypted } }\n${calls}\n${expected}`;
    expect(checkLitmus(new TextEncoder().encode(file), 'a-test.yaml', [arch])).toMatchObject({ outcome: 'ok' });
  });
});
// #endregion
