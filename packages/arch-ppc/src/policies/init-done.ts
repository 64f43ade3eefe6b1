import { svmPolicy } from './svm-policy.js';

/** The Ultravisor requests what it needs; H_SVM_INIT_DONE migrates the rest. docs/ppc.md 8.4 */
export const initDone = svmPolicy(
  {
    id: 'init-done',
    title: 'H_SVM_INIT_DONE migrates what is left',
    summary:
      'H_SVM_PAGE_IN for kernel, initrd, device tree and RTAS only; the hypervisor migrates every other GFN by itself.',
    source: 'commit dfaa973ae960 (v5.9); docs/ppc.md 8.4',
    defaultRelease: 'v6',
  },
  { requested: ({ necessary }) => necessary },
);
