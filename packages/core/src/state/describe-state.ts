import type { StateLayout } from './layout.js';
import type { PackedState } from './state.js';

/** One readable value per field: `{ 'vm.handle': 1, 'page[2].owner': 3, ... }`. For small machines: traces and error messages. */
export type StateDescription = ReadonlyMap<string, number | string | boolean>;

export function describeState(state: PackedState): StateDescription {
  const rows = new Map<string, number | string | boolean>();
  const view = state.view as Readonly<Record<string, unknown>>;
  for (const [name, declaration] of Object.entries(state.layout.declarations)) {
    switch (declaration.kind) {
      case 'record':
        addRecord(rows, name, view[name] as Row);
        break;
      case 'records':
        (view[name] as readonly Row[]).forEach((row, i) => {
          addRecord(rows, `${name}[${i}]`, row);
        });
        break;
      case 'list':
        rows.set(name, `[${(view[name] as { toArray(): unknown[] }).toArray().join(', ')}]`);
        break;
      case 'pages':
        addPages(rows, state, name);
        break;
      default:
        rows.set(name, view[name] as Value);
    }
  }
  return rows;
}

/** The fields in which two descriptions of the same layout differ. */
export function changedFields(
  before: StateDescription,
  after: StateDescription,
): { field: string; from: Value; to: Value }[] {
  const changes: { field: string; from: Value; to: Value }[] = [];
  for (const [field, to] of after) {
    const from = before.get(field) as Value;
    if (from !== to) changes.push({ field, from, to });
  }
  return changes;
}

type Value = number | string | boolean;
type Row = Readonly<Record<string, Value>>;

function addRecord(rows: Map<string, Value>, prefix: string, record: Row): void {
  for (const [field, value] of Object.entries(record)) rows.set(`${prefix}.${field}`, value);
}

function addPages(rows: Map<string, Value>, state: PackedState, name: string): void {
  const array = state.pages.get(name);
  const slot = (state.layout as StateLayout).pages.get(name);
  if (array === undefined || slot === undefined) return;
  for (let page = 0; page < array.length; page++) {
    addRecord(rows, `${name}[${page}]`, slot.codec.decode(array.store.get(page)) as Row);
  }
}
