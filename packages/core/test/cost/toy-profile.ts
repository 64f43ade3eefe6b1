import type { CostRow, KnownOperation } from '../../src/cost/index.js';

export const operations: readonly KnownOperation[] = [
  { name: 'destroy-page', unit: 'page' },
  { name: 'export-page', unit: 'page' },
  { name: 'clean-line', unit: 'line' },
  { name: 'free-page', unit: 'page' },
];

type Data = Record<string, unknown>;

/** A sound row as it stands in JSON; `changes` spoil it. A key that is changed to undefined is left out. */
export function row(operation: string, changes: Data = { ns: 100 }): Data {
  const unit = operations.find(({ name }) => name === operation)?.unit ?? 'call';
  return pruned({ operation, unit, source: 'a test', confidence: 'measured', ...changes });
}

export function profile(rows: readonly unknown[], changes: Data = {}): Data {
  const head = { schemaVersion: 1, id: 'toy-machine', arch: 'toy', machine: 'Toy', summary: 'Made up.' };
  return pruned({ ...head, rows, ...changes });
}

function pruned(data: Data): Data {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
}

/** Rows that were checked by the compiler, not by the parser. */
export function costRow(operation: string, price: Partial<CostRow>): CostRow {
  return { operation, unit: 'page', source: 'a test', confidence: 'measured', ...price };
}
