import { BoundedList, type ListSlots } from './bounded-list.js';
import type {
  Declarations,
  Field,
  Fields,
  ListDeclaration,
  PagesDeclaration,
  RecordDeclaration,
  RecordsDeclaration,
  RecordView,
  ValueOf,
} from './declare.js';
import { fieldAccess, readCode, writeCode } from './field-access.js';
import { type FieldCodec, fieldCodec } from './field-codec.js';
import type { FieldSlot, PageSlot, StateLayout } from './layout.js';
import { PageArray } from './page-array.js';
import { BitPageStore, BytePageStore, type Cell, type PageStore, WordPageStore } from './page-store.js';

type ViewOf<D> =
  D extends RecordDeclaration<infer F>
    ? RecordView<F>
    : D extends RecordsDeclaration<infer F>
      ? readonly RecordView<F>[]
      : D extends ListDeclaration<infer F>
        ? BoundedList<ValueOf<F>>
        : D extends PagesDeclaration<infer F>
          ? PageArray<F>
          : never;

type ScalarKeys<D> = { [K in keyof D]: D[K] extends Field ? K : never }[keyof D];

/** The readable, range-checked view of declared state: `s.vm.handle`, `s.config[1].cpus`, `s.page.at(3).owner`, `s.count`. */
export type StateView<D extends Declarations> = { -readonly [K in ScalarKeys<D>]: ValueOf<D[K]> } & {
  readonly [K in Exclude<keyof D, ScalarKeys<D>>]: ViewOf<D[K]>;
};

/** Packed state: the bytes, and the view over them. The cells can be exchanged or emptied by an executor. */
export interface PackedState<D extends Declarations = Declarations> {
  readonly layout: StateLayout;
  readonly view: StateView<D>;
  readonly scalars: Cell;
  readonly pageCell: Cell;
  readonly pages: ReadonlyMap<string, PageArray>;
}

export type PageStoreFactory = (slot: PageSlot) => PageStore;

/**
 * Builds the view of a layout over `bytes` (fresh by default; code 0 is every field's initial value, so zeroed bytes need no work). An executor
 * that keeps page states elsewhere hands over its own stores.
 */
export function createState<D extends Declarations>(
  layout: StateLayout,
  bytes?: Uint8Array,
  stores?: PageStoreFactory,
): PackedState<D> {
  const buffer = bytes ?? new Uint8Array(stores === undefined ? layout.totalBytes : layout.scalarBytes);
  const scalars: Cell = { bytes: buffer };
  const pageCell: Cell = { bytes: buffer };
  const storeOf = stores ?? ((slot: PageSlot) => packedStore(slot, pageCell));
  const pages = new Map<string, PageArray>();
  const view = emptyView();
  for (const [name, declaration] of Object.entries(layout.declarations)) {
    switch (declaration.kind) {
      case 'record':
        view[name] = recordView(layout, scalars, name, declaration.fields);
        break;
      case 'records':
        view[name] = Object.freeze(
          Array.from({ length: declaration.count }, (_, i) =>
            recordView(layout, scalars, `${name}[${i}]`, declaration.fields),
          ),
        );
        break;
      case 'list':
        view[name] = new BoundedList(name, listSlots(layout, scalars, name, declaration));
        break;
      case 'pages': {
        const slot = layout.pages.get(name) as PageSlot;
        const array = new PageArray(slot.codec, storeOf(slot));
        pages.set(name, array);
        view[name] = array;
        break;
      }
      default:
        defineField(view, name, layout.slots.get(name) as FieldSlot, scalars);
    }
  }
  return { layout, view: Object.freeze(view) as StateView<D>, scalars, pageCell, pages };
}

function packedStore({ offset, width, count }: PageSlot, cell: Cell): PageStore {
  if (width < 8) return new BitPageStore(cell, offset, count, width);
  return new (width === 8 ? BytePageStore : WordPageStore)(cell, offset / 8, count);
}

function recordView(layout: StateLayout, cell: Cell, prefix: string, fields: Fields): object {
  const view = emptyView();
  for (const name of Object.keys(fields))
    defineField(view, name, layout.slots.get(`${prefix}.${name}`) as FieldSlot, cell);
  return Object.freeze(view);
}

/**
 * An object of a shape of its own. Plain objects with accessors of the same names begin on one shape and part over their
 * functions; engines then turn all but the first into dictionaries, which are many times slower.
 */
function emptyView(): Record<string, unknown> {
  return Object.create(Object.create(Object.prototype) as object) as Record<string, unknown>;
}

function defineField(target: object, name: string, slot: FieldSlot, cell: Cell): void {
  Object.defineProperty(target, name, { enumerable: true, ...fieldAccess(slot, cell) });
}

function listSlots(layout: StateLayout, cell: Cell, name: string, declaration: ListDeclaration): ListSlots {
  const length = layout.slots.get(`${name}.length`) as FieldSlot;
  const slots = Array.from({ length: declaration.capacity }, (_, i) => layout.slots.get(`${name}[${i}]`) as FieldSlot);
  const codec: FieldCodec = fieldCodec(`${name}[]`, declaration.element);
  const at = (index: number): FieldSlot => slots[index] as FieldSlot;
  return {
    capacity: declaration.capacity,
    length: () => readCode(cell.bytes, length.offset, length.width),
    setLength: (value) => writeCode(cell.bytes, length.offset, length.width, value),
    get: (index) => codec.decode(readCode(cell.bytes, at(index).offset, at(index).width)),
    set: (index, value) => writeCode(cell.bytes, at(index).offset, at(index).width, codec.encode(value)),
    clear: (index) => writeCode(cell.bytes, at(index).offset, at(index).width, 0),
  };
}
