import { type Finding, locate, type Where } from '../errors/finding.js';
import { formatPath } from '../errors/format-path.js';
import { InputError } from '../errors/input-error.js';
import { invalidProfile, profileVersion, unknownProfileKey } from '../errors/messages/profile.js';
import {
  type CostProfile,
  costProfileSchema,
  costProfileVersion,
  costRowSchema,
  type KnownOperation,
} from './cost-profile.js';
import { type PlacedRow, profileRules } from './profile-rules.js';

type Issue = ReturnType<typeof costProfileSchema.safeParse> extends { error?: { issues: (infer I)[] } } ? I : never;

/**
 * Checks the data of a cost profile. `operations` are those that the profile may be about: a price can be relative to one
 * that no row lists (its price may be assumed later), and units must be the declared ones.
 *
 * @returns the profile, frozen
 * @throws InputError (CVM_PROFILE_...) with everything that is wrong, each with its JSON path
 */
export function parseCostProfile(data: unknown, operations: readonly KnownOperation[], where: Where = {}): CostProfile {
  const refuse = (findings: readonly Finding[]) => new InputError(findings.map((found) => locate(found, where)));
  const version = property(data, 'schemaVersion');
  if (version !== undefined && version !== costProfileVersion)
    throw refuse([profileVersion(version, costProfileVersion, { path: 'schemaVersion' })]);

  const parsed = costProfileSchema.safeParse(data, {
    error: ({ input }) => (input === undefined ? 'this is required' : undefined),
  });
  const input = { rows: wellFormedRows(data), operations, listed: listedOperations(data) };
  const findings = [
    ...(parsed.error?.issues ?? []).flatMap(shapeFindings),
    ...profileRules.flatMap((rule) => rule(input)),
  ];
  if (!parsed.success || findings.length > 0) throw refuse(findings);
  return parsed.data;
}

function shapeFindings(issue: Issue): Finding[] {
  const path = formatPath(issue.path);
  if (issue.code !== 'unrecognized_keys') return [invalidProfile(issue.message, { path })];
  return issue.keys.map((key) => unknownProfileKey(key, keysAt(issue.path), { path }));
}

function keysAt(path: readonly PropertyKey[]): string[] {
  const row = costRowSchema.unwrap().shape;
  if (path.length === 0) return Object.keys(costProfileSchema.unwrap().shape);
  return Object.keys(path.length === 2 ? row : row.relativeTo.unwrap().unwrap().shape);
}

function wellFormedRows(data: unknown): PlacedRow[] {
  return rawRows(data).flatMap((raw, index) => {
    const { data: row } = costRowSchema.safeParse(raw);
    return row === undefined ? [] : [{ row, path: `rows[${index}]` }];
  });
}

function listedOperations(data: unknown): string[] {
  return rawRows(data)
    .map((row) => property(row, 'operation'))
    .filter((operation) => typeof operation === 'string');
}

function rawRows(data: unknown): unknown[] {
  const rows = property(data, 'rows');
  return Array.isArray(rows) ? rows : [];
}

function property(data: unknown, key: string): unknown {
  return typeof data === 'object' && data !== null ? (data as Record<string, unknown>)[key] : undefined;
}
