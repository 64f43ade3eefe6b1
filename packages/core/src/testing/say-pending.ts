import type { Pending } from '../engine/coroutine.js';
import type { Tail } from '../protocol/sweep.js';

/** What a task does next, in words; equal words mean an equal step or sweep. */
export function sayPending(pending: Pending): string {
  if (pending === undefined) return 'the end';
  if (pending.kind === 'step')
    return `${pending.definition.name}(${pending.args.map((arg) => JSON.stringify(arg)).join(', ')})`;
  const { range, table, options } = pending;
  const { batch, signals, tails, pace } = options;
  return [
    `sweep ${table.name} of ${table.array}[${range.from}, ${range.to})`,
    ...(batch === undefined ? [] : [`batches of ${batch.size}${sayLock(batch.lock)}`]),
    ...(signals === undefined ? [] : [`signals per ${signals}`]),
    ...(tails ?? []).map(sayTail),
    ...(pace === undefined ? [] : [`${pace.units} units per ${pace.ns} ns`]),
  ].join(', ');
}

const sayLock = (lock: { readonly name: string; readonly instance: number } | undefined): string =>
  lock === undefined ? '' : ` under ${lock.name}[${lock.instance}]`;

const sayTail = (tail: Tail): string =>
  `${tail.kind === 'table' ? tail.table.name : tail.name} every ${tail.every} from ${tail.origin ?? 0}`;
