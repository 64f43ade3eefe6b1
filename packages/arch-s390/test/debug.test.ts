/** The author checks: tasks are functions of what they observe, keys merge only what is alike, guards and steps are pure. */
import { loadArchitecture } from '@cvm-teardown/core';
import { debugCheck } from '@cvm-teardown/core/testing';
import { expect, test, vi } from 'vitest';
import { s390 } from '../src/plugin.js';

vi.setConfig({ testTimeout: 60_000 });

const arch = loadArchitecture(s390);

test.each([
  { policy: 'sync', trigger: 'reboot', release: '5.19' },
  { policy: 'sync', trigger: 'exit' },
  { policy: 'helper', trigger: 'exit' },
  { policy: 'kthread', trigger: 'exit', release: 'v3' },
  { policy: 'kthread', trigger: 'reboot', release: 'v3' },
  { policy: 'async', trigger: 'reboot', release: '6.14', options: { pressure: 'one-page', cleaners: 1 } },
  { policy: 'async', trigger: 'reboot', release: 'fixed', features: { destroyFast: false, misc: false } },
])('%o', (request) => {
  expect(() => debugCheck(arch, { pages: 2, ...request }, { faults: 1 })).not.toThrow();
});
