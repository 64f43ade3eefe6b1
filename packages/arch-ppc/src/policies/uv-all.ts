import { interval } from '@cvm-teardown/core/plugin';
import { svmPolicy } from './svm-policy.js';

/** The Ultravisor requests every GFN. docs/ppc.md 8.2 */
export const uvAll = svmPolicy(
  {
    id: 'uv-all',
    title: 'the Ultravisor requests every GFN',
    summary: 'One H_SVM_PAGE_IN for each GFN that is not shared; H_SVM_INIT_DONE finds nothing left.',
    source: 'Ram Pai, [PATCH v3 0/4] Migrate non-migrated pages of a SVM, 2020-06-20; docs/ppc.md 8.2',
    defaultRelease: '5.8',
  },
  { requested: ({ shared, boot }) => interval(shared.to, boot.to) },
);
