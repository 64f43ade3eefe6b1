import type { z } from 'zod';
import type { Path } from '../document/places.js';
import { choiceHint } from '../errors/nearest.js';
import { quote } from '../errors/quote.js';

type Issue = z.core.$ZodIssue;

/** What to write in the place of what was found there; undefined where nobody can guess. */
export function shapeHint(issue: Issue, found: unknown, path: Path): string | undefined {
  if (issue.code === 'invalid_value')
    return typeof found === 'string' ? choiceHint(found, issue.values.map(String)) : undefined;
  if (issue.code === 'invalid_format' && path[0] === 'name') return nameHint(String(found));
  if (issue.code !== 'invalid_type') return undefined;
  switch (issue.expected) {
    case 'string':
      return textHint(found);
    case 'array':
      return listHint(found, path);
    case 'object':
    case 'record':
      return keysHint(found, path);
    default:
      return undefined;
  }
}

function nameHint(found: string): string | undefined {
  const words = found.toLowerCase().match(/[a-z0-9]+/g);
  return words === null ? undefined : `write ${quote(words.join('-'))}`;
}

function textHint(found: unknown): string | undefined {
  if (typeof found === 'number') return 'put it in quotes: "5.10" is a name, 5.10 is the number 5.1';
  const [only] = Array.isArray(found) ? found : [];
  return typeof only === 'string' ? `name one alone: ${only}` : undefined;
}

function listHint(found: unknown, path: Path): string | undefined {
  if (isWord(found)) return `write [${found}], or a line that begins with "- "`;
  return isCalls(path) ? 'calls are a list, also a single one: [{ call: ... }]' : undefined;
}

function keysHint(found: unknown, path: Path): string | undefined {
  if (path.length === 0) return Array.isArray(found) ? 'a file has one test: write a file for each' : undefined;
  if (isWord(found) && typeof path.at(-1) === 'number') return `write { call: ${found} }`;
  if (Array.isArray(found)) return `write "name: value" in each line, without "- " in front of it`;
  return `write { name: value }`;
}

const isWord = (found: unknown): found is string | number => typeof found === 'string' || typeof found === 'number';

/** Whether the calls of an actor are here. */
const isCalls = (path: Path): boolean => path.at(-1) === 'do' || (path[0] === 'actors' && path.length === 2);
