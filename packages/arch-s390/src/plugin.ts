import { defineArchPlugin } from '@cvm-teardown/core/plugin';
import { accounts } from './accounts.js';
import { constants } from './constants.js';
import { defects } from './defects.js';
import { litmusVocabulary } from './litmus/litmus-vocabulary.js';
import { mmu } from './mmu.js';
import { operations } from './operations.js';
import { features, options } from './options.js';
import { async } from './policies/async.js';
import { helper } from './policies/helper.js';
import { kthread } from './policies/kthread.js';
import { sync } from './policies/sync.js';
import ibmZAssumed from './profiles/ibm-z-assumed.json' with { type: 'json' };
import smallCloudVm from './profiles/small-cloud-vm.json' with { type: 'json' };
import { properties } from './properties.js';
import { published } from './published.js';
import { releases } from './releases.js';
import { declareState, locks } from './state.js';
import { secureMemory } from './verbs.js';

/** IBM Z protected virtualization: the Ultravisor, protected configurations, lazy destroy. See docs/s390.md. */
export const s390 = defineArchPlugin({
  manifest: {
    id: 's390',
    title: 'IBM Z (s390x), protected virtualization',
    version: '0.0.0',
    summary: 'Ultravisor, protected configurations, lazy destroy',
    documentation: 'docs/s390.md',
  },
  register: (registrar) => {
    registrar.capabilities({
      confidential: true,
      setAside: 'one',
      interruptible: true,
      scrub: 'page and configuration',
      invalidation: 'page',
      conversion: 'eager',
      hotplug: false,
    });
    registrar.model({ declare: declareState, locks: () => locks, memory: 'page', accounts });
    registrar.mmu(mmu);
    registrar.secureMemory(secureMemory);
    registrar.policy(sync, async, helper, kthread);
    registrar.operation(...operations);
    registrar.property(...properties);
    registrar.release(...releases);
    registrar.defect(...defects);
    registrar.feature(...features);
    registrar.option(...options);
    registrar.constant(...constants);
    registrar.profile(ibmZAssumed, smallCloudVm);
    registrar.published(...published);
    registrar.litmus(new URL('../litmus/', import.meta.url));
    registrar.litmusVocabulary(litmusVocabulary);
    registrar.notModelled(
      "QEMU's own pages, which range loops up to Linux 6.19 visit as well",
      'the hint bit PG_arch_1 (B20 `hint-not-cleared`: calls for nothing, which cost time)',
      'huge pages, but for the folio of the next image; B29 `uv-first-page-only`: no page of a large folio is secure',
      'vCPUs that allocate tables while QEMU tears down (B13c `unlisted-list-race`)',
      'the sign of an error that only one caller looks at, and asks only whether it is 0 (B38 `positive-eio`)',
      'time in a check: B21 `uvc-stall` is a measure of runs, the longest time without a reschedule',
      'lengths and addresses of donated storage: wrong ones are arguments of the calls in litmus files',
      'more than two leftover records at a time, or three where option maxConfigurations says so: a litmus file that needs more is refused',
      'interrupts of the guest, what a dump or an attestation contains',
      "vCPUs that race with each other: vCPUs and QEMU's main thread are one actor",
      'in runs, a reboot while PERFORM of the one before still works; checks have it (option cleaners)',
      'what an import verifies: nobody changes the ciphertext of an exported page',
      'name and session of the CLONE_VM helper, which no state depends on; -daemonize with it was not found',
    );
  },
});

export default s390;
