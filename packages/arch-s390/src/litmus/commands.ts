/** KVM_S390_PV_COMMAND, command by command. Source: docs/s390.md 3. */
import { type LitmusResult, litmusCall, type MachineConfig, type Row, sub, type Task } from '@cvm-teardown/core/plugin';
import { admit, plainTouch } from '../environment.js';
import { disable, enable, perform, prepare } from '../hypervisor.js';
import { isProtected } from '../kvm/leftovers.js';
import { unprotect } from '../process.js';
import {
  EINVAL,
  EIO,
  ENOMEM,
  type PvResult,
  RC_CPU_REFUSED,
  RC_LEFTOVER_REFUSED,
  RC_NEEDS_DESTROY,
  RC_REFUSED,
} from '../results.js';

const integers = true;
const errno: LitmusResult = {
  names: { EIO, ENOMEM, EINVAL, '-EIO': EIO, '-ENOMEM': ENOMEM, '-EINVAL': EINVAL },
  integers,
};
const results = {
  errno,
  rc: {
    names: {
      refused: RC_REFUSED,
      'cpu-refused': RC_CPU_REFUSED,
      'leftover-refused': RC_LEFTOVER_REFUSED,
      'needs-destroy': RC_REFUSED | RC_NEEDS_DESTROY,
    },
    integers,
  },
  rrc: { names: {}, integers },
} satisfies Record<string, LitmusResult>;

const PAGE = { kind: 'page', summary: 'the page' } as const;

type Command = (machine: MachineConfig) => Task<PvResult>;

/** The result as a row of its own. */
const told = (task: Command) =>
  sub(function* told(machine: MachineConfig): Task<Row> {
    const { errno, rc, rrc }: PvResult = yield* task(machine);
    return { errno, rc, rrc };
  });

const command = (name: string, summary: string, section: string, task: Command, since?: string) =>
  litmusCall({
    name,
    summary,
    source: `docs/s390.md ${section}`,
    results,
    missing: (machine) =>
      since === undefined || machine.since(since) ? undefined : `it came with ${since}, and this is ${machine.release}`,
    task: told(task),
  });

/** UNPACK is refused while there is no configuration. */
const unpack = sub(function* unpack(machine: MachineConfig, page: number): Task<Row> {
  if ((yield* isProtected()) === 'normal') return { errno: EINVAL };
  yield* plainTouch(machine, page);
  yield* admit(machine, 'unpack', page);
  return { errno: 0 };
});

export const commands = [
  command('KVM_PV_ENABLE', 'makes the VM a protected one', '3.5', enable),
  command('KVM_PV_DISABLE', 'makes it a normal one again, and cleans its memory', '3.6', disable),
  command('KVM_PV_ASYNC_CLEANUP_PREPARE', 'makes it a normal one, and sets what it was aside', '3.7', prepare, '6.2'),
  command('KVM_PV_ASYNC_CLEANUP_PERFORM', 'cleans what was set aside', '3.8', perform, '6.2'),
  litmusCall({
    name: 'KVM_PV_UNPACK',
    summary: 'the loader writes a page of the new image, which is then brought under protection',
    source: 'docs/s390.md 6.2',
    args: { page: PAGE },
    results: { errno },
    task: (machine, { page }) => unpack(machine, page),
  }),
  litmusCall({
    name: 'system_reset',
    summary: 'QEMU makes the VM a normal one: PREPARE where its policy says so, DISABLE where that is refused',
    source: 'docs/s390.md 7.1',
    results,
    task: told(unprotect),
  }),
];
