import { loadArchitecture } from '@cvm-teardown/core';
import { debugCheck } from '@cvm-teardown/core/testing';
import { describe, it } from 'vitest';
import arm64 from '../src/index.js';
import { stage2Policies } from '../src/policies/index.js';

const arch = loadArchitecture(arm64);

/** The author checks: a wrong key would turn a violation into silence. */
describe.each(stage2Policies.map(({ id }) => id))('debug checks, %s', (policy) => {
  it.each([
    { trigger: 'close', features: {}, defects: [] },
    { trigger: 'exit', features: {}, defects: [] },
    { trigger: 'unmap', features: {}, defects: [] },
    { trigger: 'unmap', features: { FWB: true, TLBIRANGE: true }, defects: [] },
    { trigger: 'close', features: {}, defects: ['closed-with-running-vcpu'] },
  ])('$trigger $features $defects', (request) => {
    debugCheck(arch, { ...request, policy, release: 'fixed', pages: 2 }, { faults: 1 });
  });
});
