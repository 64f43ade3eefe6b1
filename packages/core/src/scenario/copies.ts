import type { ScenarioFile, ScenarioFileEvent, ScenarioFileGuest } from './scenario-schema.js';

/** An event with the place in the file that it comes from. */
export interface PlacedEvent {
  readonly event: ScenarioFileEvent;
  readonly index: number;
}

export interface WrittenOut {
  readonly guests: readonly (readonly [id: string, guest: ScenarioFileGuest, path: readonly string[]])[];
  readonly events: readonly PlacedEvent[];
}

/** Guests and events of a file, every copy written out: guest `short` of 3 copies is `short-1` to `short-3`, its event `end` `end-1` to `end-3`. */
export function writeOutCopies(file: ScenarioFile): WrittenOut {
  const { guest, guests: several = {}, events } = file;
  const named = guest === undefined ? Object.entries(several) : ([['guest', guest]] as const);
  const pathOf = (id: string) => (guest === undefined ? ['guests', id] : ['guest']);
  const only = named.length === 1 ? named[0]?.[0] : undefined;
  const indexed = events.map((event, index) => ({ event: { ...event, ...guestOf(event, only) }, index }));
  const copied = new Set(named.filter(([, each]) => copiesOf(each) > 1).map(([id]) => id));
  const first = new Map<string, number>();
  for (const { event, index } of indexed)
    if (event.guest !== undefined && !first.has(event.guest)) first.set(event.guest, index);
  return {
    guests: named.flatMap(([id, each]) =>
      numbers(copiesOf(each)).map((k) => [copied.has(id) ? `${id}-${k}` : id, each, pathOf(id)] as const),
    ),
    events: indexed.flatMap((placed) => {
      const { guest: of } = placed.event;
      if (of === undefined || !copied.has(of)) return [placed];
      if (first.get(of) !== placed.index) return [];
      const block = indexed.filter(({ event }) => event.guest === of);
      const each = several[of] as ScenarioFileGuest;
      return numbers(copiesOf(each)).flatMap((k) => copyOf(block, of, each.next, k));
    }),
  };
}

const guestOf = ({ do: kind, guest }: ScenarioFileEvent, only: string | undefined) =>
  guest === undefined && only !== undefined && kind !== 'start-process' ? { guest: only } : {};

const copiesOf = (guest: ScenarioFileGuest): number => guest.copies ?? 1;
const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

function copyOf(block: readonly PlacedEvent[], guest: string, next: string | undefined, k: number): PlacedEvent[] {
  const own = new Set(block.map(({ event }) => event.id));
  const renamed = (reference: string, copy: number): string => {
    const [id = ''] = reference.split('.', 1);
    return own.has(id.trim()) ? reference.replace(id, `${id.trim()}-${copy}`) : reference;
  };
  return block.map(({ event, index }, place) => {
    const { at, after, id, ...rest } = event;
    const begins =
      place === 0 && k > 1 && next !== undefined
        ? { after: renamed(next, k - 1) }
        : { ...(at !== undefined && { at }), ...(after !== undefined && { after: renamed(after, k) }) };
    return {
      event: { ...rest, ...begins, guest: `${guest}-${k}`, ...(id !== undefined && { id: `${id}-${k}` }) },
      index,
    };
  });
}
