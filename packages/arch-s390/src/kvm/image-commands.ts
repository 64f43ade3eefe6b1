/** Commands that make an image runnable, and those of a reset that keeps its configuration. Source: docs/s390.md 3.12. */
import { type MachineConfig, names, type Task } from '@cvm-teardown/core/plugin';
import { prepareReset, type Ultravisor, unshareAll, verifyImage } from '../firmware.js';
import { EFAULT, EINVAL, ENOMEM, type PvResult, pv, RC_EXECUTED, RC_REFUSED } from '../results.js';
import { type State, step } from '../state.js';
import { type Ended, ended, locked, REFUSED } from './command.js';

const CALLS = {
  'set parameters': (uv: Pick<State, 'vm'>) => {
    uv.vm.header = true;
    return true;
  },
  'set parameters without key': () => false,
  verify: (uv: Ultravisor, c: number) => verifyImage(uv, c, false),
  'verify a wrong image': (uv: Ultravisor, c: number) => verifyImage(uv, c, true),
  'prepare reset': prepareReset,
  'unshare all': unshareAll,
} as const;
type Call = keyof typeof CALLS;

const callForCurrent = step({
  name: 'call-for-configuration',
  outcomes: names('executed', 'refused'),
  apply: (s, [call]: [Call]) => (CALLS[call](s, s.vm.handle) ? 'executed' : 'refused'),
  source: 'docs/s390.md 3.12',
});

/** VERIFY, PREP_RESET, UNSHARE_ALL: what the Ultravisor refuses is -EINVAL with its code. */
const passOn = locked(function* passOn(_machine, isProtected, call: Call): Task<Ended> {
  if (!isProtected) return REFUSED;
  const end = yield* callForCurrent(call);
  return ended('kept', end === 'executed' ? pv(0, RC_EXECUTED) : pv(EINVAL, RC_REFUSED));
});

export const verify = (machine: MachineConfig, wrong: boolean): Task<PvResult> =>
  passOn(machine, wrong ? 'verify a wrong image' : 'verify');
export const prepReset = (machine: MachineConfig): Task<PvResult> => passOn(machine, 'prepare reset');
export const unshareAllPages = (machine: MachineConfig): Task<PvResult> => passOn(machine, 'unshare all');

const allocateHeader = step({
  name: 'allocate-header',
  outcomes: names('allocated', 'no memory'),
  faults: ['no-memory'],
  apply: (_s, _args: [], _choice, fault) => (fault === undefined ? 'allocated' : 'no memory'),
  source: 'docs/s390.md 3.12',
});

/** Of the header of an image: how long it is, and whether it can be read. */
export const setSecParms = locked(function* setSecParms(
  machine,
  isProtected,
  kib: number,
  header: string,
): Task<Ended> {
  if (!isProtected) return REFUSED;
  if (header === 'unreadable-argument') return ended('kept', pv(EFAULT));
  if (kib > longestHeader(machine)) return REFUSED;
  if ((yield* allocateHeader()) === 'no memory') return ended('kept', pv(ENOMEM));
  if (header === 'unreadable') return ended('kept', pv(EFAULT));
  const end = yield* callForCurrent(header === 'right' ? 'set parameters' : 'set parameters without key');
  return ended('kept', end === 'executed' ? pv(0, RC_EXECUTED) : pv(EINVAL, RC_NO_HOST_KEY));
});

const RC_NO_HOST_KEY = 0x108;

/** In KiB. Source: docs/s390.md 3.12. */
const longestHeader = (machine: MachineConfig): number => (machine.since('7.0') ? 1024 : 8);

/** INFO does not look whether the VM is protected. Source: docs/s390.md 3.12. */
export const infoErrno = (what: string): number => (what === 'unreadable' ? EFAULT : what === 'right' ? 0 : EINVAL);
