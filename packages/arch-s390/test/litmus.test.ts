import { readFileSync } from 'node:fs';
import { loadArchitecture } from '@cvm-teardown/core';
import { litmusSuite } from '@cvm-teardown/core/testing';
import { describe, expect, it, test } from 'vitest';
import { s390 } from '../src/plugin.js';

const arch = loadArchitecture(s390);
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

describe('docs/s390.md 12, what the model has', () => {
  const text = readFileSync(new URL('../../../docs/s390.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| ([UKT]\d[^|]*) \| M \|/gm)].flatMap(([, names]) =>
    (names as string).trim().split(', '),
  );
  const sources = suite.files.map(suite.source).join('\n');

  it('is in a litmus file, row by row', () => {
    // Who is killed first, QEMU or its helper, is decided by processes that make no calls.
    const processes = ['T47'];
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.filter((row) => !new RegExp(`\\b${row}\\b`).test(sources))).toEqual(processes);
  });
});
