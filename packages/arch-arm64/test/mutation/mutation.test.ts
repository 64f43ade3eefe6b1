/** Each step, guard, rule and pair of neighbours of each policy: what a deviation breaks. */
import { readFileSync } from 'node:fs';
import { loadArchitecture } from '@cvm-teardown/core';
import { mutationFindings, mutationRun, scoreOf } from '@cvm-teardown/core/testing';
import { expect, test } from 'vitest';
import arm64 from '../../src/index.js';
import { stage2Policies } from '../../src/policies/index.js';
import { worldsOf } from '../support/worlds.js';
import { EQUIVALENT, SCORES } from './equivalent.js';

const arch = loadArchitecture(arm64);
const specification = readFileSync(new URL('../../../../SPECIFICATION.md', import.meta.url), 'utf8');

test.each(stage2Policies.map(({ id }) => id))('%s: whatever is not listed as equivalent is caught', (policy) => {
  const worlds = [...worldsOf(policy), { policy, trigger: 'exit', pages: 2 } as const].map((world) => ({
    request: { ...world, release: 'fixed' },
  }));
  const report = mutationRun(arch, worlds);
  expect(mutationFindings(report, EQUIVALENT[policy] ?? {})).toEqual([]);
  expect(scoreOf(report)).toEqual(SCORES[policy]);
  const { killed, equivalent } = scoreOf(report);
  expect(specification).toContain(
    `| arm64 \`${policy}\`: mutants caught, of those that are not equivalent | ${killed} of ${killed}; ${equivalent} equivalent |`,
  );
});
