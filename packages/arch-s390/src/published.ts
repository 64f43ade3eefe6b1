import type { PublishedTime } from '@cvm-teardown/core/plugin';

/** The only published time of an exit on this architecture, and it is of a guest that is not protected. */
export const published: readonly PublishedTime[] = [
  {
    id: 's390-exit-normal-64g',
    trigger: 'exit',
    confidential: false,
    memoryBytes: 64 * 2 ** 30,
    sides: [
      { policy: 'sync', kind: 'unknown' },
      { policy: 'helper', seconds: 1, kind: 'at most' },
    ],
    machine: 'IBM Z',
    source:
      'Claudio Imbrenda, qemu-devel, August 2022: a few seconds without and under 1 s with the helper, for a guest without protection',
  },
];
