import { fieldCodec } from './field-codec.js';
import type { FieldSlot } from './layout.js';
import type { Cell } from './page-store.js';

/** How one field of packed state is read and written, as an accessor property. A value that does not fit throws. */
export interface FieldAccess {
  readonly get: () => unknown;
  readonly set: (value: unknown) => void;
}

/**
 * One maker for each kind of field, although one would do: the walker reads and writes fields millions of times a second, and
 * only code that is not shared between kinds is compiled into the steps that use it.
 */
export function fieldAccess(slot: FieldSlot, cell: Cell): FieldAccess {
  const { kind } = slot.field;
  const { width } = slot;
  const bit = slot.offset % 8;
  if (bit + width > 16) return wide(slot, cell);
  if (bit + width > 8) return kind === 'number' || kind === 'page' ? words(slot, cell) : wide(slot, cell);
  if (kind === 'flag') return flags(slot, cell);
  return kind === 'name' ? names(slot, cell) : bytes(slot, cell);
}

const maskOf = (width: number): number => (1 << width) - 1;

function flags({ path, field, offset }: FieldSlot, cell: Cell): FieldAccess {
  const { encode } = fieldCodec(path, field);
  const at = offset >> 3;
  const bit = 1 << (offset & 7);
  return {
    get: () => ((cell.bytes[at] as number) & bit) !== 0,
    set: (value) => {
      const on = value === true || (value !== false && encode(value) === 1);
      const byte = cell.bytes[at] as number;
      cell.bytes[at] = on ? byte | bit : byte & ~bit;
    },
  };
}

function names({ path, field, offset, width }: FieldSlot, cell: Cell): FieldAccess {
  const { encode } = fieldCodec(path, field);
  const list = field.kind === 'name' ? field.names : [];
  const at = offset >> 3;
  const shift = offset & 7;
  const mask = maskOf(width);
  const others = ~(mask << shift);
  return {
    get: () => list[((cell.bytes[at] as number) >> shift) & mask] as string,
    set: (value) => {
      cell.bytes[at] = ((cell.bytes[at] as number) & others) | (encode(value) << shift);
    },
  };
}

function bytes({ path, field, offset, width }: FieldSlot, cell: Cell): FieldAccess {
  const { encode, decode } = fieldCodec(path, field);
  const min = decode(0) as number;
  const at = offset >> 3;
  const shift = offset & 7;
  const mask = maskOf(width);
  const others = ~(mask << shift);
  return {
    get: () => (((cell.bytes[at] as number) >> shift) & mask) + min,
    set: (value) => {
      cell.bytes[at] = ((cell.bytes[at] as number) & others) | (encode(value) << shift);
    },
  };
}

/** In two bytes. */
function words({ path, field, offset, width }: FieldSlot, cell: Cell): FieldAccess {
  const { encode, decode } = fieldCodec(path, field);
  const min = decode(0) as number;
  const at = offset >> 3;
  const shift = offset & 7;
  const mask = maskOf(width);
  const others = ~(mask << shift);
  return {
    get: () => ((((cell.bytes[at] as number) | ((cell.bytes[at + 1] as number) << 8)) >> shift) & mask) + min,
    set: (value) => {
      const code = encode(value) << shift;
      const { bytes } = cell;
      const changed = (((bytes[at] as number) | ((bytes[at + 1] as number) << 8)) & others) | code;
      bytes[at] = changed & 0xff;
      bytes[at + 1] = changed >> 8;
    },
  };
}

function wide({ path, field, offset, width }: FieldSlot, cell: Cell): FieldAccess {
  const { decode, encode } = fieldCodec(path, field);
  return {
    get: () => decode(readCode(cell.bytes, offset, width)),
    set: (value) => writeCode(cell.bytes, offset, width, encode(value)),
  };
}

/** Reads a little-endian code of `width` bits from bit `offset` on: of up to 16 bits, or of whole bytes. */
export function readCode(bytes: Uint8Array, offset: number, width: number): number {
  const at = offset >> 3;
  if (width <= 16) return (threeBytes(bytes, at) >> (offset & 7)) & maskOf(width);
  let code = 0;
  for (let i = width / 8 - 1; i >= 0; i--) code = code * 256 + (bytes[at + i] as number);
  return code;
}

export function writeCode(bytes: Uint8Array, offset: number, width: number, code: number): void {
  const at = offset >> 3;
  if (width > 16) {
    let rest = code;
    for (let i = 0; i < width / 8; i++) {
      bytes[at + i] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    return;
  }
  const shift = offset & 7;
  const changed = (threeBytes(bytes, at) & ~(maskOf(width) << shift)) | (code << shift);
  // Only the bytes that have a part of it.
  for (let i = 0; 8 * i < shift + width; i++) bytes[at + i] = (changed >> (8 * i)) & 0xff;
}

/** Behind the end there are zeroes. */
const threeBytes = (bytes: Uint8Array, at: number): number =>
  (bytes[at] as number) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
