/** QEMU makes its VM a protected one, with an image that the loader has written: diag 308, subcode 10. Source: docs/s390.md 7.1. */
import { here, type MachineConfig, sub, type Task } from '@cvm-teardown/core/plugin';
import { enable } from './hypervisor.js';
import { answer } from './kvm/command.js';
import { infoErrno, setSecParms, verify } from './kvm/image-commands.js';
import { unpack } from './kvm/unpack.js';
import { unprotect } from './process.js';
import { EINTR, type PvResult } from './results.js';

/** QEMU issues an ioctl that was interrupted again. */
const enableAtLast = sub(function* enableAtLast(machine: MachineConfig): Task<PvResult> {
  for (;;) {
    yield* here('enable');
    const end = yield* enable(machine);
    if (end.errno !== EINTR) return end;
  }
});

const KIB = 4;

/** Behind ENABLE, until something fails. */
const load = sub(function* load(machine: MachineConfig, pages: number, header: string, hash: string): Task<PvResult> {
  if (machine.since('6.0')) yield* answer(machine, infoErrno('right'));
  const parms = yield* setSecParms(machine, KIB, header);
  if (parms.errno !== 0) return parms;
  const asked = JSON.stringify({ page: 0, pages, where: 'right', memory: 'written' });
  const unpacked = yield* unpack(machine, asked);
  return unpacked.errno === 0 ? yield* verify(machine, hash === 'wrong') : unpacked;
});

/** `pages`: of the image, from the first on. Tells what failed first; whatever came behind ENABLE, the VM is a normal one then. [I] where ENABLE itself fails. */
export const bootSecurely = sub(function* bootSecurely(
  machine: MachineConfig,
  pages: number,
  header: string,
  hash: string,
): Task<PvResult> {
  const enabled = yield* enableAtLast(machine);
  if (enabled.errno !== 0) return enabled;
  const loaded = yield* load(machine, pages, header, hash);
  if (loaded.errno !== 0) yield* unprotect(machine);
  return loaded;
});
