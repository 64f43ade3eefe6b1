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
    values: [1, 2],
    default: 2,
    summary:
      'most configurations at a time; one that is set aside counts (docs/s390.md 1.2, inferred). The real number was not found',
  },
  {
    name: 'asyncDestroy',
    values: [0, 1],
    default: 1,
    summary: 'module parameter async_destroy; 0 refuses PREPARE and PERFORM (docs/s390.md 3.12)',
  },
  {
    name: 'vmm',
    values: ['size-check', 'no-size-check'],
    default: 'size-check',
    summary:
      'whether QEMU asks for the asynchronous way only above 2 GiB, as since commit 88693ab2a53f (docs/s390.md 7.1)',
  },
  {
    name: 'pressure',
    values: ['none', 'one-page'],
    default: 'none',
    summary: 'in a check: whether the host may take one page away at any moment (docs/s390.md 3.11 c)',
  },
  {
    name: 'cleaners',
    values: [1, 2],
    default: 1,
    checkDefault: 2,
    summary: 'in a check: how many reboots may be asynchronous, each with a thread of its own (docs/s390.md 3.8)',
  },
];
