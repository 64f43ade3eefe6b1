import { loadArchitecture } from '@cvm-teardown/core';
import { litmusSuite } from '@cvm-teardown/core/testing';
import { describe, expect, it, test } from 'vitest';
import plugin from '../src/index.js';
import { specTable } from './support/spec.js';

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

describe('docs/ppc.md 15, the rows that are modelled', () => {
  const sources = suite.files.map(suite.source).join('\n');

  it('are in a litmus file, but for answers of the Ultravisor that no call of the hypervisor asks for', () => {
    const rows = specTable('15').filter((row) => row['model'] === 'now');
    const missing = rows
      .map((row) => row['#'] as string)
      .filter((row) => !new RegExp(`\\brow ${row}\\b`).test(sources));
    expect(missing).toEqual(['40', '42', '43', '45, 46', '48']);
  });
});
