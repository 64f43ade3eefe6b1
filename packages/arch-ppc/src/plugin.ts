import { defineArchPlugin } from '@cvm-teardown/core/plugin';
import { accounts } from './accounts.js';
import { constants } from './constants.js';
import { defects } from './defects.js';
import { locks } from './hypervisor.js';
import { litmusVocabulary } from './litmus.js';
import { mmu } from './mmu.js';
import { notModelled } from './not-modelled.js';
import { operations } from './operations.js';
import { options } from './options.js';
import { initDone } from './policies/init-done.js';
import { uvAll } from './policies/uv-all.js';
import power9 from './profiles/power9.json' with { type: 'json' };
import { properties } from './properties.js';
import { published } from './published.js';
import { releases } from './releases.js';
import { secureMemory } from './secure-memory.js';
import { declare } from './state.js';

/** POWER: Protected Execution Facility. */
export const plugin = defineArchPlugin({
  manifest: {
    id: 'ppc',
    title: 'POWER secure VMs',
    version: '0.0.0',
    summary: 'Protected Execution Facility: Ultravisor, GFN states, H_SVM_INIT_DONE',
    documentation: 'docs/ppc.md',
  },
  register: (registrar) => {
    registrar.capabilities({
      confidential: true,
      setAside: 'none',
      interruptible: false,
      scrub: 'configuration',
      invalidation: 'page',
      conversion: 'remaining',
      hotplug: true,
    });
    registrar.model({ declare, locks, memory: 'gfn', accounts });
    registrar.mmu(mmu);
    registrar.secureMemory(secureMemory);
    registrar.policy(uvAll, initDone);
    registrar.operation(...operations);
    registrar.property(...properties);
    registrar.release(...releases);
    registrar.defect(...defects);
    registrar.option(...options);
    registrar.constant(...constants);
    registrar.profile(power9);
    registrar.published(...published);
    registrar.litmus(new URL('../litmus/', import.meta.url));
    registrar.litmusVocabulary(litmusVocabulary);
    registrar.notModelled(...notModelled);
  },
});
