import type { MachineOption } from '@cvm-teardown/core/plugin';

export const options: readonly MachineOption[] = [
  {
    name: 'dimm',
    values: ['1/8', '1/4', '1/2'],
    default: '1/2',
    summary: 'part of the memory that is the hot-plugged slot (triggers hotplug and unplug)',
  },
  {
    name: 'secureMemory',
    values: ['ample', 'short'],
    default: 'ample',
    summary:
      'whether the host has a device page for each GFN that is to become secure, or one too few (not for reboot and unplug)',
  },
  {
    name: 'hostEvents',
    values: [0, 1, 2, 3, 4],
    default: 3,
    summary: 'checks only: how often the host touches or moves a page of its choice',
  },
  {
    name: 'guestEvents',
    values: [0, 1, 2, 3, 4],
    default: 2,
    summary: 'checks only: how often the guest touches or shares a page of its choice',
  },
];
