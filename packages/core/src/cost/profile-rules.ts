import { findCycles } from '../errors/find-cycles.js';
import type { Finding } from '../errors/finding.js';
import {
  circularPrices,
  duplicateOperation,
  fittedWithoutRows,
  notOnePrice,
  unitMismatch,
  unknownTarget,
} from '../errors/messages/profile.js';
import type { CostRow, KnownOperation } from './cost-profile.js';

/** A well-formed row and its place in the profile. */
export interface PlacedRow {
  readonly row: CostRow;
  readonly path: string;
}

export interface RuleInput {
  readonly rows: readonly PlacedRow[];
  readonly operations: readonly KnownOperation[];
  /** Operations of all rows, also of those that are malformed otherwise. */
  readonly listed: readonly string[];
}

type Rule = (input: RuleInput) => readonly Finding[];

const oneRowPerOperation: Rule = ({ rows }) => {
  const first = new Map<string, string>();
  return rows.flatMap(({ row: { operation }, path }) => {
    const earlier = first.get(operation);
    if (earlier !== undefined) return [duplicateOperation(operation, earlier, { path })];
    first.set(operation, path);
    return [];
  });
};

const onePricePerRow: Rule = ({ rows }) =>
  rows
    .filter(({ row }) => (row.ns === undefined) === (row.relativeTo === undefined))
    .map(({ row, path }) => notOnePrice(row.operation, row.ns === undefined ? 'neither' : 'both', { path }));

const fittedRowsNameThePublished: Rule = ({ rows }) =>
  rows
    .filter(({ row }) => row.confidence === 'fitted' && row.fits === undefined)
    .map(({ row, path }) => fittedWithoutRows(row.operation, { path }));

const targetsAreKnown: Rule = ({ rows, operations, listed }) => {
  const known = [...new Set([...listed, ...operations.map(({ name }) => name)])];
  return rows.flatMap(({ row: { relativeTo }, path }) =>
    relativeTo === undefined || known.includes(relativeTo.operation)
      ? []
      : [unknownTarget(relativeTo.operation, known, { path: `${path}.relativeTo.operation` })],
  );
};

const noPriceRestsOnItself: Rule = ({ rows }) => {
  const paths = new Map(rows.map(({ row, path }) => [row.operation, path]));
  return priceCycles(rows.map(({ row }) => row)).map((chain) =>
    circularPrices(chain, { path: `${paths.get(chain[0] as string)}.relativeTo` }),
  );
};

const unitsAgree: Rule = ({ rows, operations }) => {
  const units = new Map(operations.map(({ name, unit }) => [name, unit]));
  return rows.flatMap(({ row: { operation, unit }, path }) => {
    const declared = units.get(operation) ?? unit;
    return declared === unit ? [] : [unitMismatch(operation, unit, declared, { path: `${path}.unit` })];
  });
};

/** All run, and all that they find is reported together. */
export const profileRules: readonly Rule[] = [
  oneRowPerOperation,
  onePricePerRow,
  fittedRowsNameThePublished,
  targetsAreKnown,
  noPriceRestsOnItself,
  unitsAgree,
];

/** Operations whose prices are stated relative to each other, as chains that begin and end with the same one. */
export function priceCycles(rows: Iterable<CostRow>): string[][] {
  const targets = [...rows].map(
    ({ operation, relativeTo }) => [operation, relativeTo ? [relativeTo.operation] : []] as const,
  );
  return findCycles(new Map(targets));
}
