import type { Feature, MachineOption } from '@cvm-teardown/core/plugin';
import { HOST_CALLS } from './ultravisor/names.js';

export const features: readonly Feature[] = [
  {
    name: 'destroyFast',
    default: true,
    summary: 'Destroy Configuration Fast (0x0102) is installed: a configuration dies at once, its pages stay secure',
    source: 'docs/s390.md 2.1 [S]',
  },
  {
    name: 'misc',
    default: true,
    summary: 'importing a shared page of another configuration moves its ownership, so nothing is exported before',
    source: 'docs/s390.md 6.1 [S]',
  },
];

export const options: readonly MachineOption[] = [
  {
    name: 'lazyDestroy',
    values: [0, 1],
    default: 1,
    summary: 'module parameter lazy_destroy of the 2021 postings; 0 asks for the synchronous way (docs/s390.md 8)',
  },
  {
    name: 'atomicAllocations',
    values: ['succeed', 'fail'],
    default: 'succeed',
    summary: 'whether a dying mm of the 2021 postings gets the pages that its list needs (docs/s390.md 8)',
  },
  {
    name: 'oomNotifier',
    values: ['as-posted', 'none', 'waits-for-pages', 'waits-a-time'],
    default: 'as-posted',
    summary:
      'what a host short of memory asks of the thread of the 2021 postings before it kills: as posted, v1 nothing, v2 and v3 to wait a time (docs/s390.md 8)',
  },
  {
    name: 'nextGuest',
    values: ['normal', 'protected'],
    default: 'normal',
    summary:
      'in a check of kthread: whether the guest is protected again behind its reboot, so that two threads may be at work, and QEMU may be killed (docs/s390.md 8)',
  },
  {
    name: 'memslots',
    values: ['one', 'hole'],
    default: 'one',
    summary:
      'hole: behind its first page the guest has a hole, where the synchronous part of PREPARE ends up to 6.19 (docs/s390.md 3.7)',
  },
  {
    name: 'memoryLimit',
    values: ['ram', 'above-2g'],
    default: 'ram',
    summary: 'whether the guest may grow beyond 2 GiB, so that its top table is no segment table (docs/s390.md 1.7)',
  },
  {
    name: 'protVirt',
    values: [0, 1],
    default: 1,
    summary: 'boot parameter prot_virt with facility 158; 0 refuses every command (docs/s390.md 1.1)',
  },
  {
    name: 'notInstalled',
    values: ['none', ...HOST_CALLS],
    default: 'none',
    summary: 'a call that the Ultravisor lacks: its bit is off in the list of installed calls (docs/s390.md 2.1)',
  },
  {
    name: 'maxConfigurations',
    values: [1, 2, 3],
    default: 2,
    summary:
      'most configurations at a time; one that is set aside counts (docs/s390.md 1.2, inferred). The real number was not found',
  },
  {
    name: 'mmuNotifier',
    values: ['registers', 'refused'],
    default: 'registers',
    summary:
      'whether ENABLE can register its mmu notifier. Up to 6.19 it goes on without one, 7.0 returns the error (docs/s390.md 3.2)',
  },
  {
    name: 'asyncDestroy',
    values: [0, 1],
    default: 1,
    summary: 'module parameter async_destroy; 0 refuses PREPARE and PERFORM (docs/s390.md 3.12)',
  },
  {
    name: 'vmm',
    values: ['size-check', 'ram-size-check', 'no-size-check'],
    default: 'size-check',
    summary:
      'whether QEMU asks for the asynchronous way only above 2 GiB: of its memory limit, up to December 2024 of its RAM, before commit 88693ab2a53f always (docs/s390.md 7.1)',
  },
  {
    name: 'helperLook',
    values: ['latest', 'earliest'],
    default: 'latest',
    summary:
      'in a run: whether the CLONE_VM helper sees the end of its parent as late as it can, a whole helperPoll behind it, or at once; which is not known (docs/s390.md 7.2)',
  },
  {
    name: 'stopper',
    values: ['none', 'libvirt', 'cgroup'],
    default: 'none',
    summary:
      'in a run of an exit, whom SIGKILL meets that comes stopperKills behind SIGTERM if QEMU is still there: nobody; QEMU alone, as libvirt has it; QEMU and its helper (docs/s390.md 7.3)',
  },
  {
    name: 'pressure',
    values: ['none', 'one-page'],
    default: 'none',
    summary: 'in a check: whether the host may take one page away at any moment (docs/s390.md 3.11 c)',
  },
  {
    name: 'kernelReads',
    values: ['none', 'storage', 'guest-page'],
    default: 'none',
    summary:
      'in a check: whether the kernel reads storage that may be donated, as for /proc/kcore, or a page of the guest in a section that must not sleep, at any moment (docs/s390.md 11, B31, B30)',
  },
  {
    name: 'dump',
    values: ['none', 'given-up'],
    default: 'none',
    summary:
      'in a check: whether QEMU begins a dump of each protected guest before its teardown and gives it up, as it did where the disk was full (docs/s390.md 7.4)',
  },
  {
    name: 'folios',
    values: ['small', 'large', 'large-file'],
    default: 'small',
    summary:
      'in a check: whether the next image is unpacked into a large folio, of memory or of a file, which is split first (docs/s390.md 6.2, 11, B27, B28)',
  },
  {
    name: 'firmware',
    values: ['recent', 'old'],
    default: 'recent',
    summary:
      'old: Destroy Secure Storage answers 0x107, reason 0xd, for a page that is not secure, which means success (docs/s390.md 2.1)',
  },
  {
    name: 'otherThread',
    values: ['none', 'asks', 'unmaps'],
    default: 'none',
    summary:
      'in a check: whether another thread of QEMU calls INFO under the VM lock, or removes a mapping under the lock of the address space, at any moment (docs/s390.md 3.0, 4)',
  },
  {
    name: 'kill',
    values: ['any-time', 'never'],
    default: 'any-time',
    summary:
      'in a check of async, and of kthread with nextGuest protected: whether QEMU may be killed (docs/s390.md 3.11)',
  },
  {
    name: 'vmEnd',
    values: ['with-process', 'before-process'],
    default: 'with-process',
    summary:
      'before-process: at its end QEMU gives up the VM while its memory is still there, as with a device that keeps it (docs/s390.md 3.11, 11, B13)',
  },
  {
    name: 'cleaners',
    values: [1, 2],
    default: 1,
    checkDefault: 2,
    summary: 'in a check: how many reboots may be asynchronous, each with a thread of its own (docs/s390.md 3.8)',
  },
];
