import type { Pending } from '../engine/coroutine.js';
import type { Flight } from './positions.js';
import type { Prepared } from './prepared.js';

/** Where an actor stands, for messages. */
export function whereabouts(pending: Pending, flight: Flight | undefined): string {
  if (pending === undefined) return 'done';
  if (pending.kind === 'step') return pending.definition.name;
  return `${pending.table.name}${flight === undefined ? '' : ` on page ${flight.action.page}`}`;
}

/** Where it is written that it does what it does next. */
export function sourceOf(pending: Pending, flight: Flight | undefined, prepared: Prepared): string | undefined {
  if (pending?.kind === 'step') return pending.definition.source;
  const unit = flight ?? (prepared.kind === 'unit' ? prepared : undefined);
  return unit?.action.table.source ?? pending?.table.source;
}
