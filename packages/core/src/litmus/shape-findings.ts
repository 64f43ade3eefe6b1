import type { z } from 'zod';
import type { Finding } from '../errors/finding.js';
import { litmusInvalid, litmusMissing, litmusUnknownKey } from '../errors/messages/litmus.js';
import { litmusSchema } from './litmus-schema.js';
import { keyOf, type Path, type Places, placeOf } from './places.js';
import { shapeHint } from './shape-hints.js';

type Issue = z.core.$ZodIssue;

/** What is wrong with the form of a document, each with its place. */
export function shapeFindings(data: unknown, places: Places): Finding[] {
  if (isForeign(data)) return [litmusMissing('"litmus"', FOREIGN, placeOf(places, []))];
  const { error } = litmusSchema.safeParse(data);
  return (error?.issues ?? []).flatMap((issue) => ofIssue(issue, [], data, places));
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

function ofIssue(issue: Issue, above: Path, data: unknown, places: Places): Finding[] {
  const path = [...above, ...(issue.path as Path)];
  if (issue.code === 'invalid_union') {
    // Of the forms that the value could have had, the one whose kind it is; if there is one, its issues say more.
    const meant = issue.errors.find((issues) => issues.length > 0 && !issues.some(isAboutKind));
    if (meant !== undefined) return meant.flatMap((inner) => ofIssue(inner, path, data, places));
  }
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => litmusUnknownKey(key, keysAt(path), keyOf(places, [...path, key])));
  const found = valueAt(data, path);
  if (found === undefined) return [litmusMissing(`"${String(path.at(-1))}"`, missingHint(path), placeOf(places, path))];
  if (issue.code === 'invalid_key')
    return issue.issues.map(({ message }) => litmusInvalid(message, keyOf(places, path)));
  return [litmusInvalid(sayIssue(issue), placeOf(places, path), shapeHint(issue, found, path))];
}

/** Whether a form was not even meant: the value is of another kind. */
const isAboutKind = ({ code, path }: Issue): boolean =>
  path.length === 0 && (code === 'invalid_type' || code === 'invalid_union');

const missingHint = (path: Path): string =>
  path.length === 1 ? 'each litmus file begins with litmus, name and arch' : 'nothing is assumed in its place';

const KINDS: Readonly<Record<string, string>> = {
  string: 'a name or a text',
  array: 'a list',
  object: 'keys with their values',
  record: 'keys with their values',
  boolean: 'true or false',
  number: 'a number',
  int: 'a whole number',
};

function sayIssue(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `expected ${issue.values.map(String).join(' or ')}`;
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `expected at least ${issue.minimum}`
        : 'expected something, and this is empty';
    case 'too_big':
      return `expected at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

function valueAt(data: unknown, path: Path): unknown {
  let at: unknown = data;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string | number, unknown>)[key];
  }
  return at;
}

/** The keys that would have been understood. */
function keysAt(path: Path): string[] {
  const { machine, do: calls } = litmusSchema.shape;
  if (path.length === 0) return Object.keys(litmusSchema.shape).filter((key) => key !== '$schema');
  if (path[0] === 'machine') return Object.keys(machine.unwrap().shape);
  if (path.at(-2) === 'faults') return path[0] === 'faults' ? ['fault', 'times'] : ['fault', 'chance'];
  if (path[0] === 'actors' && path.length === 2) return ['daemon', 'do'];
  return Object.keys(calls.unwrap().element.shape);
}
