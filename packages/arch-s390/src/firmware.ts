/**
 * The Ultravisor: the independent judge. It sees configurations, their marked tables and pages, never what the hypervisor
 * believes, and refuses on its own rules. Source: docs/s390.md 2.1, 2.3.
 */
import type { MachineConfig, PageMap } from '@cvm-teardown/core/plugin';
import { CONFIGURATIONS, DEAD, PREFIX_PAGES } from './constants.js';
import { isOwned, isSecure, type PageChange, type PageState, type pageFields } from './secure-memory.js';
import { at, firstFree, type State } from './state.js';

/** The part of the machine that belongs to it. */
export type Ultravisor = Pick<State, 'page' | 'config' | 'table' | 'uv'>;

/** A configuration that is not there, but for its storage. */
const GONE = {
  registered: false,
  cpus: 0,
  table: 0,
  broken: false,
  unpacked: 0,
  verified: false,
  reset: 'running',
  subcode: 0,
  running: false,
  dumping: false,
} as const;

/** How a call on a page ends: what it makes of the page, or that there is nothing to do, or that it is refused. */
export type PageCall = { readonly makes: PageChange } | 'nothing to do' | 'refused';

const NORMAL: PageChange = Object.freeze({ uv: 'normal', owner: 0 });
const EXPORTED: PageChange = Object.freeze({ uv: 'exported', owner: 0 });

/** Which configurations have CPUs, as a bit mask: what calls on pages depend on besides the page. */
export const cpuMask = (uv: Pick<Ultravisor, 'config'>): number =>
  uv.config.reduce((mask, config, c) => mask | (config.cpus > 0 ? 1 << c : 0), 0);

/** Destroy Secure Storage: never for a configuration that has CPUs. Source: docs/s390.md 2.3, rule 1. */
export function destroyed(page: PageState, cpus: number): PageCall {
  if (!isOwned(page)) return 'nothing to do';
  return (cpus & (1 << page.owner)) === 0 ? { makes: NORMAL } : 'refused';
}

/** Convert from Secure Storage. */
export const exported = (page: PageState): PageCall => (isOwned(page) ? { makes: EXPORTED } : 'nothing to do');

/** Convert to Secure Storage for configuration `c`; `misc` moves shared pages of others, pinned ones too [I]. Source: docs/s390.md 6.1. */
export function imported(page: PageState, c: number, misc: boolean): PageCall {
  if (isOwned(page) && page.owner === c) return 'nothing to do';
  if (isOwned(page) && (isSecure(page) || !misc)) return 'refused';
  return { makes: { uv: 'secure', owner: c } };
}

/** Initialise Ultravisor. */
export function initialise(uv: Ultravisor): void {
  uv.uv.initialised = true;
}

/** A load-normal reset of the machine: all donated storage is zeroed and nothing of a guest is left. Source: docs/s390.md 1.1. */
export function loadNormal(uv: Ultravisor): void {
  uv.uv.initialised = false;
  for (const config of uv.config) Object.assign(config, { ...GONE, storage: 'none' });
  for (const table of uv.table) table.mark = 0;
  uv.page.map((page) => (isOwned(page) || page.uv === 'exported' ? NORMAL : undefined));
}

/** A free index for a new configuration, in whose storage nobody is interested any more. */
export const freeIndex = (uv: Ultravisor): number => firstFree(uv.config, ({ registered }) => !registered);

/** Create Secure Configuration: a marked table cannot serve another one. False when it refuses. */
export function createConfiguration(uv: Ultravisor, c: number, table: number): boolean {
  if (at(uv.table, table).mark !== 0) return false;
  Object.assign(at(uv.config, c), { ...GONE, registered: true, table, storage: 'donated' });
  at(uv.table, table).mark = c;
  return true;
}

