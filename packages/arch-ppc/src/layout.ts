import { interval, type MachineConfig, type PageRange } from '@cvm-teardown/core/plugin';

/** Where a guest's memory lies: slots and the parts of the boot slot, as ranges of GFNs. */
export interface GuestLayout {
  readonly all: PageRange;
  /** The slot that the guest boots from. */
  readonly boot: PageRange;
  /** The slot that is plugged or unplugged; absent for other triggers. */
  readonly dimm: PageRange | undefined;
  /** Shared before H_SVM_INIT_DONE (docs/ppc.md 8.1). */
  readonly shared: PageRange;
  /** Requested by an optimised Ultravisor. */
  readonly necessary: PageRange;
  /** GFNs of the boot slot that the guest had touched as a normal VM. */
  readonly touched: PageRange;
  /** Device pages of the host. */
  readonly pool: number;
}

const hasDimm = ({ trigger }: MachineConfig): boolean => trigger === 'hotplug' || trigger === 'unplug';

/** The layout of a machine's guest. Pure. */
export function layoutOf(machine: MachineConfig): GuestLayout {
  const { pages } = machine;
  const plugged = hasDimm(machine) ? Math.max(1, Math.floor(pages / dimmDivisor(machine))) : 0;
  const boot = interval(0, pages - plugged);
  const shared = interval(0, Math.min(machine.constant('implicitShares'), boot.to));
  const secure = pages - shared.to;
  return {
    all: interval(0, pages),
    boot,
    dimm: plugged > 0 ? interval(boot.to, pages) : undefined,
    shared,
    necessary: interval(shared.to, Math.min(shared.to + machine.constant('necessaryGfns'), boot.to)),
    touched: interval(0, Math.round(boot.to * machine.guest.resident)),
    pool: isShort(machine) ? Math.max(0, secure - 1) : pages,
  };
}

/** Short of device pages where the trigger takes some; elsewhere the guest could not have become secure. */
const isShort = (machine: MachineConfig): boolean =>
  machine.option('secureMemory') === 'short' && machine.trigger !== 'reboot' && machine.trigger !== 'unplug';

const dimmDivisor = (machine: MachineConfig): number => Number(String(machine.option('dimm')).slice('1/'.length));
