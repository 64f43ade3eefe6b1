/** The guest's address space: 4 KiB pages, and the top table that the Ultravisor marks. Source: docs/s390.md 1.7, 3.11. */
import {
  acquire,
  fail,
  type MachineConfig,
  type Mmu,
  names,
  release,
  sub,
  sweep,
  type Task,
} from '@cvm-teardown/core/plugin';
import { hasSegmentTable, PAGE_BYTES, PREFIX_PAGES } from './constants.js';
import { replaceTable } from './operations.js';
import { at, firstFree, MMAP_WRITE, type State, step } from './state.js';
import { tablesOf } from './tables/tables.js';

type Old = 'gmap' | 'leftover' | 'leaked' | 'unlisted';

/**
 * Gives the VM a copy of its top table; the old one goes to `oldTo`. `meanwhile` is where the old one is while the checks are
 * made, and stays when they fail. `keepsReverse`: the copy leaves host-to-guest addresses pointing into the old table;
 * `wrongIndex`: addresses computed from the copy are wrong.
 */
export const replaceAsce = step({
  name: 'replace-asce',
  operation: (seen) => (seen === 'replaced' ? replaceTable : undefined),
  outcomes: names('replaced', 'segment type', 'no memory'),
  faults: ['no-memory'],
  apply: (
    s,
    [oldTo, refuses, meanwhile, keepsReverse, wrongIndex]: [Old, boolean, Old, boolean, boolean],
    _choice,
    fault,
  ) => {
    const old = s.vm.asce;
    at(s.table, old).holder = meanwhile;
    if (refuses) return 'segment type';
    if (fault !== undefined) return 'no memory';
    const copy = roomForTable(s);
    at(s.table, old).holder = oldTo;
    Object.assign(at(s.table, copy), { holder: 'gmap', wrongIndex });
    s.vm.asce = copy;
    if (!keepsReverse) s.vm.reverse = copy;
    return 'replaced';
  },
  source: 'docs/s390.md 1.7',
});

/**
 * A table that is lost and marked by nobody is like any other such table: when all are in use, one of them is forgotten, and
 * stands for the new one. So `leaked` says how many are lost as long as there is room to say it.
 */
function roomForTable({ table, vm }: Readonly<State>): number {
  const isLost = ({ holder, mark }: State['table'][number], t: number) =>
    holder === 'leaked' && mark === 0 && t !== vm.asce && t !== vm.reverse;
  const lost = table.some(({ holder }, t) => t > 0 && holder === 'free') ? -1 : table.findIndex(isLost);
  return lost > 0 ? lost : firstFree(table, ({ holder }) => holder === 'free');
}

/** Since 6.4, which fixed what 6.2 brought, a table of segment type is not replaced: too much points into it. Source: docs/s390.md 1.7, 11 (B9). */
export const refusesSegment = (machine: MachineConfig): boolean =>
  hasSegmentTable(machine) && machine.since('6.2') && !machine.has('segment-asce-uaf');

/** Frees a top table, which must not be marked. */
export function freeTable(s: Pick<State, 'table'>, table: number): void {
  if (at(s.table, table).mark !== 0)
    fail(
      'freed-only-when-released',
      `top table ${table} is freed while configuration ${at(s.table, table).mark} marks it`,
    );
  at(s.table, table).holder = 'free';
}

/** KVM hears which guest addresses are unmapped: those of the prefix area it must bring back. Source: docs/s390.md 11 (B10). */
const announce = step({
  name: 'announce-unmap',
  apply: (s, [isPrefix]: [boolean]) => {
    if (isPrefix && s.vm.asce !== 0 && at(s.table, s.vm.asce).wrongIndex) s.vm.prefixLost = true;
  },
  source: 'docs/s390.md 1.7, 11 (B10)',
});

const callWithoutUltravisor = step({
  name: 'call-without-ultravisor',
  apply: () => fail('calls-need-ultravisor', 'a page is exported on a machine without Ultravisor'),
  source: 'docs/s390.md 11 (B11)',
});

const unmap = sub(function* unmap(machine, range, reason): Task {
  const exclusive = reason === 'unmap' || reason === 'protection change';
  if (exclusive) yield* acquire(MMAP_WRITE);
  const end = yield* sweep(range, tablesOf(machine).unmap);
  if (exclusive) yield* release(MMAP_WRITE);
  if (end === 'no ultravisor') yield* callWithoutUltravisor();
  if (machine.has('asce-index')) yield* announce(range.from < PREFIX_PAGES);
} satisfies (...args: Parameters<Mmu<State>['unmap']>) => Task);

const runsProtected = step({
  name: 'runs-protected',
  outcomes: names('protected', 'normal'),
  apply: (s) => (s.vm.handle === 0 ? 'normal' : 'protected'),
});

/** The guest uses its memory: protected, it needs secure pages; behind a reboot it meets those of the dead configuration. */
const touch = sub(function* touch(machine, range): Task {
  const { plainTouch, touch: imports } = tablesOf(machine);
  const table = (yield* runsProtected()) === 'normal' ? plainTouch : imports;
  yield* sweep(range, table);
} satisfies (...args: Parameters<NonNullable<Mmu<State>['touch']>>) => Task);

export const mmu: Mmu<State> = {
  plan: () => ({ pageBytes: PAGE_BYTES, description: '4 KiB pages: secure pages cannot be huge' }),
  unmap,
  touch,
  parts: ['shared', 'swapped'],
  fulfil: () => ({ says: '4 KiB pages one by one, however they are to be mapped and wherever they lie' }),
};