/** Destroy Secure Configuration: cleans what is still secure. False when it refuses, which it does while there are CPUs. */
export function destroyConfiguration(uv: Ultravisor, c: number, fault: boolean): boolean {
  if (!dismiss(uv, c, fault)) return false;
  uv.page.map(at(CLEANED, c));
  return true;
}

/** Destroy Secure Configuration Fast: its pages stay secure, owned by a dead configuration. False when it refuses. */
export function destroyConfigurationFast(uv: Ultravisor, c: number, bound: boolean): boolean {
  if (bound || at(uv.config, c).cpus > 0) return false;
  dismiss(uv, c, false);
  uv.page.map(at(ORPHANED, c));
  return true;
}

/** Destroy Secure CPU. When it fails, the CPU stays and the hypervisor loses its handle. Source: docs/s390.md 3.1. */
export function destroyCpu(uv: Ultravisor, c: number, fault: boolean): boolean {
  const config = at(uv.config, c);
  if (fault) config.broken = true;
  else config.cpus -= 1;
  return !fault;
}

function dismiss(uv: Ultravisor, c: number, fault: boolean): boolean {
  const config = at(uv.config, c);
  if (fault || config.cpus > 0) {
    config.broken = true;
    return false;
  }
  at(uv.table, config.table).mark = 0;
  Object.assign(config, { ...GONE, storage: 'released' });
  return true;
}

type Map = PageMap<typeof pageFields>;
const each = (map: (c: number) => Map): readonly Map[] => Array.from({ length: CONFIGURATIONS + 1 }, (_, c) => map(c));
const CLEANED = each((c) => (page) => (isOwned(page) && page.owner === c ? NORMAL : undefined));
const ORPHANED = each((c) => (page) => (isOwned(page) && page.owner === c ? { owner: DEAD } : undefined));

/** Create Secure CPU. */
export function createCpu(uv: Ultravisor, c: number): void {
  at(uv.config, c).cpus += 1;
}

/** Pin Shared, Unpin Shared. */
export const pinned = (page: PageState): PageCall => (page.uv === 'shared' ? { makes: { uv: 'pinned' } } : 'refused');
export const unpinned = (page: PageState, c: number): PageCall =>
  page.uv === 'pinned' && page.owner === c ? { makes: { uv: 'shared' } } : 'refused';

/** Unshare All: only while no CPU of the configuration runs. False when it refuses. */
export function unshareAll(uv: Ultravisor, c: number): boolean {
  const config = at(uv.config, c);
  if (!['halted', 'stopped'].includes(config.reset)) return false;
  uv.page.map((page) => (isOwned(page) && page.owner === c ? { uv: 'secure' } : undefined));
  if (config.reset === 'stopped') config.reset = 'unshared';
  return true;
}

/** Prepare Reset: CPUs are stopped and nothing is shared. False when it refuses. */
export function prepareReset(uv: Ultravisor, c: number): boolean {
  const config = at(uv.config, c);
  if (config.reset !== 'unshared') return false;
  config.reset = 'prepared';
  return true;
}

/** A page of the image is there: one more, also if it was unpacked before, which no image asks for. */
export function noteUnpacked(uv: Ultravisor, c: number): void {
  const config = at(uv.config, c);
  config.unpacked = Math.min(config.unpacked + 1, uv.page.length + 1);
}

/** Pages that may be those of the image of configuration `c`: its own, and what was exported meanwhile. */
const OF_IMAGE = Array.from(
  { length: CONFIGURATIONS + 1 },
  (_, c) => (page: PageState) => page.uv === 'exported' || (isOwned(page) && page.owner === c),
);

/** Verify Image: each page was unpacked once and is still there. One that was destroyed meanwhile is not. False when it refuses. */
export function verifyImage(uv: Ultravisor, c: number, wrong: boolean): boolean {
  const config = at(uv.config, c);
  if (wrong || uv.page.count(at(OF_IMAGE, c)) < config.unpacked) return false;
  config.verified = true;
  return true;
}

