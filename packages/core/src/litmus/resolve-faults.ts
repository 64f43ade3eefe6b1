import { placeOf } from '../document/places.js';
import { litmusConflict, litmusMissing, litmusUnknownActor } from '../errors/messages/litmus.js';
import type { LitmusFile } from './litmus-schema.js';
import { FATAL_SIGNAL, type LitmusTestActor, type PossibleFault } from './litmus-test.js';
import type { Reader } from './reader.js';
import { isFault } from './resolve-calls.js';

/**
 * Reads the faults that may strike. Each has its own number of times; so that the times of one are not spent on another, a
 * file with several says whom each of them strikes.
 */
export function resolveFaults(
  given: NonNullable<LitmusFile['faults']>,
  actors: readonly Pick<LitmusTestActor, 'name'>[],
  reader: Reader,
): PossibleFault[] {
  const { findings, places } = reader;
  const known = actors.map(({ name }) => name);
  const said = new Set<string>();
  return given.flatMap((item, i) => {
    const path = ['faults', i];
    const where = placeOf(places, path);
    const { fault, times = 1 } = typeof item === 'string' ? { fault: item } : item;
    const [name = '', named] = fault.split(/@(.*)/s);
    const actor = named ?? (known.length === 1 ? known[0] : undefined);
    if (!isFault(name, path, reader)) return [];
    if (actor !== undefined && !known.includes(actor)) findings.push(litmusUnknownActor(actor, known, where));
    if (actor === undefined && (name === FATAL_SIGNAL || given.length > 1))
      findings.push(litmusMissing(`whom "${name}" strikes`, `write ${name}@${known[0] ?? 'actor'}`, where));
    const key = `${name}@${actor ?? ''}`;
    if (said.has(key)) findings.push(litmusConflict(`"${key}" is here twice`, 'write { fault: ..., times: 2 }', where));
    said.add(key);
    return [{ name, actor, times, path }];
  });
}
