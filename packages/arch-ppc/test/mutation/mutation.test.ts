/** Each step, guard, rule and pair of neighbours of each policy: what a deviation breaks. */
import { readFileSync } from 'node:fs';
import { mutationFindings, mutationRun, scoreOf } from '@cvm-teardown/core/testing';
import { expect, test } from 'vitest';
import { ppc } from '../support/arch.js';
import { EQUIVALENT, SCORES } from './equivalent.js';

/** What guests and hosts do of their own accord. */
const ENVIRONMENT = [
  'host-event',
  'guest-event',
  'guest-touches',
  'wait-for-offline',
  'svm-access',
  'guest-access',
  'move-page',
];
const TRIGGERS = ['secure-entry', 'reboot', 'hotplug', 'unplug', 'abort'];

const specification = readFileSync(new URL('../../../../SPECIFICATION.md', import.meta.url), 'utf8');

test.each(['uv-all', 'init-done'])('%s: whatever is not listed as equivalent is caught', (policy) => {
  const worlds = TRIGGERS.flatMap((trigger) => {
    const request = { policy, trigger, release: 'fixed', pages: 2 };
    return [
      { request, faults: 0 },
      { request, faults: 1 },
      { request: { ...request, scale: { implicitShares: 0 } }, faults: 1 },
    ];
  });
  const report = mutationRun(ppc, worlds, { environment: ENVIRONMENT, others: ['host'] });
  expect(mutationFindings(report, EQUIVALENT)).toEqual([]);
  const { killed, equivalent } = scoreOf(report);
  expect({ killed, equivalent }).toEqual(SCORES[policy]);
  expect(specification).toContain(
    `| ppc \`${policy}\`: mutants caught, of those that are not equivalent | ${killed} of ${killed}; ${equivalent} equivalent |`,
  );
});
