import { type Cause, type Duration, defineOperation, type Operation } from '@cvm-teardown/core/plugin';

const CALL_LOCKS_PAGE =
  'the page is isolated and locked meanwhile (mm/migrate_device.c); UV page locks: docs/ppc.md 2.1';

const operation = (
  name: string,
  unit: string,
  cause: Cause,
  duration: Duration,
  summary: string,
  source: string,
): Operation => defineOperation({ name, unit, cause, duration, summary, source });

const call = (name: string, summary: string, section: string): Operation =>
  operation(
    name,
    'call',
    'firmware call',
    'atomic',
    summary,
    `arch/powerpc/kvm/book3s_hv_uvmem.c (v5.9), book3s_hv.c; docs/ppc.md ${section}`,
  );

const pageCall = (name: string, summary: string, section: string): Operation =>
  operation(
    name,
    'call',
    'firmware call',
    'busy',
    summary,
    `arch/powerpc/kvm/book3s_hv_uvmem.c (v5.9); docs/ppc.md ${section}; ${CALL_LOCKS_PAGE}`,
  );

export const uvEsm = call('uv-esm', 'UV_ESM: a normal guest asks to become secure.', '7.16');
export const hSvmInitStart = call('h-svm-init-start', 'H_SVM_INIT_START.', '7.2');
export const hSvmInitDone = call('h-svm-init-done', 'H_SVM_INIT_DONE, without the sweep that it does.', '7.3');
export const hSvmInitAbort = call('h-svm-init-abort', 'H_SVM_INIT_ABORT, without the pages that it drops.', '7.4');
export const uvRegisterMemSlot = call(
  'uv-register-mem-slot',
  'UV_REGISTER_MEM_SLOT, without zeroing the frames.',
  '7.9',
);
export const uvUnregisterMemSlot = call('uv-unregister-mem-slot', 'UV_UNREGISTER_MEM_SLOT.', '7.10');
export const uvSvmTerminate = call('uv-svm-terminate', 'UV_SVM_TERMINATE.', '7.15');
export const uvWritePate = call(
  'uv-write-pate',
  'UV_WRITE_PATE: the partition-table entry goes back to the hypervisor.',
  '7.15',
);

export const hSvmPageIn = pageCall(
  'h-svm-page-in',
  'H_SVM_PAGE_IN, nonshared: one request and its return through the Ultravisor, without what it does to the page.',
  '7.5',
);
export const hSvmPageInShared = pageCall(
  'h-svm-page-in-shared',
  'H_SVM_PAGE_IN, shared: one request and its return.',
  '7.6',
);
export const uvPageIn = pageCall(
  'uv-page-in',
  'UV_PAGE_IN of a private page: 64 KiB are copied, and decrypted if they were paged out.',
  '7.11',
);
export const uvPageInShared = pageCall('uv-page-in-shared', 'UV_PAGE_IN of a shared page: mapped, not copied.', '7.11');
export const uvPageOut = pageCall('uv-page-out', 'UV_PAGE_OUT: 64 KiB are encrypted into a normal page.', '7.12');
/** Atomic: it runs inside the notifier, and nobody who comes to the page waits for it. */
export const uvPageInval = call(
  'uv-page-inval',
  'UV_PAGE_INVAL: the Ultravisor drops its mapping of a shared page.',
  '7.13',
);

export const migratePage = operation(
  'migrate-page',
  'page',
  'migration',
  'busy',
  'Isolates a GFN, takes or gives back its device page, and replaces QEMU’s entry.',
  `arch/powerpc/kvm/book3s_hv_uvmem.c (v5.9), kvmppc_svm_page_in and _out; docs/ppc.md 7.5, 8.4; ${CALL_LOCKS_PAGE}`,
);

export const zeroSecureFrame = operation(
  'zero-secure-frame',
  'frame',
  'firmware call',
  'atomic',
  'The Ultravisor zeroes one 2 MiB frame while it registers a slot.',
  'open-power/ultravisor core/svm_host.c; docs/ppc.md 7.9',
);

export const freePage = operation(
  'free-page',
  'page',
  'freeing',
  'atomic',
  'The host frees one normal 64 KiB page.',
  'mm/migrate_device.c, the source page of a finished migration; docs/ppc.md 7.5',
);

export const allocatePage = operation(
  'allocate-page',
  'page',
  'allocation',
  'atomic',
  'The host allocates one normal 64 KiB page, without clearing it.',
  'arch/powerpc/kvm/book3s_hv_uvmem.c (v5.9), the page-out step; docs/ppc.md 11.1',
);

export const clearPage = operation(
  'clear-page',
  'page',
  'allocation',
  'atomic',
  'The host clears one normal 64 KiB page: only where our proposal for a present defect needs it.',
  'docs/ppc.md 17.2, drop-unzeroed',
);

export const mapPage = operation(
  'map-page',
  'page',
  'guest',
  'busy',
  'A normal guest’s fault: the hypervisor enters one page into its partition-scoped tree.',
  'arch/powerpc/kvm/book3s_64_mmu_radix.c; docs/ppc.md 3.4',
);

export const operations: readonly Operation[] = [
  uvEsm,
  hSvmInitStart,
  hSvmInitDone,
  hSvmInitAbort,
  hSvmPageIn,
  hSvmPageInShared,
  uvRegisterMemSlot,
  uvUnregisterMemSlot,
  uvPageIn,
  uvPageInShared,
  uvPageOut,
  uvPageInval,
  uvSvmTerminate,
  uvWritePate,
  migratePage,
  zeroSecureFrame,
  freePage,
  allocatePage,
  clearPage,
  mapPage,
];
