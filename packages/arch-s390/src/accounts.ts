/** What is taken and given back: top tables, storage of configurations, leftover records, the guest's frames. docs/s390.md 1.2 to 1.7. */
import type { MachineConfig, MemoryAccount } from '@cvm-teardown/core/plugin';
import { KTHREADS, roomOf } from './constants.js';
import { isAside, isMapped, type PageState } from './secure-memory.js';
import { at, type State } from './state.js';

type S = Readonly<State>;
type Configuration = S['config'][number];

/** QEMU, and its helper or kernel threads. */
const USERS = 1 + KTHREADS;
/** Of all users together, of the VM, of kernel threads. */
const REFERENCES = 2 + KTHREADS;

const isLeaked = ({ place }: PageState): boolean => place === 'leaked';
const isFree = ({ place }: PageState): boolean => place === 'host';

/** How many elements are so; index 0 means none. */
function countOf({ length }: { readonly length: number }, is: (index: number) => boolean): number {
  let count = 0;
  for (let index = 1; index < length; index++) if (is(index)) count++;
  return count;
}

const isClaimedBy = (s: S, key: 'config' | 'table', index: number): boolean =>
  s.leftover.some((leftover) => leftover.live && leftover[key] === index);

/** Somebody points to it: the VM, or a record of what was set aside. */
const tableIsClaimed = (s: S, t: number): boolean => s.vm.asce === t || isClaimedBy(s, 'table', t);
const configIsClaimed = (s: S, c: number): boolean => s.vm.handle === c || s.uv.bare || isClaimedBy(s, 'config', c);

/** The Ultravisor would not let go of it: what it holds is lost on purpose. */
const isGivenUp = ({ broken, registered }: Configuration): boolean => broken && registered;

/** A table that was taken off the list of those to free is nobody's, though the VM may still point to it (docs/s390.md 11, B8). */
const ownedTables = (s: S): number =>
  countOf(s.table, (t) => {
    const { holder } = at(s.table, t);
    return tableIsClaimed(s, t) && (holder === 'gmap' || holder === 'leftover');
  });
const ownedStorage = (s: S): number =>
  countOf(s.config, (c) => configIsClaimed(s, c) && at(s.config, c).storage !== 'none' && !isGivenUp(at(s.config, c)));
const liveRecords = (s: S): number => countOf(s.leftover, (record) => at(s.leftover, record).live);
const isHeld = (page: PageState): boolean => isMapped(page) || isAside(page);
const isGathered = ({ held }: PageState): boolean => held;
const mappedPages = (s: S): number => s.page.count(isHeld);

const listedPages = (s: S): number => (s.room > 0 || s.page.count(isAside) > 0 ? s.tracking : 0);

/** A configuration whose vCPUs exist runs, or could. */
const runs = (s: S, c: number): boolean => at(s.config, c).cpus > 0 && !s.uv.bare;

/** Every check ends with the process, so that all of it is to come back. */
export const accounts: readonly MemoryAccount<State>[] = [
  {
    name: 'top tables of address spaces',
    source: 'docs/s390.md 1.7',
    total: (machine) => roomOf(machine).tables,
    free: (s) => countOf(s.table, (t) => at(s.table, t).holder === 'free'),
    owned: ownedTables,
    leaked: (s) => countOf(s.table, (t) => at(s.table, t).holder === 'leaked'),
    owed: ownedTables,
    missing: (s) =>
      countOf(s.config, (c) => runs(s, c) && at(s.table, at(s.config, c).table).holder === 'free') +
      (s.vm.asce !== 0 && at(s.table, s.vm.asce).holder === 'free' ? 1 : 0),
  },
  {
    name: 'storage of configurations',
    source: 'docs/s390.md 1.2, 1.3',
    total: (machine) => roomOf(machine).configurations,
    free: (s) => countOf(s.config, (c) => at(s.config, c).storage === 'none'),
    owned: ownedStorage,
    leaked: (s) => countOf(s.config, (c) => isGivenUp(at(s.config, c))),
    owed: ownedStorage,
    missing: (s) => countOf(s.config, (c) => runs(s, c) && at(s.config, c).storage !== 'donated'),
  },
  {
    // Tasks hold records while they work on one, which no state shows: only what is left in the end is looked at.
    name: 'leftover records',
    source: 'docs/s390.md 1.3',
    total: (machine) => roomOf(machine).records,
    free: (s, machine) => roomOf(machine).records - liveRecords(s),
    owned: liveRecords,
    owed: liveRecords,
  },
  {
    name: 'SIDA pages of vCPUs',
    source: 'docs/s390.md 1.4',
    total: ({ guest }) => guest.vcpus,
    free: (s, { guest }) => guest.vcpus - s.vm.sidas,
    owned: (s) => s.vm.cpus,
    owed: (s) => s.vm.cpus,
  },
  {
    name: 'references to the address space',
    source: 'docs/s390.md 7.2',
    total: () => USERS,
    free: (s) => USERS - s.process.mmUsers,
    owned: (s) => s.process.mmUsers,
    owed: (s) => s.process.mmUsers,
  },
  {
    name: 'references to the structure of the address space',
    source: 'docs/s390.md 8',
    total: () => REFERENCES,
    free: (s) => REFERENCES - s.process.mmRefs,
    owned: (s) => s.process.mmRefs,
    owed: (s) => s.process.mmRefs,
  },
  {
    name: 'references of range loops on pages',
    source: 'docs/s390.md 3.4',
    total: (machine: MachineConfig) => machine.pages,
    free: (s, { pages }) => pages - s.page.count(isGathered),
    owned: (s) => s.page.count(isGathered),
    owed: (s) => s.page.count(isGathered),
  },
  {
    // The list has them as long as there is something on it, or room for it.
    name: 'tracking pages of the 2021 design',
    source: 'docs/s390.md 8',
    total: ({ pages }) => pages,
    free: (s, { pages }) => pages - s.tracking,
    owned: (s) => listedPages(s),
    owed: (s) => listedPages(s),
  },
  {
    name: 'frames of the guest',
    source: 'docs/s390.md 1.5',
    total: (machine: MachineConfig) => machine.pages,
    free: (s) => s.page.count(isFree),
    owned: mappedPages,
    leaked: (s) => s.page.count(isLeaked),
    owed: mappedPages,
  },
];
