import { cardinality, type Declarations, type Field } from './declare.js';
import { PageCodec } from './page-codec.js';

/** Where one field lives in the packed buffer: `width` bytes, little endian, from `offset`. */
export interface FieldSlot {
  readonly path: string;
  readonly field: Field;
  readonly offset: number;
  readonly width: number;
}

/** Where one page array lives. */
export interface PageSlot {
  readonly name: string;
  readonly codec: PageCodec;
  readonly offset: number;
  readonly width: 1 | 2;
  readonly count: number;
}

/** The packed form of a set of declarations: scalars first, page arrays behind them. */
export interface StateLayout {
  readonly declarations: Declarations;
  readonly slots: ReadonlyMap<string, FieldSlot>;
  readonly pages: ReadonlyMap<string, PageSlot>;
  readonly scalarBytes: number;
  readonly totalBytes: number;
}

const RESERVED = /^[#_]|^(constructor|prototype)$/;

/** Assigns offsets in the order of declaration; a list is a length followed by its slots. */
export function createLayout(declarations: Declarations): StateLayout {
  const slots = new Map<string, FieldSlot>();
  const pages = new Map<string, PageSlot>();
  let offset = 0;
  const place = (path: string, field: Field): void => {
    const width = widthOf(path, cardinality(field, path));
    slots.set(path, { path, field, offset, width });
    offset += width;
  };
  for (const [name, declaration] of Object.entries(declarations)) {
    if (RESERVED.test(name)) throw new RangeError(`"${name}" cannot be the name of a state field`);
    switch (declaration.kind) {
      case 'record':
        for (const [field, of] of Object.entries(declaration.fields)) place(`${name}.${field}`, of);
        break;
      case 'records':
        for (let i = 0; i < declaration.count; i++) {
          for (const [field, of] of Object.entries(declaration.fields)) place(`${name}[${i}].${field}`, of);
        }
        break;
      case 'list':
        place(`${name}.length`, { kind: 'number', min: 0, max: declaration.capacity });
        for (let i = 0; i < declaration.capacity; i++) place(`${name}[${i}]`, declaration.element);
        break;
      case 'pages':
        break;
      default:
        place(name, declaration);
    }
  }
  const scalarBytes = offset;
  for (const [name, declaration] of Object.entries(declarations)) {
    if (declaration.kind !== 'pages') continue;
    const codec = new PageCodec(name, declaration.fields);
    const width = codec.states <= 256 ? 1 : 2;
    pages.set(name, { name, codec, offset, width, count: declaration.count });
    offset += width * declaration.count;
  }
  return { declarations, slots, pages, scalarBytes, totalBytes: offset };
}

function widthOf(path: string, values: number): number {
  let width = 1;
  for (let limit = 256; limit < values; limit *= 256) width++;
  if (width > 6) throw new RangeError(`${path} has ${values} values, too many to store them exactly`);
  return width;
}
