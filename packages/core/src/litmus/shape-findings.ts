import { type Path, type Places, placeOf } from '../document/places.js';
import { shapeFindings as findingsOfShape, type ShapeForm } from '../document/shape-findings.js';
import type { Finding } from '../errors/finding.js';
import { litmusInvalid, litmusMissing, litmusUnknownKey } from '../errors/messages/litmus.js';
import { litmusSchema } from './litmus-schema.js';
import { shapeHint } from './shape-hints.js';

const form: ShapeForm = {
  schema: litmusSchema,
  invalid: litmusInvalid,
  missing: litmusMissing,
  unknownKey: litmusUnknownKey,
  keysAt,
  missingHint: (path) =>
    path.length === 1 ? 'each litmus file begins with litmus, name and arch' : 'nothing is assumed in its place',
  hintFor: shapeHint,
};

/** What is wrong with the form of a litmus file, each with its place. */
export function shapeFindings(data: unknown, places: Places): Finding[] {
  if (isForeign(data)) return [litmusMissing('"litmus"', FOREIGN, placeOf(places, []))];
  return findingsOfShape(form, data, places);
}

const FOREIGN =
  'this does not look like a litmus file: it begins with litmus, name and arch; docs/litmus.md has examples';

/** Whether nothing in a document is ours: it was not meant for us. */
const isForeign = (data: unknown): boolean =>
  typeof data === 'object' &&
  data !== null &&
  !Array.isArray(data) &&
  Object.keys(data).length > 0 &&
  !Object.keys(data).some((key) => Object.hasOwn(litmusSchema.shape, key));

/** The keys that would have been understood. */
function keysAt(path: Path): string[] {
  const { machine, do: calls } = litmusSchema.shape;
  if (path.length === 0) return Object.keys(litmusSchema.shape).filter((key) => key !== '$schema');
  if (path[0] === 'machine') return Object.keys(machine.unwrap().shape);
  if (path.at(-2) === 'faults') return path[0] === 'faults' ? ['fault', 'times'] : ['fault', 'chance'];
  if (path[0] === 'actors' && path.length === 2) return ['daemon', 'do'];
  return Object.keys(calls.unwrap().element.shape);
}
