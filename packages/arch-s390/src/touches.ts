/** Guests and the host touch pages. Source: docs/s390.md 6. */
import { fail, type MachineConfig, sub, sweep, type Task } from '@cvm-teardown/core/plugin';
import { admit } from './admit.js';
import { faultRepeats } from './kvm/import-failures.js';
import { one } from './kvm/range.js';
import { step } from './state.js';
import { tablesOf } from './tables/tables.js';

const readsSecret = step({
  name: 'reads-secret',
  apply: () => fail('reads-no-secret', 'somebody reads what a dead configuration had in a page'),
  source: 'docs/s390.md 10 (I13)',
});

/** A protected guest touches a page: another configuration's secure page is destroyed first. Source: docs/s390.md 6.3. */
export const touch = sub(function* touch(machine: MachineConfig, p: number): Task {
  const end = yield* sweep(one(p), tablesOf(machine).violation);
  if (end === 'again') yield* faultRepeats();
  if (end === 'secret') yield* readsSecret();
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
  if (end === 'secret') yield* readsSecret();
  return end === 'finished';
});

/** The host touches a page: always an export. Source: docs/s390.md 6.3. */
export const hostTouch = sub(function* hostTouch(machine: MachineConfig, p: number): Task {
  if ((yield* sweep(one(p), tablesOf(machine).hostTouch)) === 'secret') yield* readsSecret();
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
