/** What the plugin leaves out. The whole list with reasons: docs/ppc.md. */
export const notModelled: readonly string[] = [
  'the time between UV_ESM’s parts that is not calls, migrations or zeroing: digests, the TPM, the guest’s own boot',
  'VMAs, KSM and the mmap lock (releases v3, v3b, v4 and v5 differ in these)',
  'the word arrays themselves: that KVM_PPC_SVM_OFF keeps them and the next H_SVM_INIT_START adds a second one',
  'the Ultravisor’s intermediate page states HV_*; implicit, explicit and pseudo shares are one kind',
  'several SVMs that compete for device pages; more than one vCPU of a guest in a check',
  'H_SVM_* calls made by a guest itself, wrong arguments, UV_RETURN',
  'destruction of the VM (exit, kill): device pages that go with QEMU’s address space',
  'content of pages after H_SVM_INIT_ABORT (undefined by the series’ own comment)',
  'the authorities document and firmware: KVM follows its source and the Ultravisor its own, whatever is asked for',
];