/** Dump Init. False when it refuses, as a dump in progress makes it do [I]. */
export function beginDump(uv: Ultravisor, c: number): boolean {
  const config = at(uv.config, c);
  if (!config.registered || config.dumping) return false;
  config.dumping = true;
  return true;
}

/** Dump Configuration Storage State, Dump CPU: between Dump Init and Dump Complete, they change nothing. Source: docs/s390.md 2.4. */
export const isDumping = (uv: Readonly<Pick<Ultravisor, 'config'>>, c: number): boolean => at(uv.config, c).dumping;

/** Dump Complete. False when it refuses: there is no dump to complete [I]. */
export function completeDump(uv: Ultravisor, c: number): boolean {
  const config = at(uv.config, c);
  if (!config.dumping) return false;
  config.dumping = false;
  return true;
}

type AccessEvent = 'none' | 'secure-storage-access' | 'non-secure-storage-access' | 'secure-storage-violation';

/** How an access ends: it goes through, or it is one of the events of docs/s390.md 2.2. `c`: which guest; 0: the host. */
export function access(page: PageState, c: number): AccessEvent {
  if (c === 0) return isSecure(page) ? 'secure-storage-access' : 'none';
  if (isOwned(page) && page.owner === c) return 'none';
  return isSecure(page) ? 'secure-storage-violation' : 'non-secure-storage-access';
}

const PREFIX = Array.from({ length: PREFIX_PAGES }, (_, p) => p);

/** A CPU of configuration `c` is entered on a table: the intercept that comes at once, if one does. */
export function entry(uv: Readonly<Ultravisor>, c: number, table: number): 'none' | 'validity' | 'prefix' {
  const { registered, table: own, cpus, verified, reset, running, dumping } = at(uv.config, c);
  const runs = registered && own === table && cpus > 0 && verified && reset === 'running' && !running && !dumping;
  if (!runs) return 'validity';
  const isThere = (p: number) => access(uv.page.at(p), c) === 'none';
  return PREFIX.filter((p) => p < uv.page.length).every(isThere) ? 'none' : 'prefix';
}

/** Pages of configuration `c` that Destroy Secure Configuration would have to clean. */
const OWNED_BY = Array.from(
  { length: CONFIGURATIONS + 1 },
  (_, c) => (page: PageState) => isOwned(page) && page.owner === c,
);
export const pagesOf = (uv: Readonly<Pick<Ultravisor, 'page'>>, c: number): number => uv.page.count(at(OWNED_BY, c));

/** Everything as it is while a protected guest of configuration 1 with table 1 runs. */
export function beginProtected(uv: Ultravisor, machine: MachineConfig): void {
  initialise(uv);
  createConfiguration(uv, 1, 1);
  Object.assign(at(uv.config, 1), { cpus: machine.guest.vcpus, verified: true });
  const { own, published, gone } = partsOf(machine);
  uv.page.fill({ place: 'guest', uv: 'secure', owner: 1 }, 0, own);
  uv.page.fill({ place: 'guest', uv: 'shared', owner: 1 }, own, published);
  // What is swapped out was exported before (docs/s390.md 3.11 c).
  uv.page.fill({ place: 'host', uv: 'exported', owner: 0 }, published, gone);
}

/** The memory of an ordinary guest, of which the Ultravisor knows nothing. */
export const beginNormal = (uv: Ultravisor, machine: MachineConfig): void =>
  uv.page.fill({ place: 'guest', uv: 'normal', owner: 0 }, 0, partsOf(machine).published);

/** Where the guest's own pages end, those that it shares, those that are swapped out. */
function partsOf({ pages, guest: { resident, shared, swapped } }: MachineConfig) {
  const upTo = (share: number): number => Math.min(pages, Math.round(pages * share));
  return {
    own: upTo(resident),
    published: upTo(resident + shared),
    gone: upTo(resident + shared + swapped),
  };
}
