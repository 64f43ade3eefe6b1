import {
  type ArchPlugin,
  defineArchPlugin,
  interval,
  type Mmu,
  sweep,
} from '../../../packages/core/dist/plugin/index.js';
import { lookAtPage, profile, walkBatch, wipePage } from './operations.js';
import { policies } from './policies.js';
import { declareState, type State, table } from './state.js';

const PAGE_BYTES = 4096;

const forget = table({ name: 'forget', array: 'page', rule: () => ({ after: { content: 'absent' } }) });

const mmu: Mmu<State> = {
  plan: () => ({ pageBytes: PAGE_BYTES, description: '4 KiB pages' }),
  unmap: function* unmap(_, { from, to }) {
    yield* sweep(interval(from, to), forget);
  },
};

const source = 'made up for the benchmark';

/** An architecture that does as little as possible besides going over pages: what it takes is what the engine takes. */
export const synthetic: ArchPlugin = defineArchPlugin({
  manifest: { id: 'synthetic', title: 'Synthetic', version: '0.0.0', summary: 'pages to be wiped' },
  register: (registrar) => {
    registrar.capabilities({
      confidential: false,
      setAside: 'none',
      interruptible: false,
      scrub: 'page',
      invalidation: 'page',
      conversion: 'none',
      hotplug: false,
    });
    registrar.model({ declare: declareState, locks: () => [{ name: 'mm', instances: 1 }], memory: 'page' });
    registrar.mmu(mmu);
    registrar.policy(...policies);
    registrar.operation(wipePage, lookAtPage, walkBatch);
    registrar.release({ id: 'fixed', title: 'the only one', defects: [], source });
    registrar.option({
      name: 'layout',
      values: ['contiguous', 'scattered'],
      default: 'contiguous',
      summary: 'which pages are present',
    });
    registrar.constant(
      { name: 'touches', value: 0, unit: 'page', summary: 'pages that the guest touches', source },
      { name: 'runs', value: 0, unit: 'run', summary: 'runs of present pages; 0: all are', source },
      { name: 'actors', value: 1, unit: 'actor', summary: 'sweeps at once', source },
    );
    registrar.profile(profile);
  },
});
