/** What all commands of KVM_S390_PV_COMMAND share, but PERFORM: the VM lock, and what they leave behind. Source: docs/s390.md 3.0. */
import { fail, type MachineConfig, names, sub, type Task } from '@cvm-teardown/core/plugin';
import { EINVAL, FAILURE_RC, type PvResult, pv, RC_EXECUTED } from '../results.js';
import { isOwnedAndMapped } from '../secure-memory.js';
import { at, type State, step, VM_LOCK } from '../state.js';

const lockVm = step({
  name: 'lock-vm',
  outcomes: names('protected', 'normal'),
  acquires: () => VM_LOCK,
  apply: (s) => {
    isWhole(s);
    s.vm.failure = 'none';
    return s.vm.handle === 0 ? 'normal' : 'protected';
  },
  source: 'docs/s390.md 3.0',
});

/** Whoever gets the VM lock finds a VM that nobody is about to change. Source: docs/s390.md 4, 10 (I4, I9). */
function isWhole(s: Readonly<State>): void {
  const { handle, asce, count } = s.vm;
  const { registered, broken, table } = at(s.config, handle);
  const leftovers = s.leftover.filter(({ live }) => live).length;
  const stuck = s.config.filter((config, c) => c !== handle && config.broken && config.registered).length;
  const own = handle === 0 ? 0 : 1;
  if (own === 1 && !registered) fail('moves-locked', `the VM has configuration ${handle}, which is gone`);
  if (own === 1 && table !== asce && !broken)
    fail('moves-locked', `configuration ${handle} has table ${table}, the VM runs on ${asce}`);
  if (count > leftovers + stuck + own)
    fail('count-covers-pages', `protected_count is ${count} with ${leftovers} leftovers`);
}

/** What a command makes of the service interrupt mask bit; `forgotten`: nothing, but it should. Source: docs/s390.md 3.5 to 3.7. */
type Mask = 'set' | 'cleared' | 'kept' | 'forgotten';

/** The command is over: it must report its first failure; the mask bit and the vCPUs must say what the VM is. */
const unlockVm = step({
  name: 'unlock-vm',
  releases: () => VM_LOCK,
  apply: (s, [mask, errno, rc]: [Mask, number, number]) => {
    if (mask === 'set' || mask === 'cleared') s.vm.mask = mask === 'set';
    const { failure } = s.vm;
    s.vm.failure = 'none';
    if (errno === 0 && mask !== 'kept') {
      flagsFollow(s);
      if (rc !== RC_EXECUTED) fail('failure-reported', `a command has succeeded, and says rc ${rc}`);
    }
    const { holder, mark } = at(s.table, s.vm.asce);
    if ((failure === 'configuration' || (errno !== 0 && mask === 'set')) && holder === 'gmap' && mark !== 0)
      fail(
        'freed-only-when-released',
        `the VM keeps table ${s.vm.asce}, which configuration ${mark} does not let go of`,
      );
    if (failure !== 'none' && (errno === 0 || rc !== FAILURE_RC[failure]))
      fail('failure-reported', `a call failed (${failure}), and the command says ${errno} with rc ${rc}`);
  },
  source: 'docs/s390.md 3.3, 3.5 to 3.7, 10 (I2, I11, I14)',
});

/** The mask bit is set, and every vCPU is a protected one, if and only if the VM is protected. Source: docs/s390.md 10 (I14). */
export function flagsFollow({ vm }: Readonly<State>): void {
  const is = vm.handle === 0 ? 'normal' : 'protected';
  if (vm.mask !== (is === 'protected'))
    fail('mask-follows-protection', `the mask bit is ${vm.mask ? 'set' : 'not set'}, the VM is ${is}`);
  if (vm.cpus !== (is === 'protected' ? vm.vcpus : 0))
    fail('mask-follows-protection', `${vm.cpus} of ${vm.vcpus} vCPUs are protected, the VM is ${is}`);
}

/**
 * A VM that becomes a normal one needs its pages below 2 GiB at once: the prefix pages are there. Those of a configuration that
 * the Ultravisor would not let go of, before, stay as they are. Source: docs/s390.md 3.7, 11 (B6).
 */
export function lowPagesAreUsable(s: Readonly<State>, low: number): void {
  const isGivenUp = s.config.some(({ broken, registered }) => broken && registered);
  if (!isGivenUp && s.page.count(isOwnedAndMapped, 0, low) > 0)
    fail('low-pages-usable', 'the VM goes on as a normal one with secure pages below 2 GiB');
}

export type Ended = PvResult & { readonly mask: Mask };
export const ended = (mask: Mask, { errno, rc, rrc }: PvResult): Ended => Object.freeze({ errno, rc, rrc, mask });
/** Refused before anything was done. */
export const REFUSED: Ended = ended('kept', pv(EINVAL));

/** A command that runs under the VM lock; `body` is told whether the VM is protected. */
export const locked = <A extends unknown[] = []>(
  body: (machine: MachineConfig, isProtected: boolean, ...args: A) => Task<Ended>,
): ((machine: MachineConfig, ...args: A) => Task<PvResult>) => {
  const framed = sub<[MachineConfig, boolean, ...A], Ended>(body);
  return sub<[MachineConfig, ...A], PvResult>(function* underVmLock(
    machine: MachineConfig,
    ...args: A
  ): Task<PvResult> {
    const was = yield* lockVm();
    const { errno, rc, rrc, mask }: Ended = yield* framed(machine, was === 'protected', ...args);
    yield* unlockVm(mask, errno, rc);
    return pv(errno, rc, rrc);
  });
};

/** A command that looks at nothing but its argument. */
export const answer = locked((_machine, _isProtected, errno: number) => answerOnly(errno));

// biome-ignore lint/correctness/useYield: there is nothing to do
const answerOnly = sub(function* answerOnly(errno: number): Task<Ended> {
  return ended('kept', pv(errno));
});
