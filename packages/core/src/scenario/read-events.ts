import { type Places, placeOf } from '../document/places.js';
import type { Finding } from '../errors/finding.js';
import {
  scenarioConflict,
  scenarioInvalid,
  scenarioMissing,
  scenarioNoEffect,
  scenarioUnknownEvent,
  scenarioUnknownGuest,
} from '../errors/messages/scenario.js';
import { isTeardown } from './choose-policies.js';
import type { PlacedEvent } from './copies.js';
import { Quantities } from './quantities.js';
import {
  type Beginning,
  type EventKind,
  MOMENTS,
  type Moment,
  type ScenarioEvent,
  type ScenarioGuest,
} from './scenario.js';
import type { ScenarioFileEvent } from './scenario-schema.js';

/** What events say besides what, when and to whom. */
const KEYS: Readonly<Partial<Record<EventKind, readonly (keyof ScenarioFileEvent)[]>>> = {
  boot: ['rate'],
  touch: ['amount', 'rate', 'pattern'],
  'swap-out': ['amount'],
  share: ['amount'],
  unshare: ['amount'],
  'start-process': ['memory', 'rate'],
};
const DETAILS = ['amount', 'memory', 'rate', 'pattern'] as const;

/** Reads the events of a file, in order; what is wrong goes to `findings`. */
export function readEvents(
  events: readonly PlacedEvent[],
  guests: readonly ScenarioGuest[],
  places: Places,
  findings: Finding[],
): ScenarioEvent[] {
  const read: ScenarioEvent[] = [];
  const quantities = new Quantities(places, findings);
  for (const { event, index } of events) {
    const path = ['events', index];
    const where = (key: string) => placeOf(places, [...path, key]);
    const { do: kind, guest: guestId } = event;
    const id = event.id ?? freeName(kind, read);
    if (read.some((other) => other.id === id))
      findings.push(scenarioConflict(`two events are called "${id}"`, 'give one another name', where('id')));
    const guest = guests.find((each) => each.id === guestId);
    const isProcess = kind === 'start-process';
    const known = guests.map((each) => each.id);
    if (isProcess && guestId !== undefined) findings.push(scenarioNoEffect('guest', kind, [], where('guest')));
    if (!isProcess && guestId === undefined) {
      const hint = known.length === 0 ? 'guest: { memory: 100GiB }' : `there are several: guest: ${known[0]}`;
      findings.push(scenarioMissing(`the guest of "${id}"`, hint, where('do')));
    }
    if (!isProcess && guestId !== undefined && guest === undefined)
      findings.push(scenarioUnknownGuest(guestId, known, where('guest')));
    const able = KEYS[kind] ?? [];
    for (const key of DETAILS)
      if (event[key] !== undefined && !able.includes(key)) findings.push(scenarioNoEffect(key, kind, able, where(key)));
    if (isProcess && event.memory === undefined)
      findings.push(scenarioMissing(`the memory of "${id}"`, 'memory: 10GiB', where('do')));
    const amountBytes = quantities.amount(event.amount, guest?.memoryBytes, [...path, 'amount']);
    if (amountBytes !== undefined && guest !== undefined && amountBytes > guest.memoryBytes)
      findings.push(scenarioInvalid('the guest has not so much memory', where('amount'), 'write at most 100%'));
    read.push({
      id,
      do: kind,
      guest: guestId,
      begins: readBeginning(event, read, path, places, findings, quantities),
      amountBytes,
      memoryBytes: quantities.size(event.memory, [...path, 'memory']),
      bytesPerSecond: quantities.rate(event.rate, [...path, 'rate']),
      path,
    });
  }
  return read;
}

function freeName(kind: string, read: readonly ScenarioEvent[]): string {
  const isFree = (name: string) => read.every(({ id }) => id !== name);
  for (let k = 1; ; k++) {
    const name = k === 1 ? kind : `${kind}-${k}`;
    if (isFree(name)) return name;
  }
}

function readBeginning(
  { at, after, do: kind }: ScenarioFileEvent,
  above: readonly ScenarioEvent[],
  path: readonly (string | number)[],
  places: Places,
  findings: Finding[],
  quantities: Quantities,
): Beginning {
  const start: Beginning = { kind: 'at', ns: 0 };
  const where = (key: string) => placeOf(places, [...path, key]);
  if (at !== undefined && after !== undefined)
    findings.push(scenarioConflict('"at" and "after" both say when this begins', 'keep one of them', where('after')));
  if (at !== undefined) return { kind: 'at', ns: quantities.duration(at, [...path, 'at']) ?? 0 };
  if (after === undefined) {
    if (above.length > 0)
      findings.push(
        scenarioMissing(`when "${kind}" begins`, `at: 10s, or after: ${above.at(-1)?.id}.done`, where('do')),
      );
    return start;
  }
  const parts = /^\s*([^.+\s]+)\.([^.+\s]+)\s*(?:\+\s*(.+?)\s*)?$/.exec(after);
  if (parts === null) {
    findings.push(scenarioInvalid('expected an event and a moment', where('after'), 'write "again.done + 1s"'));
    return start;
  }
  const [, event = '', moment = '', plus] = parts;
  if (above.every(({ id }) => id !== event)) {
    const known = above.map(({ id }) => id);
    findings.push(scenarioUnknownEvent(event, known, where('after'), true));
  }
  const other = above.find(({ id }) => id === event);
  if (other !== undefined && !isTeardown(other.do) && moment !== 'done')
    findings.push(
      scenarioInvalid(`"${event}", a ${other.do}, has one moment only`, where('after'), `write "${event}.done"`),
    );
  else if (!(MOMENTS as readonly string[]).includes(moment))
    findings.push(scenarioInvalid(`no event has a moment "${moment}"`, where('after'), `valid: ${MOMENTS.join(', ')}`));
  return {
    kind: 'after',
    event,
    moment: moment as Moment,
    plusNs: quantities.duration(plus, [...path, 'after']) ?? 0,
  };
}
