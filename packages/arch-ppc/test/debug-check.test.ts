import { debugCheck } from '@cvm-teardown/core/testing';
import { describe, expect, it } from 'vitest';
import { ppc } from './support/arch.js';

describe('the protocol code keeps the authors’ rules (D1 to D6)', () => {
  for (const trigger of ['secure-entry', 'reboot', 'hotplug', 'unplug', 'abort']) {
    for (const policy of ['uv-all', 'init-done']) {
      it(`${trigger}, ${policy}`, () => {
        const { complete, states } = debugCheck(ppc, { trigger, policy, release: 'v6', pages: 2 }, { faults: 1 });
        expect(complete).toBe(true);
        expect(states).toBeGreaterThan(1000);
      });
    }
  }
});
