import type { CountedSum, MeasuredCount, MeasuredMachine } from '@cvm-teardown/core/plugin';
import data from './measured/kernel-counts.json' with { type: 'json' };
import type { Leaf, Part, Population, UnmapEvent } from './options.js';

const MiB = 2 ** 20;

type Run = (typeof data.runs)[keyof typeof data.runs];

/** A row of the data: counts of one operation by one kernel on one CPU. */
interface Row {
  readonly run: keyof typeof data.runs;
  readonly operation: string;
  readonly mebibytes: number;
  readonly layout: string;
  readonly ipa: number;
  readonly range: number;
  readonly all: number;
  readonly vmid: number;
  readonly lines: number;
  readonly tables: number;
}

const rows: readonly Row[] = data.rows.map((cells) => {
  const [run, operation, mebibytes, layout, , ipa, range, all, vmid, lines, tables] = cells;
  return { run, operation, mebibytes, layout, ipa, range, all, vmid, lines, tables } as Row;
});

/** How the guest's memory was mapped. */
const LAYOUTS: Readonly<Record<string, { readonly leaf: Leaf; readonly populated: Population }>> = {
  '4K': { leaf: 'page', populated: 'all' },
  '2M': { leaf: 'block2', populated: 'all' },
  sparse4K: { leaf: 'page', populated: 'first-of-table' },
};

/** The release whose protocol a kernel has; docs/arm64.md 9, 10. */
const RELEASES: Readonly<Record<string, string>> = { '6.1': '5.10', '6.12': '6.9' };

interface Occasion {
  readonly trigger: 'close' | 'exit' | 'unmap';
  readonly event?: UnmapEvent;
  readonly part?: Part;
  readonly resident?: number;
}

/** Operations that are one walk of the model. */
const OCCASIONS: Readonly<Record<string, Occasion>> = {
  destroy: { trigger: 'close' },
  destroy_after_munmap: { trigger: 'close', resident: 0 },
  exit: { trigger: 'exit' },
  munmap: { trigger: 'unmap', event: 'UNMAP' },
  delslot: { trigger: 'unmap', event: 'memslot-delete' },
  mprotect_ro: { trigger: 'unmap', event: 'PROTECTION_VMA' },
  fork: { trigger: 'unmap', event: 'PROTECTION_PAGE' },
  dontneed_half: { trigger: 'unmap', event: 'CLEAR', part: 'upper-half' },
  dontneed_1page: { trigger: 'unmap', event: 'CLEAR', part: 'first-page' },
  dontneed_mid: { trigger: 'unmap', event: 'CLEAR', part: 'uneven-middle' },
};

const NOT_RUN: Readonly<Record<string, string>> = {
  populate: 'mapping is not modelled',
  retouch: 'mapping is not modelled',
  dirtylog_on: 'write-protection is not modelled',
  dontneed_each: 'one call per page: a run of the model is one call',
  pageout: 'reclaim: ageing is not modelled, and it is one call per page',
  pageout2: 'reclaim: ageing is not modelled, and it is one call per page',
};

/** A request that covers a part of a huge page: the host splits its own entry first, and calls once more for all of it. */
function splitsHugePage({ layout, mebibytes, operation }: Row): boolean {
  if (layout !== '2M') return false;
  const { part = 'all' } = OCCASIONS[operation] ?? {};
  return part === 'upper-half' ? mebibytes % 4 !== 0 : part !== 'all';
}

function takenOf(row: Row, run: Run): MeasuredCount['taken'] {
  const occasion = OCCASIONS[row.operation];
  if (occasion === undefined) return NOT_RUN[row.operation] ?? 'not modelled';
  if (splitsHugePage(row))
    return 'the request splits a huge page of the host, which calls twice: a run of the model is one call';
  return { machine: machineOf(row, run, occasion), counts: countsOf(row) };
}

function machineOf({ mebibytes, layout }: Row, run: Run, occasion: Occasion): MeasuredMachine {
  const { trigger, event, part, resident } = occasion;
  const { leaf, populated } = LAYOUTS[layout] as (typeof LAYOUTS)[string];
  const { FWB, TLBIRANGE, LPA2, kernel } = run;
  const release = RELEASES[kernel.split('.', 2).join('.')];
  if (release === undefined) throw new Error(`no release behaves like Linux ${kernel}`);
  return {
    trigger,
    policy: 'mainline',
    release,
    memoryBytes: mebibytes * MiB,
    features: { FWB, TLBIRANGE, LPA2 },
    options: { granule: '4K', ipaBits: 40, leaf, populated, ...(event && { event }), ...(part && { part }) },
    ...(resident !== undefined && { resident }),
  };
}

/** A pair is one IPAS2E1IS and one VMALLE1IS; a flush by range ends in one VMALLE1IS. Source: docs/arm64.md 6.1, 6.2. */
const countsOf = ({ ipa, range, all, vmid, lines, tables }: Row): readonly CountedSum[] => [
  { name: 'TLBI IPAS2E1IS', operations: ['flush-by-ipa', 'invalidate-single'], count: ipa },
  { name: 'TLBI RIPAS2E1IS', operations: ['invalidate-range'], count: range },
  { name: 'TLBI VMALLE1IS', operations: ['flush-by-ipa', 'flush-by-range'], count: all },
  { name: 'TLBI VMALLS12E1IS', operations: ['flush-by-vmid'], count: vmid },
  { name: 'DC CIVAC', operations: ['clean-line'], count: lines },
  { name: 'table pages freed', operations: ['free-table', 'free-root-page'], count: tables },
];

const source = `${data.how} docs/arm64.md 17`;

/** What real kernels were seen to execute. */
export const measured: readonly MeasuredCount[] = rows.map((row) => ({
  id: `${row.run} ${row.operation} ${row.mebibytes}MiB ${row.layout}`,
  system: `Linux ${data.runs[row.run].kernel}, ${data.runs[row.run].cpu}`,
  source,
  taken: takenOf(row, data.runs[row.run]),
}));
