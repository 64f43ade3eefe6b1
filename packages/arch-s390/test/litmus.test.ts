import { readdirSync, readFileSync } from 'node:fs';
import { loadArchitecture } from '@cvm-teardown/core';
import { checkLitmus } from '@cvm-teardown/core/litmus';
import { describe, expect, it, test } from 'vitest';
import { s390 } from '../src/plugin.js';

const arch = loadArchitecture(s390);
const folder = new URL('../litmus/', import.meta.url);
const files = readdirSync(folder).sort();
const check = (file: string, symmetry: 'on' | 'off' = 'off') =>
  checkLitmus(readFileSync(new URL(file, folder)), file, [arch], { symmetry });

describe('the litmus files', () => {
  test.each(files)('%s', (file) => {
    const { outcome, failures, findings } = check(file);
    expect({ outcome, failures, findings }).toEqual({ outcome: 'ok', failures: [], findings: [] });
  });

  // Pinned, so that a change of the protocol's size, or of a counterexample, is noticed.
  it('are of these sizes', async () => {
    const lines = files.map((file) => {
      const { states, violation } = check(file);
      return `${file} ${states}${violation === undefined ? '' : ` ${violation.property} ${violation.trace.length}`}\n`;
    });
    await expect(lines.join('')).toMatchFileSnapshot('golden/litmus.txt');
  });

  test.each(files)('with page symmetry: %s', (file) => {
    const { outcome, violation } = check(file);
    const reduced = check(file, 'on');
    expect(reduced).toMatchObject({ outcome, failures: [], findings: [] });
    expect(reduced.violation).toEqual(violation);
  });

  it('are those of the folder that the plugin registers', () => {
    expect(arch.litmus.map(String)).toEqual([folder.href]);
  });
});

describe('docs/s390.md 12, what the model has', () => {
  const text = readFileSync(new URL('../../../docs/s390.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| ([UKT]\d[^|]*) \| M \|/gm)].flatMap(([, names]) =>
    (names as string).trim().split(', '),
  );
  const sources = files.map((file) => check(file).source ?? '').join('\n');

  it('is in a litmus file, row by row', () => {
    // Who is killed first, QEMU or its helper, is decided by processes that make no calls.
    const processes = ['T47'];
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.filter((row) => !new RegExp(`\\b${row}\\b`).test(sources))).toEqual(processes);
  });
});
