import { readdirSync, readFileSync } from 'node:fs';
import { loadArchitecture } from '@cvm-teardown/core';
import { checkLitmus } from '@cvm-teardown/core/litmus';
import { describe, expect, it, test } from 'vitest';
import plugin from '../src/index.js';
import { specTable } from './support/spec.js';

const arch = loadArchitecture(plugin);
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

describe('docs/ppc.md 15, the rows that are modelled', () => {
  const sources = files.map((file) => check(file).source ?? '').join('\n');

  it('are in a litmus file, but for answers of the Ultravisor that no call of the hypervisor asks for', () => {
    const rows = specTable('15').filter((row) => row['model'] === 'now');
    const missing = rows
      .map((row) => row['#'] as string)
      .filter((row) => !new RegExp(`\\brow ${row}\\b`).test(sources));
    expect(missing).toEqual(['40', '42', '43', '45, 46', '48']);
  });
});
