import type { MachineRequest } from '@cvm-teardown/core';
import type { MutationWorld } from '@cvm-teardown/core/testing';

/** What guests and the host do of their own accord, and what answers them. */
export const ENVIRONMENT = [
  'choose',
  'dying?',
  'enter-guest',
  'import-is-refused',
  'fault-repeats',
  'plain-touch',
  'secure-violation',
  'look-up',
  'import',
  'unpack',
  'share',
  'unmap',
];

/** Followed for a property. */
export const GHOSTS = ['sweptAfterKill', 'needlessExports'];

const SLOW = { destroyFast: false };
const world = (request: MachineRequest, faults: number): MutationWorld => ({
  request: { release: 'fixed', pages: 1, ...request },
  faults,
});

/** A page that the Ultravisor lets go of neither way needs two faults: a CPU that stays, and an export that fails. */
const exits = (policy: string): readonly MutationWorld[] =>
  [{}, { features: SLOW }].map((request) => world({ policy, trigger: 'exit', ...request }, 2));

const sync: MachineRequest = { policy: 'sync', trigger: 'reboot' };
/** Nothing lies below 2 GiB, so that PERFORM has the one page that there is. */
const async: MachineRequest = { policy: 'async', trigger: 'reboot', scale: { low: 0 }, options: { cleaners: 1 } };

/** The first page is exported and gets a page of frame numbers, the second is set aside: two pages, for the list to have one. */
const kthread: MachineRequest = { policy: 'kthread', trigger: 'reboot', scale: { low: 0 } };
const kthreadExit: MachineRequest = { ...kthread, trigger: 'exit' };
const NEXT_GUEST = { nextGuest: 'protected' };
const AT_ONCE = { lazyDestroy: 0 };

/** By policy: machines on which it is valid. Releases before 7.0 differ in the order of DISABLE and in batches. */
export const WORLDS: Readonly<Record<string, readonly MutationWorld[]>> = {
  sync: [
    ...exits('sync'),
    world(sync, 2),
    world({ ...sync, features: SLOW }, 2),
    world({ ...sync, release: '5.19' }, 0),
    world({ ...sync, release: '6.0' }, 0),
    world({ policy: 'sync', trigger: 'exit', release: '5.19' }, 0),
    world({ ...sync, options: { otherThread: 'asks' } }, 2),
  ],
  helper: exits('helper'),
  async: [
    world({ ...async, options: { asyncDestroy: 0 } }, 2),
    world({ ...async, release: '6.14' }, 0),
    world({ ...async, scale: { low: 1 }, options: { cleaners: 1, memoryLimit: 'above-2g' } }, 0),
    world({ ...async, features: SLOW }, 1),
    world({ ...async, features: SLOW, options: { cleaners: 1, kill: 'never' } }, 1),
    world({ ...async, options: { asyncDestroy: 0, otherThread: 'asks' } }, 2),
  ],
  kthread: [
    world(kthreadExit, 2),
    world({ ...kthreadExit, options: { atomicAllocations: 'fail' } }, 2),
    world({ ...kthreadExit, options: AT_ONCE }, 1),
    world({ ...kthreadExit, pages: 2 }, 1),
    world({ ...kthreadExit, pages: 3, scale: { low: 0, tracking: 2 } }, 1),
    world(kthread, 2),
    world({ ...kthread, options: AT_ONCE }, 2),
    world({ ...kthread, release: 'v3' }, 0),
    world({ ...kthread, pages: 2, scale: { low: 1 } }, 0),
    { ...world({ ...kthread, options: NEXT_GUEST }, 1), costly: true },
  ],
};

/** More, for a longer run: pages of both kinds, two threads for PERFORM, the host taking a page, faults everywhere. */
export const MORE: Readonly<Record<string, readonly MutationWorld[]>> = {
  sync: [world({ ...sync, pages: 2, options: { pressure: 'one-page' } }, 1)],
  helper: [world({ policy: 'helper', trigger: 'exit', pages: 2 }, 2)],
  async: [
    world(async, 1),
    world({ ...async, options: { cleaners: 2 } }, 0),
    world({ ...async, pages: 2, scale: { low: 1 } }, 0),
    world({ ...async, options: { cleaners: 1, pressure: 'one-page' } }, 0),
  ],
  kthread: [world({ ...kthreadExit, pages: 3, scale: { low: 0, tracking: 1 } }, 1), world({ ...kthread, pages: 2 }, 1)],
};
