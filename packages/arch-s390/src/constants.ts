import type { MachineConfig, ProtocolConstant } from '@cvm-teardown/core/plugin';

export const PAGE_BYTES = 4096;

/** The most configurations that the model can hold at once: one that runs or just died, and two that are left over. */
export const CONFIGURATIONS = 3;

/** Owner of a page that is still secure although its configuration was destroyed with Destroy Configuration Fast. */
export const DEAD = CONFIGURATIONS + 1;

/** Leftover records, and top tables: one per configuration, and some to change to and to lose. */
export const RECORDS = CONFIGURATIONS;
export const TABLES = 6;

/** Those that a machine has room for: by default two generations, of three only where they are asked for. */
export const roomOf = (machine: MachineConfig): { configurations: number; records: number; tables: number } => {
  const configurations = Math.max(2, Number(machine.option('maxConfigurations')));
  // What a second thread is not created for may fail once more at the end of the VM.
  const more = machine.option('nextGuest') === 'protected' ? 2 : 0;
  return { configurations, records: configurations, tables: 2 * configurations + more };
};

/** Threads that may call PERFORM at the same time: one per reboot. */
export const CLEANERS = 2;

/** Threads of QEMU that may be in the kernel at the same time: as many as a walk takes actors. */
export const MOST_CALLS = 16;

/** Kernel threads of the 2021 design that a model has room for: one per guest that dies, of two. */
export const KTHREADS = 2;

export const constants: readonly ProtocolConstant[] = [
  {
    name: 'low',
    value: 524_288,
    checkValue: 1,
    unit: 'page',
    summary: 'guest pages below 2 GiB, which PREPARE cleans before it returns',
    source: 'docs/s390.md 3.7 [S]',
  },
  {
    name: 'sweepBatch',
    value: 32,
    checkValue: 1,
    least: 1,
    most: 65_536,
    unit: 'page',
    summary: 'present pages that a range loop references at a time, up to Linux 6.19',
    source: 'docs/s390.md 3.4 [S]',
  },
  {
    name: 'tracking',
    value: 509,
    checkValue: 1,
    least: 1,
    unit: 'page',
    summary: 'frames that a tracking page of the 2021 design holds: (4096 - 24) / 8',
    source: 'docs/s390.md 8 [I]',
  },
  {
    name: 'oomPages',
    value: 256,
    least: 1,
    unit: 'page',
    summary: 'pages that the OOM notifier proposed for v1 of the 2021 design waits for',
    source: 'docs/s390.md 8 [S]',
  },
  {
    name: 'oomWait',
    value: 20,
    least: 1,
    unit: 'ms',
    summary: 'how long the OOM notifier of v2 and v3 waits; its message says 10 ms',
    source: 'docs/s390.md 8 [S]',
  },
  {
    name: 'oomEnough',
    value: 1024,
    unit: 'page',
    summary: 'behind more reported pages than that the OOM notifier of v2 and v3 does not wait',
    source: 'docs/s390.md 8 [S]',
  },
  {
    name: 'helperPoll',
    value: 1000,
    unit: 'ms',
    summary: 'between two looks of the CLONE_VM helper at whose child it is; sets runs only',
    source: 'docs/s390.md 7.2 [S]',
  },
  {
    name: 'wayOut',
    value: 0,
    unit: 'ms',
    summary: 'from SIGTERM until QEMU exits; how long it takes was not found; sets runs only',
    source: 'docs/s390.md 7.3 [I]',
  },
  {
    name: 'stopperPoll',
    value: 200,
    least: 1,
    unit: 'ms',
    summary: 'between two looks of libvirt at a QEMU that it stops; sets runs only',
    source: 'docs/s390.md 7.3 [S]',
  },
  {
    name: 'stopperKills',
    value: 10_000,
    unit: 'ms',
    summary: 'from SIGTERM to SIGKILL, of libvirt; sets runs only',
    source: 'docs/s390.md 7.3 [S]',
  },
  {
    name: 'stopperGivesUp',
    value: 40_000,
    unit: 'ms',
    summary: 'from SIGTERM until libvirt gives up; sets runs only',
    source: 'docs/s390.md 7.3 [S]',
  },
];

const NS_PER_MS = 1_000_000;

/** A constant in milliseconds, in nanoseconds. */
export const nanosecondsOf = (machine: MachineConfig, constant: string): number =>
  machine.constant(constant) * NS_PER_MS;

/** The prefix area of the guest, which must be there while it runs. Its place at the lowest addresses is ours. */
export const PREFIX_PAGES = 2;

/** Pages of the guest below 2 GiB. */
export const lowPages = (machine: MachineConfig): number => Math.min(machine.constant('low'), machine.pages);

/** Those of them that PREPARE cleans: up to 6.19 it ends at the first hole. Source: docs/s390.md 3.7. */
export const sweptLowPages = (machine: MachineConfig): number =>
  machine.option('memslots') === 'hole' && !machine.since('7.0') ? Math.min(1, lowPages(machine)) : lowPages(machine);

/** A guest whose memory limit is at most 2 GiB has a top table of segment type. Source: docs/s390.md 1.7. */
export const hasSegmentTable = (machine: MachineConfig): boolean =>
  isSmall(machine) && machine.option('memoryLimit') === 'ram';

/** At most 2 GiB of RAM. */
export const isSmall = (machine: MachineConfig): boolean => machine.pages <= machine.constant('low');
