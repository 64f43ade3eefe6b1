import { type ArchPlugin, type CapabilityRecord, defineArchPlugin } from '@cvm-teardown/core/plugin';
import { accountsOf } from './accounts.js';
import { constants } from './constants.js';
import { defects } from './defects.js';
import { features } from './features.js';
import { LOCKS } from './hypervisor.js';
import { type LayoutOf, layoutFromOptions } from './layout.js';
import { litmusVocabulary } from './litmus.js';
import { measured } from './measured.js';
import { stage2Mmu } from './mmu.js';
import { operations } from './operations.js';
import { options } from './options.js';
import { stage2Policies } from './policies/index.js';
import { stage2Policy } from './policies/stage2-policy.js';
import hisiliconD05 from './profiles/hisilicon-d05.json' with { type: 'json' };
import smallCloudVm from './profiles/small-cloud-vm.json' with { type: 'json' };
import tlbirangeVhe from './profiles/tlbirange-vhe.json' with { type: 'json' };
import { properties } from './properties.js';
import { published } from './published.js';
import { releases } from './releases.js';
import { stage2Builder } from './stage2.js';
import { declare } from './state.js';

const capabilities: CapabilityRecord = {
  confidential: false,
  setAside: 'none',
  interruptible: false,
  scrub: 'none',
  invalidation: 'vm',
  conversion: 'none',
  hotplug: false,
};

const notModelled: readonly string[] = [
  'pKVM and CCA (docs/arm64.md 18, 19 document them)',
  'mapping, write-protection, collapse and split of blocks; faults during an unmap',
  'the walk over addresses at which no memory is (mainline visits the whole IPA space)',
  'errata that repeat an invalidation, nVHE barriers, nested stage 2, instruction caches',
  'contention between CPUs that broadcast invalidations at the same time (docs/arm64.md 14.2, C16)',
  'how long a guest takes to refill its TLBs',
  'the old 32-bit port',
];

/** The plugin over guests whose memory lies as `layoutOf` says: by default as the machine's options say. */
export function arm64With(layoutOf: LayoutOf): ArchPlugin {
  const stage2Of = stage2Builder(layoutOf);
  return defineArchPlugin({
    manifest: {
      id: 'arm64',
      title: 'arm64 KVM, stage 2',
      version: '0.0.0',
      summary: 'Stage-2 tables, cache maintenance and TLB invalidation, and which of it may be left out.',
      documentation: 'docs/arm64.md',
    },
    register: (registrar) => {
      registrar.capabilities(capabilities);
      registrar.model({
        declare: (machine) => declare(stage2Of(machine)),
        locks: () => LOCKS,
        memory: 'page',
        accounts: accountsOf(stage2Of),
      });
      registrar.mmu(stage2Mmu(stage2Of));
      registrar.policy(...stage2Policies.map((own) => stage2Policy(own, stage2Of)));
      registrar.operation(...operations);
      registrar.property(...properties(stage2Of));
      registrar.release(...releases);
      registrar.defect(...defects);
      registrar.feature(...features);
      registrar.option(...options);
      registrar.constant(...constants);
      registrar.profile(hisiliconD05, tlbirangeVhe, smallCloudVm);
      registrar.published(...published);
      registrar.measured(...measured);
      registrar.litmus(new URL('../litmus/', import.meta.url));
      registrar.litmusVocabulary(litmusVocabulary(stage2Of));
      registrar.notModelled(...notModelled);
    },
  });
}

export const arm64: ArchPlugin = arm64With(layoutFromOptions);
