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
  if (slot.width > 2) return wide(slot, cell);
  if (kind === 'flag') return flags(slot, cell);
  if (kind === 'name') return slot.width === 1 ? names(slot, cell) : wide(slot, cell);
  return slot.width === 1 ? bytes(slot, cell) : words(slot, cell);
}

function flags({ path, field, offset }: FieldSlot, cell: Cell): FieldAccess {
  const { encode } = fieldCodec(path, field);
  return {
    get: () => cell.bytes[offset] === 1,
    set: (value) => {
      cell.bytes[offset] = value === true ? 1 : value === false ? 0 : encode(value);
    },
  };
}

function names({ path, field, offset }: FieldSlot, cell: Cell): FieldAccess {
  const { encode } = fieldCodec(path, field);
  const list = field.kind === 'name' ? field.names : [];
  return {
    get: () => list[cell.bytes[offset] as number] as string,
    set: (value) => {
      cell.bytes[offset] = encode(value);
    },
  };
}

function bytes({ path, field, offset }: FieldSlot, cell: Cell): FieldAccess {
  const { encode, decode } = fieldCodec(path, field);
  const min = decode(0) as number;
  return {
    get: () => (cell.bytes[offset] as number) + min,
    set: (value) => {
      cell.bytes[offset] = encode(value);
    },
  };
}

function words({ path, field, offset }: FieldSlot, cell: Cell): FieldAccess {
  const { encode, decode } = fieldCodec(path, field);
  const min = decode(0) as number;
  return {
    get: () => ((cell.bytes[offset] as number) | ((cell.bytes[offset + 1] as number) << 8)) + min,
    set: (value) => {
      const code = encode(value);
      cell.bytes[offset] = code & 0xff;
      cell.bytes[offset + 1] = code >> 8;
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

/** Reads a little-endian code of up to six bytes. */
export function readCode(bytes: Uint8Array, offset: number, width: number): number {
  if (width === 1) return bytes[offset] as number;
  let code = 0;
  for (let i = width - 1; i >= 0; i--) code = code * 256 + (bytes[offset + i] as number);
  return code;
}

export function writeCode(bytes: Uint8Array, offset: number, width: number, code: number): void {
  if (width === 1) {
    bytes[offset] = code;
    return;
  }
  let rest = code;
  for (let i = 0; i < width; i++) {
    bytes[offset + i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
}
