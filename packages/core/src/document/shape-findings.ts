import type { z } from 'zod';
import type { Finding, Where } from '../errors/finding.js';
import { keyOf, type Path, type Places, placeOf } from './places.js';

type Issue = z.core.$ZodIssue;

/** A schema, and how what does not follow it is called. */
export interface ShapeForm {
  readonly schema: z.ZodType;
  readonly invalid: (problem: string, where?: Where, hint?: string) => Finding;
  readonly missing: (what: string, hint: string, where?: Where) => Finding;
  readonly unknownKey: (key: string, known: readonly string[], where?: Where) => Finding;
  /** The keys that would have been understood there. */
  readonly keysAt: (path: Path) => readonly string[];
  readonly missingHint: (path: Path) => string;
  /** What to write in the place of what was found there; undefined where nobody can guess. */
  readonly hintFor: (issue: Issue, found: unknown, path: Path) => string | undefined;
}

/** What is wrong with the form of a document, each with its place. */
export function shapeFindings(form: ShapeForm, data: unknown, places: Places): Finding[] {
  const { error } = form.schema.safeParse(data);
  return (error?.issues ?? []).flatMap((issue) => ofIssue(form, issue, [], data, places));
}

function ofIssue(form: ShapeForm, issue: Issue, above: Path, data: unknown, places: Places): Finding[] {
  const path = [...above, ...(issue.path as Path)];
  if (issue.code === 'invalid_union') {
    // Of the forms that the value could have had, the one whose kind it is; if there is one, its issues say more.
    const meant = issue.errors.find((issues) => issues.length > 0 && !issues.some(isAboutKind));
    if (meant !== undefined) return meant.flatMap((inner) => ofIssue(form, inner, path, data, places));
  }
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => form.unknownKey(key, form.keysAt(path), keyOf(places, [...path, key])));
  const found = valueAt(data, path);
  if (found === undefined)
    return [form.missing(`"${String(path.at(-1))}"`, form.missingHint(path), placeOf(places, path))];
  if (issue.code === 'invalid_key')
    return issue.issues.map(({ message }) => form.invalid(message, keyOf(places, path)));
  return [form.invalid(sayIssue(issue), placeOf(places, path), form.hintFor(issue, found, path))];
}

/** Whether a form was not even meant: the value is of another kind. */
const isAboutKind = ({ code, path }: Issue): boolean =>
  path.length === 0 && (code === 'invalid_type' || code === 'invalid_union');

/** More of them are said in the hint only. */
const MOST_VALUES_SAID = 9;

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
      return issue.values.length > MOST_VALUES_SAID
        ? 'expected one of the words in the hint'
        : `expected ${issue.values.map(String).join(' or ')}`;
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
