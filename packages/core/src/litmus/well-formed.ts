import type { z } from 'zod';
import { type LitmusFile, litmusSchema, litmusVersion } from './litmus-schema.js';

type Data = Record<string | number, unknown>;
type Issue = z.core.$ZodIssue;

/** Enough rounds for any file of the allowed size: each takes at least one thing away. */
const MOST_ROUNDS = 1_000;

/**
 * As much of a file as is well formed, so that what it names can be looked at although something in it is not: what an issue
 * points to is left out, again and again. Undefined where nothing is left that says which architecture it is about.
 */
export function wellFormedPart(data: unknown): Partial<LitmusFile> | undefined {
  if (!isData(data) || typeof data['arch'] !== 'string') return undefined;
  const part = structuredClone(data);
  const { success: hasName } = litmusSchema.shape.name.safeParse(data['name']);
  Object.assign(part, { litmus: litmusVersion, ...(!hasName && { name: 'unnamed' }) });
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { success, error, data: parsed } = litmusSchema.safeParse(part);
    if (success) return parsed;
    for (const issue of error.issues) for (const path of culprits(issue)) leaveOut(part, path);
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
function leaveOut(data: Data, path: readonly PropertyKey[]): void {
  for (let length = path.length; length > 0; length--) {
    const holder = path
      .slice(0, length - 1)
      .reduce<unknown>((at, key) => (isData(at) ? at[key as string] : undefined), data);
    const key = path[length - 1] as string;
    if (!isData(holder) || Array.isArray(holder) || !Object.hasOwn(holder, key)) continue;
    delete holder[key];
    return;
  }
}

const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null;
