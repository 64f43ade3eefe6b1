import { loadArchitecture } from '@cvm-teardown/core';
import { checkLitmus } from '@cvm-teardown/core/litmus';
import { litmusSuite } from '@cvm-teardown/core/testing';
import { describe, expect, it, test } from 'vitest';
import plugin from '../src/index.js';

const arch = loadArchitecture(plugin);
const suite = litmusSuite(arch);

describe('the litmus files', () => {
  test.each(suite.files)('%s', (file) => {
    expect(suite.findings(file)).toEqual([]);
  });

  // Pinned, so that a change of the protocol's size, or of a counterexample, is noticed.
  it('are of these sizes', async () => {
    await expect(suite.sizes()).toMatchFileSnapshot('golden/litmus.txt');
  });
});

describe('the words for pages', () => {
  const litmus = (body: string) =>
    checkLitmus(
      new TextEncoder().encode(`litmus: 1\nname: a-test\narch: arm64\npolicy: mainline\ntrigger: unmap\n${body}`),
      'test.yaml',
      [arch],
    );

  it('say what their tables count', () => {
    const body = `machine: { pages: 4 }
given: { page: { 0: empty, 1: used, 2-3: unmapped } }
do: [{ call: touch, args: { page: 1 } }]
then: { page: { 0: empty, 1: used, 2-3: unmapped }, level3: { 0: { page: linked, entries: 1 }, 1: { page: none, entries: 0 } } }`;
    expect(litmus(body)).toMatchObject({ outcome: 'ok' });
  });

  it('say that a page which the host has is owed nothing more', () => {
    const body =
      'given: { page: { 0: returned } }\ndo: [{ call: touch, args: { page: 0 } }]\nthen: { page: { 0: returned } }';
    expect(litmus(body)).toMatchObject({ outcome: 'ok' });
  });

  it('belong to machines that can be', () => {
    const { findings } = litmus('options: { granule: 64K, leaf: block1 }\ndo: [{ call: unmap }]');
    expect(findings).toMatchObject([{ code: 'CVM_LITMUS_IMPOSSIBLE_STATE', where: { file: 'test.yaml', line: 1 } }]);
  });

  it('say what the machine is: unmap belongs to its trigger', () => {
    const closed = litmus('do: [{ call: kvm_free_stage2_pgd }]');
    expect(closed.findings.map(({ code }) => code)).toEqual(['CVM_LITMUS_NOT_ON_THIS_MACHINE']);
  });
});
