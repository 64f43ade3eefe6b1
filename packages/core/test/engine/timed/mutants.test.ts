import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { edit } from './mutants/edit.mjs';
import { mutants } from './mutants/list.mjs';

const engine = new URL('../../../src/engine/', import.meta.url);

test.each(mutants)('the mutant "$rule" is up to date: what it leaves out is there, once', ({ edits }) => {
  for (const one of edits) {
    const text = readFileSync(new URL(one[0], engine), 'utf8');
    expect(edit(text, one)).not.toBe(text);
  }
});
