/**
 * The closed forms of docs/arm64.md 15.1, written without the plugin's code: sets of leaves and tables instead of walks and
 * reference counts.
 */
import type { Counts } from './counts.js';

export interface Layout {
  /** log2 of the granule's page size. */
  readonly pageShift: number;
  readonly startLevel: number;
  readonly leafLevel: number;
  readonly rootPages: number;
  /** Level whose entry is the largest block. */
  readonly batchLevel: number;
  /** Guest physical addresses of the mapped leaves; of those that are devices. */
  readonly leaves: readonly number[];
  readonly devices: ReadonlySet<number>;
  readonly request: { readonly from: number; readonly to: number };
}

export interface Host {
  readonly FWB: boolean;
  readonly TLBIRANGE: boolean;
}

const span = ({ pageShift }: Layout, level: number): number => 2 ** ((pageShift - 3) * (4 - level) + 3);

const down = (address: number, size: number): number => address - (address % size);

function hit(layout: Layout): readonly number[] {
  const size = span(layout, layout.leafLevel);
  return layout.leaves.filter((leaf) => leaf < layout.request.to && leaf + size > layout.request.from);
}

/** Tables that have entries before and none after. */
function emptied(layout: Layout, gone: readonly number[]): number {
  const rest = layout.leaves.filter((leaf) => !gone.includes(leaf));
  let tables = 0;
  for (let level = layout.startLevel + 1; level <= layout.leafLevel; level++) {
    const size = span(layout, level - 1);
    const left = new Set(rest.map((leaf) => down(leaf, size)));
    tables += [...new Set(gone.map((leaf) => down(leaf, size)))].filter((table) => !left.has(table)).length;
  }
  return tables;
}

function lines(layout: Layout, gone: readonly number[], { FWB }: Host, cleansDeviceBlocks: boolean): number {
  if (FWB) return 0;
  const cleaned = gone.filter((leaf) => !layout.devices.has(leaf) || (cleansDeviceBlocks && layout.leafLevel < 3));
  return (cleaned.length * span(layout, layout.leafLevel)) / 64;
}

const eager = (layout: Layout, L: number, gone: readonly number[]): Counts => {
  const T = emptied(layout, gone);
  return { L, I: gone.length + T, R: 0, S: gone.length + T, V: 0, T, P: 0 };
};

/** What an unmap for the event UNMAP costs. */
export function unmapCounts(policy: string, layout: Layout, host: Host): Counts {
  const gone = hit(layout);
  if (policy === 'pre-series') return eager(layout, lines(layout, gone, host, true), gone);
  if (policy === 'series') return eager(layout, 0, gone);
  if (!(host.FWB && host.TLBIRANGE)) return eager(layout, lines(layout, gone, host, false), gone);
  const T = emptied(layout, gone);
  const { singles, ranges, batches } = flushes(layout);
  return { L: 0, I: T + singles, R: ranges, S: T + batches, V: 0, T, P: 0 };
}

/** What a close costs. */
export function closeCounts(policy: string, layout: Layout, host: Host): Counts {
  const all = layout.leaves;
  const P = layout.rootPages;
  if (policy === 'pre-series') return { ...eager(layout, lines(layout, all, host, true), all), P };
  return { L: 0, I: 0, R: 0, S: 0, V: policy === 'series' ? 1 : 0, T: emptied(layout, all), P };
}

/** Greedy cover of each batch's pages by stretches of m * 2, m * 64, m * 2048, m * 65536 pages with m from 1 to 32. */
function flushes(layout: Layout): { singles: number; ranges: number; batches: number } {
  const size = span(layout, layout.batchLevel);
  const { from, to } = layout.request;
  let [singles, ranges, batches] = [0, 0, 0];
  for (let at = from; at < to; at = down(at, size) + size) {
    const pages = (Math.min(to, down(at, size) + size) - at) / 2 ** layout.pageShift;
    batches++;
    singles += pages % 2;
    let rest = pages - (pages % 2);
    for (const unit of [65_536, 2_048, 64, 2]) {
      const times = Math.min(32, Math.floor(rest / unit));
      ranges += times > 0 ? 1 : 0;
      rest -= times * unit;
    }
  }
  return { singles, ranges, batches };
}
