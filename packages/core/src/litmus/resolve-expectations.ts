import { keyOf, placeOf } from '../document/places.js';
import {
  litmusConflict,
  litmusMissing,
  litmusNotOnThisMachine,
  litmusUnknownProperty,
} from '../errors/messages/litmus.js';
import { CORE_PROPERTIES, ENGINE_PROPERTIES } from '../properties/index.js';
import type { LitmusFile } from './litmus-schema.js';
import type { LitmusTest } from './litmus-test.js';
import type { Reader } from './reader.js';

/** Ids of what is judged on the machine: engine's, core's and the plugin's promises that say something about it. */
type Judged = readonly string[];

/** Reads what is expected of the whole: the verdict, and the situations that are to be reached. */
export function resolveExpectations(
  file: Partial<LitmusFile>,
  judged: Judged,
  reader: Reader,
): Pick<LitmusTest, 'violates' | 'reaches'> {
  verdictIsOne(file, reader);
  return {
    violates: file.violates === undefined ? undefined : promiseOf(file.violates, judged, reader),
    reaches: (file.reaches ?? []).flatMap((id, i) => situationOf(id, i, reader) ?? []),
  };
}

function verdictIsOne({ verdict, violates, then, reaches }: Partial<LitmusFile>, { findings, places }: Reader): void {
  if (verdict === 'valid' && violates !== undefined)
    findings.push(
      litmusConflict('what is valid violates nothing', 'keep "verdict" or "violates"', keyOf(places, ['violates'])),
    );
  if (verdict === 'violated' && violates === undefined) {
    const hint = 'write violates: PROPERTY; a file that any mistake satisfies tests nothing';
    findings.push(litmusMissing('the property that is violated', hint, keyOf(places, ['verdict'])));
  }
  if (violates === undefined || verdict === 'valid') return;
  for (const [key, value] of Object.entries({ then, reaches })) {
    if (value === undefined) continue;
    const what = `a check ends at the violation, so that "${key}" would never be judged`;
    findings.push(litmusConflict(what, `move "${key}" to a file of its own`, keyOf(places, [key])));
  }
}

function promiseOf(id: string, judged: Judged, { architecture, findings, places, isMachineKnown }: Reader): string {
  const where = placeOf(places, ['violates']);
  const all = [...ENGINE_PROPERTIES, ...CORE_PROPERTIES, ...architecture.properties];
  const promises = all.filter(({ kind }) => kind !== 'sometimes').map((property) => property.id);
  if (all.some((property) => property.id === id && property.kind === 'sometimes'))
    findings.push(litmusConflict(`"${id}" is a situation, which nothing violates`, 'write it under "reaches"', where));
  else if (!promises.includes(id)) findings.push(litmusUnknownProperty(id, promises, where));
  else if (isMachineKnown && !judged.includes(id))
    findings.push(litmusNotOnThisMachine(`property "${id}"`, 'it says nothing about such a machine', where));
  return id;
}

function situationOf(id: string, i: number, { architecture, vocabulary, findings, places }: Reader) {
  const path = ['reaches', i];
  const where = placeOf(places, path);
  const situations = [...architecture.properties, ...(vocabulary.situations ?? [])];
  const known = situations.filter(({ kind }) => kind === 'sometimes').map((property) => property.id);
  if (known.includes(id)) return { id, path };
  const isPromise = [...ENGINE_PROPERTIES, ...CORE_PROPERTIES, ...situations].some((property) => property.id === id);
  findings.push(
    isPromise
      ? litmusConflict(`"${id}" is a promise, which is kept, not reached`, 'valid files keep all of them', where)
      : litmusUnknownProperty(id, known, where),
  );
  return undefined;
}
