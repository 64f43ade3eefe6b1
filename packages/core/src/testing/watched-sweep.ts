import { impureApply } from '../errors/messages/author.js';
import type { PageTable } from '../protocol/page-table.js';
import { type Batch, type Sweep, sweep, type Tail } from '../protocol/sweep.js';
import type { Watch } from './watch.js';

/** The same sweep over watched tables. `watchedTable` gives one per table, so that compiled rules are found again. */
export function watchedSweep(of: Sweep, watch: Watch, watchedTable: (table: PageTable) => PageTable): Sweep {
  const { batch, tails, ...options } = of.options;
  return sweep(of.range, watchedTable(of.table), {
    ...options,
    ...(batch !== undefined && { batch: watchedBatch(of.table.name, batch, watch) }),
    ...(tails !== undefined && { tails: tails.map((tail) => watchedTail(tail, watch, watchedTable)) }),
  });
}

/** The same table; its functions of a page's state are pure, its selector looks at fields only. */
export function watchedTable(table: PageTable, watch: Watch): PageTable {
  const { name, rule, select } = table;
  return Object.freeze({
    ...table,
    rule: pure(name, 'rule', watch, rule),
    ...(select !== undefined && {
      select: (s: object) => (watch.close ? watch.asking(name, 'select', () => select(s)) : select(s)),
    }),
  });
}

const watchedBatch = (name: string, batch: Batch, watch: Watch): Batch => ({
  ...batch,
  mark: pure(name, 'mark', watch, batch.mark),
});

function watchedTail(tail: Tail, watch: Watch, watchedTable: (table: PageTable) => PageTable): Tail {
  if (tail.kind === 'table') return { ...tail, table: watchedTable(tail.table) };
  const { map } = tail;
  return map === undefined ? tail : { ...tail, map: pure(tail.name, 'map', watch, map) };
}

/** Asked twice, out of reach of any state. */
function pure<A extends readonly unknown[], R>(
  name: string,
  asked: string,
  watch: Watch,
  answer: (...args: A) => R,
): (...args: A) => R {
  return (...args) => {
    const [first, second] = watch.outside(() => [answer(...args), answer(...args)]);
    watch.made.purity++;
    const [before, after] = [JSON.stringify(first), JSON.stringify(second)];
    if (before !== after) throw impureApply(name, `${before}, then ${after}`, asked);
    return first;
  };
}
