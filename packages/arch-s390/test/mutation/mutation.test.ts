/** Each step, guard, rule and pair of neighbours of each policy: what a deviation breaks. */
import { readFileSync } from 'node:fs';
import { loadArchitecture } from '@cvm-teardown/core';
import { mutationFindings, mutationRun, scoreOf } from '@cvm-teardown/core/testing';
import { expect, test } from 'vitest';
import { s390 } from '../../src/plugin.js';
import { EQUIVALENT, SCORES, SURVIVORS } from './equivalent.js';
import { ENVIRONMENT, GHOSTS, MORE, WORLDS } from './worlds.js';

const arch = loadArchitecture(s390);
const specification = readFileSync(new URL('../../../../SPECIFICATION.md', import.meta.url), 'utf8');
/** More machines in a longer run, and those that survive on costly ones too: CVM_MUTANTS=all. */
const isLong = process.env['CVM_MUTANTS'] === 'all';

test.each(Object.keys(WORLDS))('%s: whatever is not listed as equivalent is caught', (policy) => {
  const worlds = [...(WORLDS[policy] ?? []), ...(isLong ? (MORE[policy] ?? []) : [])];
  const survivors = SURVIVORS[policy] ?? {};
  const listed = { ...EQUIVALENT[policy], ...survivors };
  const known = isLong ? [] : Object.keys(listed);
  const report = mutationRun(arch, worlds, { environment: ENVIRONMENT, ghosts: GHOSTS, known });
  expect(mutationFindings(report, listed)).toEqual([]);
  const { killed, equivalent } = SCORES[policy] as (typeof SCORES)[string];
  const missed = Object.keys(survivors).length;
  if (!isLong) expect(scoreOf(report)).toEqual({ killed, equivalent: equivalent + missed });
  expect(killed / (killed + missed)).toBeGreaterThanOrEqual(0.9);
  expect(specification).toContain(
    `| s390 \`${policy}\`: mutants caught, of those that are not equivalent | ${killed} of ${killed + missed}; ${equivalent} equivalent |`,
  );
});
