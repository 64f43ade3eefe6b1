/** Page tables of the walks: what happens to a leaf, to a table page behind its last leaf, and behind a batch. */
import {
  type PageRange,
  type PageTable,
  type SpanTail,
  type TableTail,
  type Tail,
  use,
} from '@cvm-teardown/core/plugin';
import { forgetTranslation, usesOfRangeFlush } from './firmware.js';
import { tableFreed } from './held.js';
import { type Maintenance, maintenanceOf, type Occasion } from './maintenance.js';
import { cleanLine, clearBlock, clearPage, flushByIpa, freeTable } from './operations.js';
import { leavesTouched, type Stage2, stretches, type TableLevel } from './stage2.js';
import { type S, type TableState, table } from './state.js';

/** A walk over leaves and tables, as data. */
export interface Walk {
  readonly leaves: PageTable;
  readonly tails: readonly Tail[];
}

/** A walk over a range, cut into stretches behind which the lock may be dropped. */
export interface PlannedWalk {
  readonly walk: Walk;
  readonly stretches: readonly PageRange[];
}

/** Bytes from the start of the guest's memory. */
export interface Bytes {
  readonly from: number;
  readonly to: number;
}

const plans = new WeakMap<Stage2, Map<string, PlannedWalk>>();

/**
 * The machine's walk over the leaves that `asked` touches, for an occasion; the same one whenever it is asked for again.
 * @param size leaves between two places where the lock may be dropped
 */
export function planWalk(stage2: Stage2, occasion: Occasion, asked: Bytes, size: number): PlannedWalk {
  const known = plans.get(stage2) ?? new Map<string, PlannedWalk>();
  plans.set(stage2, known);
  const key = `${occasion} ${asked.from} ${asked.to}`;
  const plan = known.get(key) ?? {
    walk: walkOf(stage2, maintenanceOf(stage2.machine, occasion), asked),
    stretches: stretches(stage2, leavesTouched(stage2, asked), size),
  };
  known.set(key, plan);
  return plan;
}

/** The walk that pays `owed`; `asked` is what a flush by range covers. Source: docs/arm64.md 5.1, 9.1, 9.2. */
function walkOf(stage2: Stage2, owed: Maintenance, asked: Bytes): Walk {
  const tables = stage2.tables.map((level, i) => tableTail(stage2, level, owed, i === stage2.tables.length - 1));
  const flushesBatch = owed.leafFlush === 'with the batch' && !stage2.machine.has('range-flush-after-return');
  const tails = flushesBatch ? [...tables, batchFlush(stage2, asked)] : tables;
  return Object.freeze({ leaves: leafTable(stage2, owed), tails: Object.freeze(tails) });
}

function leafTable(stage2: Stage2, { leafFlush, cleans }: Maintenance): PageTable<S, 'page'> {
  const clear = use(stage2.leafLevel === 3 ? clearPage : clearBlock);
  const dropsReference = !stage2.machine.has('reference-not-dropped');
  return table({
    name: `unmap leaves, invalidated ${leafFlush === 'none' ? 'not at all' : leafFlush}`,
    array: 'page',
    rule: (leaf) => {
      if (leaf.descriptor === 'clearing') return { wait: true };
      if (leaf.descriptor === 'empty') return undefined;
      const lines = cleans(leaf.device) ? [use(cleanLine, stage2.leafLines)] : [];
      const cleaned = lines.length > 0 ? ({ line: 'current' } as const) : {};
      const entries = dropsReference ? -1 : 0;
      if (leafFlush !== 'with the leaf')
        return { uses: [clear, ...lines], after: { descriptor: 'empty', ...cleaned }, entries };
      return {
        // TLBI before CMO: a guest that still translates could dirty the lines again (I6).
        uses: [use(flushByIpa), ...lines, clear],
        during: { descriptor: 'clearing' },
        after: { descriptor: 'empty', translation: 'none', ...cleaned },
        entries,
      };
    },
    source: 'virt/kvm/arm/mmu.c (v5.5), arch/arm64/kvm/hyp/pgtable.c; docs/arm64.md 5.1, 9.2',
  });
}

const FREED = { page: 'freed' } as const;
const UNREACHABLE = { page: 'freed', walked: false } as const;

/** Behind a table's last leaf: an emptied table is invalidated, unlinked and freed at once. Root pages only count. */
function tableTail(stage2: Stage2, level: TableLevel, { tableFlush }: Maintenance, isRoot: boolean): TableTail {
  return {
    kind: 'table',
    every: level.every,
    origin: stage2.origin,
    table: table({
      name: isRoot ? 'pass by the root' : `free emptied tables of ${level.name}`,
      array: level.name,
      rule: (found: TableState) => {
        if (isRoot || found.page !== 'linked' || found.entries > 0) return undefined;
        const freed = { entries: -1, ...tableFreed(stage2) };
        if (tableFlush) return { uses: [use(flushByIpa), use(freeTable)], after: UNREACHABLE, ...freed };
        return { uses: [use(freeTable)], after: FREED, ...freed };
      },
      source: 'virt/kvm/arm/mmu.c (v5.5), arch/arm64/kvm/hyp/pgtable.c; docs/arm64.md 2, 5.1, 9.1, 9.2',
    }),
  };
}

/** One flush by range behind each batch, whatever was mapped in it, over what was asked for. Source: docs/arm64.md 9.2. */
function batchFlush(stage2: Stage2, asked: Bytes): SpanTail {
  return {
    kind: 'span',
    name: 'flush the batch by range',
    every: stage2.batchLeaves,
    origin: stage2.origin,
    uses: (start, length) =>
      usesOfRangeFlush(
        stage2,
        Math.max(asked.from, start * stage2.leafBytes),
        Math.min(asked.to, (start + length) * stage2.leafBytes),
      ),
    map: forgetTranslation,
  };
}
