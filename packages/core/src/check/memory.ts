/** Thrown where the machine has no memory left for what a walk has to remember. */
export class OutOfMemory extends Error {
  constructor() {
    super('no memory left');
    this.name = 'OutOfMemory';
  }
}

/** Bytes of a word. */
export const WORD = Int32Array.BYTES_PER_ELEMENT;

/**
 * Bytes of an entry in a map of numbers, as engines keep it: key, value, the next one, half a bucket; and when a map is full,
 * those of another one twice as large beside it.
 */
export const MAP_ENTRY = 84;

/** @throws OutOfMemory */
export const allocateWords = (length: number): Int32Array<ArrayBuffer> => allocated(() => new Int32Array(length));

/** @throws OutOfMemory */
export const allocateBytes = (length: number): Uint8Array<ArrayBuffer> => allocated(() => new Uint8Array(length));

/** Engines say with a RangeError that there is no memory for an array, or that none is ever that long. */
function allocated<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) throw new OutOfMemory();
    throw error;
  }
}
