import type { z } from 'zod';

type Data = Record<string | number, unknown>;
type Issue = z.core.$ZodIssue;

/** Enough rounds for any file of the allowed size: each takes at least one thing away. */
const MOST_ROUNDS = 1_000;

/**
 * As much of some data as is well formed, so that what it names can be looked at although something in it is not: what an issue
 * points to is left out, again and again. Undefined where too little is left. Does not change `data`.
 */
export function wellFormedPart<T>(schema: z.ZodType<T>, data: object): T | undefined {
  const part = structuredClone(data) as Data;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { success, error, data: parsed } = schema.safeParse(part);
    if (success) return parsed;
    const left = error.issues.flatMap(culprits).map((path) => leaveOut(part, path));
    if (!left.includes(true)) return undefined;
  }
  return undefined;
}

/** What to leave out: a key that nobody knows, or the value that is wrong. */
function culprits(issue: Issue): PropertyKey[][] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...issue.path, key]);
  const deeper = issue.code === 'invalid_union' ? issue.errors.flat() : [];
  const keys = deeper.flatMap((inner) => (inner.code === 'unrecognized_keys' ? culprits(inner) : []));
  return keys.length > 0 ? keys.map((path) => [...issue.path, ...path]) : [[...issue.path]];
}

/** Leaves a value out; of a list or a form that cannot do without it, all of it. */
function leaveOut(data: Data, path: readonly PropertyKey[]): boolean {
  for (let length = path.length; length > 0; length--) {
    const holder = path
      .slice(0, length - 1)
      .reduce<unknown>((at, key) => (isData(at) ? at[key as string] : undefined), data);
    const key = path[length - 1] as string;
    if (!isData(holder) || Array.isArray(holder) || !Object.hasOwn(holder, key)) continue;
    delete holder[key];
    return true;
  }
  return false;
}

const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null;
