import { cardinality, type Declarations, type Field } from './declare.js';
import { PageCodec } from './page-codec.js';

/** Where one field lives in the packed buffer: `width` bits, little endian, from bit `offset` on. */
export interface FieldSlot {
  readonly path: string;
  readonly field: Field;
  readonly offset: number;
  readonly width: number;
}

/** Where one page array lives: `width` bits for each page, from bit `offset` on. */
export interface PageSlot {
  readonly name: string;
  readonly codec: PageCodec;
  readonly offset: number;
  readonly width: number;
  readonly count: number;
}

/** The packed form of a set of declarations: scalars first, page arrays behind them. */
export interface StateLayout {
  readonly declarations: Declarations;
  readonly slots: ReadonlyMap<string, FieldSlot>;
  readonly pages: ReadonlyMap<string, PageSlot>;
  readonly scalarBytes: number;
  readonly totalBytes: number;
  readonly totalBits: number;
}

/** Whether fields share bytes: less to store and to compare, a little more work for each access. */
export type Packing = 'bytes' | 'bits';

const RESERVED = /^[#_]|^(constructor|prototype)$/;

/** Assigns offsets in the order of declaration; a list is a length followed by its slots. */
export function createLayout(declarations: Declarations, packing: Packing = 'bytes'): StateLayout {
  const slots = new Map<string, FieldSlot>();
  const pages = new Map<string, PageSlot>();
  let offset = 0;
  const place = (path: string, field: Field): void => {
    const width = widthOf(path, cardinality(field, path), packing);
    // What is read byte by byte begins with a byte.
    if (width > LONGEST) offset = aligned(offset, 8);
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
  const scalarBytes = Math.ceil(offset / 8);
  for (const [name, declaration] of Object.entries(declarations)) {
    if (declaration.kind !== 'pages') continue;
    const codec = new PageCodec(name, declaration.fields);
    const width = pageWidth(codec.states, packing);
    offset = aligned(offset, Math.min(8, width));
    pages.set(name, { name, codec, offset, width, count: declaration.count });
    offset += width * declaration.count;
  }
  return { declarations, slots, pages, scalarBytes, totalBytes: Math.ceil(offset / 8), totalBits: offset };
}

/** Bits of a field that may begin anywhere. */
const LONGEST = 16;

const aligned = (offset: number, bits: number): number => Math.ceil(offset / bits) * bits;

function widthOf(path: string, values: number, packing: Packing): number {
  let bits = 1;
  for (let limit = 2; limit < values; limit *= 2) bits++;
  if (bits > 48) throw new RangeError(`${path} has ${values} values, too many to store them exactly`);
  return packing === 'bits' && bits <= LONGEST ? bits : aligned(bits, 8);
}

/** A power of two, so that no page lies in two bytes in part. */
function pageWidth(states: number, packing: Packing): number {
  let width = packing === 'bits' ? 1 : 8;
  while (2 ** width < states) width *= 2;
  return width;
}
