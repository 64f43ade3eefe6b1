import { listOverflow } from '../errors/messages/author.js';

/** Storage of a bounded list: a length and slots; unused slots are kept at code 0 so that equal lists have equal bytes. */
export interface ListSlots {
  readonly capacity: number;
  length(): number;
  setLength(length: number): void;
  get(index: number): number | string | boolean;
  set(index: number, value: unknown): void;
  clear(index: number): void;
}

/** A bounded list of plain values, in order. */
export class BoundedList<T = number> {
  readonly #path: string;
  readonly #slots: ListSlots;

  constructor(path: string, slots: ListSlots) {
    this.#path = path;
    this.#slots = slots;
  }

  get length(): number {
    return this.#slots.length();
  }

  get(index: number): T | undefined {
    return index >= 0 && index < this.length ? (this.#slots.get(index) as T) : undefined;
  }

  includes(value: T): boolean {
    return this.toArray().includes(value);
  }

  toArray(): T[] {
    return Array.from({ length: this.length }, (_, index) => this.#slots.get(index) as T);
  }

  push(value: T): void {
    const { length } = this;
    if (length === this.#slots.capacity) throw listOverflow(this.#path, this.#slots.capacity);
    this.#slots.set(length, value);
    this.#slots.setLength(length + 1);
  }

  /** Removes and returns the first value; undefined when empty. */
  shift(): T | undefined {
    const first = this.get(0);
    if (first !== undefined) this.removeAt(0);
    return first;
  }

  /** Removes the first occurrence; false when there is none. */
  remove(value: T): boolean {
    const index = this.toArray().indexOf(value);
    if (index >= 0) this.removeAt(index);
    return index >= 0;
  }

  /** @throws RangeError if there is no value at `index` */
  removeAt(index: number): void {
    const { length } = this;
    if (!Number.isInteger(index) || index < 0 || index >= length)
      throw new RangeError(`${this.#path}[${index}]: no such value (there are ${length})`);
    for (let i = index; i + 1 < length; i++) this.#slots.set(i, this.#slots.get(i + 1));
    this.#slots.clear(length - 1);
    this.#slots.setLength(length - 1);
  }
}
