/**
 * The address space of the 2021 postings: who uses it, who refers to its structure, and its end, which comes with its last user.
 * Source: docs/s390.md 8.
 */
import { fail, type MachineConfig, milestone, names, sub, sweep, type Task } from '@cvm-teardown/core/plugin';
import { countIsExact } from '../kvm/configuration.js';
import { allPages } from '../kvm/range.js';
import type { PageState } from '../secure-memory.js';
import { MMAP_WRITE, type State, step } from '../state.js';
import { tablesOf } from '../tables/tables.js';

/** `refuses`: if it was the last user, its pages are not set aside. */
export const putMm = step({
  name: 'put-mm',
  outcomes: names('last user', 'others left'),
  apply: (s, [refuses]: [boolean]) => {
    s.process.mmUsers -= 1;
    if (s.process.mmUsers > 0) return 'others left';
    if (refuses) s.syncDestroy = true;
    return 'last user';
  },
  source: 'docs/s390.md 8',
});

/** In v1 a thread looked first, so that the process could end before its put. Source: docs/s390.md 11 (B4). */
export const refuseToSetAside = step({
  name: 'set-sync-destroy',
  acquires: () => MMAP_WRITE,
  releases: () => MMAP_WRITE,
  apply: (s) => {
    if (s.process.mmUsers === 1) s.syncDestroy = true;
  },
  source: 'docs/s390.md 8, 11 (B4)',
});

const isGathered = ({ held }: PageState): boolean => held;

/** What a thread leaves behind, others live on with; as long as a command is under way, or another thread, it is not seen. */
function leavesNothing(s: Readonly<State>, thread: number): void {
  if (s.vm.handle !== 0) return;
  countIsExact(s);
  const others = s.kthread.some(({ phase }, other) => other !== thread && phase === 'reboot');
  if (!others && s.page.count(isGathered) > 0)
    fail('pages-held', 'the thread keeps a reference to a page that it has gathered');
}

/** `thread`: which, 0 if it is none. */
export const dropMmReference = step({
  name: 'drop-mm-reference',
  apply: (s, [thread]: [number]) => {
    if (thread > 0) leavesNothing(s, thread);
    s.process.mmRefs -= 1;
  },
  source: 'docs/s390.md 8',
});

const hasList = step({
  name: 'has-list',
  outcomes: names('list', 'none'),
  apply: (s) => (s.tracking > 0 ? 'list' : 'none'),
});

/** Its last user is gone: each mapping is set aside, or processed at once. */
export const endMm = sub(function* endMm(machine: MachineConfig): Task {
  yield* sweep(allPages(machine), tablesOf(machine).setAside, { reschedules: 'unit' });
  if ((yield* hasList()) === 'none') yield* milestone('memory-back');
  yield* dropMmReference(0);
});
