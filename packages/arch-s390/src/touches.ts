/** Guests and the host touch pages. Source: docs/s390.md 6. */
import { fail, here, type MachineConfig, sub, sweep, type Task } from '@cvm-teardown/core/plugin';
import { one } from './kvm/range.js';
import { importIsRefused } from './kvm/unpack.js';
import { step } from './state.js';
import { tablesOf } from './tables/tables.js';

/** Brings one page under protection; waits while range loops hold references. Source: docs/s390.md 6.2. */
export const admit = sub(function* admit(machine: MachineConfig, how: 'touch' | 'unpack', p: number): Task {
  for (;;) {
    yield* here('admit', how, { page: p });
    const unlocked =
      how === 'touch' &&
      machine.has('make-secure-no-pte-lock') &&
      (yield* sweep(one(p), tablesOf(machine).lookUp)) === 'mapped';
    const end = yield* sweep(one(p), tablesOf(machine)[unlocked ? 'blindTouch' : how]);
    if (end === 'refused') yield* importIsRefused();
    if (end === 'finished') return;
  }
});

/** A protected guest touches a page: another configuration's secure page is destroyed first. Source: docs/s390.md 6.3. */
export const touch = sub(function* touch(machine: MachineConfig, p: number): Task {
  const end = yield* sweep(one(p), tablesOf(machine).violation);
  if (end === 'again') yield* faultRepeats();
  if (end === 'ended') return;
  yield* admit(machine, 'touch', p);
});

/** The handler of an access that was made before, by another CPU. Source: docs/s390.md 6.3. */
export const handleLate = sub(function* handleLate(machine: MachineConfig, p: number): Task {
  if ((yield* sweep(one(p), tablesOf(machine).lateViolation)) === 'again') yield* faultRepeats();
});

/** A guest that is not protected touches a page. False: that was its end. */
export const plainTouch = sub(function* plainTouch(machine: MachineConfig, p: number): Task<boolean> {
  const end = yield* sweep(one(p), tablesOf(machine).plainTouch);
  if (end === 'again') yield* faultRepeats();
  return end === 'finished';
});

/** The host touches a page: always an export. Source: docs/s390.md 6.3. */
export const hostTouch = sub(function* hostTouch(machine: MachineConfig, p: number): Task {
  yield* sweep(one(p), tablesOf(machine).hostTouch);
});

/** The handler has changed nothing and returns: the same access faults again, and so on. */
export const faultRepeats = step({
  name: 'fault-repeats',
  apply: () => fail('faults-end', 'an access faults again, and nothing has changed since'),
  source: 'docs/s390.md 10 (I10)',
});

export const share = sub(function* share(machine: MachineConfig, p: number): Task {
  yield* sweep(one(p), tablesOf(machine).share);
});

export const unshare = sub(function* unshare(machine: MachineConfig, p: number): Task {
  yield* sweep(one(p), tablesOf(machine).unshare);
});

export const makeAccessible = sub(function* makeAccessible(machine: MachineConfig, p: number): Task {
  yield* sweep(one(p), tablesOf(machine).makeAccessible);
});
