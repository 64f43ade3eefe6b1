/** The shape of one machine's stage 2: which table covers which leaves. All sizes in leaves, so that a check may shrink tables. */
import { interval, type MachineConfig, type PageRange } from '@cvm-teardown/core/plugin';
import type { Geometry } from './geometry.js';
import { entriesOf, type GuestLayout, geometryOf, type LayoutOf, leafBytes, leafLevelOf } from './layout.js';

export type TableName = 'level3' | 'level2' | 'level1' | 'root';

/** The tables of one level, as the page array that stands for them. */
export interface TableLevel {
  readonly name: TableName;
  /** Leaves that one table covers. */
  readonly every: number;
  readonly count: number;
}

export interface Stage2 {
  readonly machine: MachineConfig;
  readonly layout: GuestLayout;
  readonly geometry: Geometry;
  readonly leafLevel: number;
  readonly leafBytes: number;
  /** Pages of the granule in one leaf. */
  readonly leafPages: number;
  /** Lines in one leaf. */
  readonly leafLines: number;
  /** Entries of a table, possibly scaled. */
  readonly fanout: number;
  readonly leaves: number;
  /** Position of leaf 0, in leaves from guest physical address 0. */
  readonly origin: number;
  /** Innermost first; the last one is the root, whose pages no walk frees. */
  readonly tables: readonly TableLevel[];
  /** Leaves under one root entry: the stretch after which v5.5 may drop the lock. Source: docs/arm64.md 5.1. */
  readonly rootEntryLeaves: number;
  /** Leaves of one batch of mainline's walks. Source: docs/arm64.md 9.2. */
  readonly batchLeaves: number;
}

/** Builds the shape of a machine once; later calls give the same object, so that tables and tasks are made once per machine. */
export function stage2Builder(layoutOf: LayoutOf): (machine: MachineConfig) => Stage2 {
  const built = new WeakMap<MachineConfig, Stage2>();
  return (machine) => {
    let stage2 = built.get(machine);
    if (stage2 === undefined) {
      stage2 = build(machine, layoutOf(machine));
      built.set(machine, stage2);
    }
    return stage2;
  };
}

/**
 * @throws RangeError if the guest's memory does not fit the IPA width, or does not lie on leaves
 */
function build(machine: MachineConfig, layout: GuestLayout): Stage2 {
  const geometry = geometryOf(machine);
  const bytes = leafBytes(machine);
  const leafLevel = leafLevelOf(machine);
  const leaves = machine.pages;
  if (layout.base % bytes !== 0 || layout.mapped.some(({ from, to }) => from % bytes !== 0 || to % bytes !== 0)) {
    throw new RangeError(`guest memory must lie on leaves of ${bytes} bytes`);
  }
  if (layout.base + leaves * bytes > 2 ** geometry.ipaBits) {
    throw new RangeError(
      `${leaves * bytes} bytes from ${layout.base} on do not fit ${geometry.ipaBits} bits of guest physical address`,
    );
  }
  const fanout = entriesOf(machine);
  const origin = layout.base / bytes;
  const levels = Array.from({ length: leafLevel - geometry.startLevel + 1 }, (_, i) => leafLevel - i);
  const tables = levels.map((level) =>
    tableLevel(level, level === geometry.startLevel, fanout ** (leafLevel - level + 1), origin, leaves),
  );
  return Object.freeze({
    machine,
    layout,
    geometry,
    leafLevel,
    leafBytes: bytes,
    leafPages: bytes / geometry.pageBytes,
    leafLines: bytes / machine.constant('lineBytes'),
    fanout,
    leaves,
    origin,
    tables: Object.freeze(tables),
    rootEntryLeaves: fanout ** (leafLevel - geometry.startLevel),
    batchLeaves: fanout ** (leafLevel - geometry.minBlockLevel),
  });
}

function tableLevel(level: number, isRoot: boolean, every: number, origin: number, leaves: number): TableLevel {
  const name = isRoot ? 'root' : (`level${level}` as TableName);
  return Object.freeze({
    name,
    every,
    count: Math.floor((origin + leaves - 1) / every) - Math.floor(origin / every) + 1,
  });
}

/** The table of a level that covers a leaf, as a page number of the level's array. */
export const tableOf = (stage2: Stage2, { every }: TableLevel, leaf: number): number =>
  Math.floor((leaf + stage2.origin) / every) - Math.floor(stage2.origin / every);

export const rootOf = ({ tables }: Stage2): TableLevel => tables[tables.length - 1] as TableLevel;

/** The tables below the root, which walks free. */
export const innerTables = ({ tables }: Stage2): readonly TableLevel[] => tables.slice(0, -1);

/** The leaves that a table covers, cut to the guest's memory. */
export function leavesOf(stage2: Stage2, { every }: TableLevel, table: number): PageRange {
  const from = (Math.floor(stage2.origin / every) + table) * every - stage2.origin;
  return interval(Math.max(0, from), Math.min(stage2.leaves, from + every));
}

/** Cuts a range of leaves at multiples of `size` of the guest physical address, as walks do. */
export function stretches(stage2: Stage2, { from, to }: PageRange, size: number): readonly PageRange[] {
  const cut: PageRange[] = [];
  for (let at = from; at < to; ) {
    const next = Math.min(to, (Math.floor((at + stage2.origin) / size) + 1) * size - stage2.origin);
    cut.push(interval(at, next));
    at = next;
  }
  return cut;
}

/** The leaves that a request in bytes touches: part of a block counts as all of it. Source: docs/arm64.md 5.1. */
export const leavesTouched = (stage2: Stage2, request: { readonly from: number; readonly to: number }): PageRange =>
  interval(Math.floor(request.from / stage2.leafBytes), Math.ceil(request.to / stage2.leafBytes));

/** Root pages that a close frees: all of them, unless the machine has the mutant that forgets them. */
export const rootPagesFreed = ({ geometry, machine }: Stage2): number =>
  machine.has('root-not-freed') ? 0 : geometry.rootPages;
