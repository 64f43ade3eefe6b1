/** A process of the 2021 postings ends: its hold on the address space first, then, with its files, its VM. Source: docs/s390.md 8. */
import { type MachineConfig, sub, type Task } from '@cvm-teardown/core/plugin';
import { cpusFromPv } from '../kvm/cpus.js';
import { freeVm } from '../kvm/exit.js';
import { isProtected } from '../kvm/leftovers.js';
import { deinitDeferred } from './deferred.js';
import { dropMmReference, endMm, putMm } from './mm.js';

/** A thread may still use the address space, and is then the one who ends it. */
export const endDeferredProcess = sub(function* endDeferredProcess(machine: MachineConfig): Task {
  if ((yield* putMm(false)) === 'last user') yield* endMm(machine);
  if ((yield* isProtected()) === 'protected') {
    yield* cpusFromPv(machine);
    yield* deinitDeferred(machine);
  }
  yield* freeVm();
  yield* dropMmReference(0);
});
