/** KVM_PV_UNPACK: pages of an image are brought under protection, one by one. Source: docs/s390.md 3.12, 6.2. */
import { here, type MachineConfig, names, sub, sweep, type Task } from '@cvm-teardown/core/plugin';
import { noteUnpacked } from '../firmware.js';
import { EAGAIN, EFAULT, EINTR, EINVAL, pv, RC_EXECUTED, RC_REFUSED } from '../results.js';
import { step } from '../state.js';
import { tablesOf } from '../tables/tables.js';
import { type Ended, ended, locked, REFUSED } from './command.js';
import { faultRepeats, importIsRefused, mustBeImported } from './import-failures.js';
import { one } from './range.js';

const isBeingKilled = sub(function* isBeingKilled(machine: MachineConfig): Task<boolean> {
  return (yield* sweep(one(0), tablesOf(machine).glance, { signals: 'page' })) === 'interrupted';
});

/** What faulting in says where a fatal signal keeps it from doing so. Source: docs/s390.md 3.12. */
const killedFaultIn = (machine: MachineConfig): number => {
  if (machine.since('7.0')) return EAGAIN;
  return machine.since('6.14') ? EINTR : EFAULT;
};

/** Of the last try's block; 0: no call was made, or it was to be repeated [I]. */
const rcOf = (errno: number): number => (errno === EINVAL ? RC_REFUSED : 0);

/** A split that is taken for an import. Source: docs/s390.md 11 (B27). */
const trusted = sub(function* trusted(machine: MachineConfig, p: number): Task<number> {
  yield* mustBeImported(machine, p);
  return 0;
});

/** 0, or why the page is not secure. A fatal signal is looked at where the page must be tried again, nowhere else. */
const unpackOne = sub(function* unpackOne(machine: MachineConfig, p: number): Task<number> {
  const { tryUnpack, faultIn } = tablesOf(machine);
  for (;;) {
    yield* here('unpack', { page: p });
    const end = yield* sweep(one(p), tryUnpack);
    if (end === 'finished') return 0;
    if (end === 'refused') yield* importIsRefused();
    if (end === 'failed') return EINVAL;
    if (end === 'not split') yield* faultRepeats();
    if (end === 'split') return yield* trusted(machine, p);
    if (end === 'not mapped') {
      if (yield* isBeingKilled(machine)) return killedFaultIn(machine);
      yield* sweep(one(p), faultIn);
    }
    if (yield* isBeingKilled(machine)) return EAGAIN;
  }
});

const note = step({
  name: 'note-unpacked',
  apply: (s) => noteUnpacked(s, s.vm.handle),
  source: 'docs/s390.md 2.1',
});

/** Up to 5.19 the mm is a protected one from the header on, with a boolean in the place of a counter. Source: docs/s390.md 1.6. */
const hasHeader = step({
  name: 'has-header',
  outcomes: names('none', 'header'),
  apply: (s) => (s.vm.header ? 'header' : 'none'),
  source: 'docs/s390.md 1.6, 3.12',
});

/** What UNPACK is asked for: pages from `page` on; `where` and `memory`: what is wrong with that, or with what is there. */
export interface Unpack {
  readonly page: number;
  readonly pages: number;
  readonly where: string;
  readonly memory: string;
}

/** What went wrong is told with the code of the last try: none, if the call was not made. The pages so far stay secure. */
export const unpack = locked(function* unpack(machine, isProtected, json: string): Task<Ended> {
  if (!isProtected || (!machine.since('6.0') && (yield* hasHeader()) === 'none')) return REFUSED;
  const { page, pages, where, memory } = JSON.parse(json) as Unpack;
  if (where === 'unreadable') return ended('kept', pv(EFAULT));
  if (where !== 'right') return REFUSED;
  for (let p = page; p < page + pages; p++) {
    const isThere = memory !== 'hugetlb' && p < machine.pages;
    const errno = isThere ? yield* unpackOne(machine, p) : EFAULT;
    if (errno !== 0) return ended('kept', pv(errno, rcOf(errno)));
    yield* note();
  }
  return ended('kept', pv(0, RC_EXECUTED));
});
