import type { ProtocolConstant } from '@cvm-teardown/core/plugin';

/** Bytes of the page that all H_SVM_* and UV_PAGE_* calls are about (order 16). docs/ppc.md 2.1 */
export const GFN_BYTES = 65_536;

/** GFNs in one frame of secure memory: the Ultravisor backs slots by 2 MiB. docs/ppc.md 2.1 */
export const GFNS_PER_FRAME = 32;

export const constants: readonly ProtocolConstant[] = [
  {
    name: 'implicitShares',
    value: 7,
    checkValue: 1,
    unit: 'GFN',
    summary:
      'pages that the Ultravisor shares with the hypervisor before H_SVM_INIT_DONE: six for RTAS, one for the TPM',
    source: 'open-power/ultravisor svm/svm-rtas.c, svm/svm-tss.c; docs/ppc.md 8.1',
  },
  {
    name: 'necessaryGfns',
    value: 1024,
    checkValue: 1,
    unit: 'GFN',
    summary: 'GFNs that an optimised Ultravisor requests: kernel, initrd, device tree and RTAS (64 MiB assumed)',
    source: 'assumed; which parts: open-power/ultravisor svm/svm-esm.c, how large: not found; docs/ppc.md 8.1',
  },
];
