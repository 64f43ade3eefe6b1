import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { edit } from './mutants/edit.mjs';
import { mutants, open } from './mutants/list.mjs';
import { digestOf, type Results, table } from './mutants/table.mjs';

const engine = new URL('../../../src/engine/', import.meta.url);
const kept = (name: string): string => readFileSync(new URL(`./mutants/${name}`, import.meta.url), 'utf8');
const results: Results = JSON.parse(kept('results.json'));
/** So many cases of each generator, at least, have not shown it before it is said that nothing can. */
const SOME = 150;

test.each(mutants)('the mutant "$rule" is up to date: what it leaves out is there, once', ({ edits }) => {
  for (const one of edits) {
    const text = readFileSync(new URL(one[0], engine), 'utf8');
    expect(edit(text, one)).not.toBe(text);
  }
});

describe('what came of the mutants', () => {
  it.each(mutants)('"$rule" was noticed, or it is said why not', (mutant) => {
    const result = results[mutant.rule];
    expect(result?.edits, 'not tried as it is now').toBe(digestOf(mutant));
    const reason = mutant.exception ?? open.get(mutant.rule);
    if (result?.generator !== undefined) expect(reason, 'it was noticed after all').toBeUndefined();
    else {
      expect(reason, 'not noticed').toMatch(/\w{3}/);
      expect(result?.cases).toBeGreaterThanOrEqual(SOME);
    }
  });

  it('is what the table says', () => {
    expect(kept('MUTANTS.md')).toBe(table(mutants, open, results));
  });
});
