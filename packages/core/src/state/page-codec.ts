import { cardinality, type Fields, type RecordView } from './declare.js';
import { type FieldCodec, fieldCodec } from './field-codec.js';

/** The most states that one page array may have. */
export const MAX_PAGE_STATES = 65_536;

/** Arrays of at most this many states have tables of their fields. */
const TABULATED = 4096;

export type PageRecord = Readonly<Record<string, number | string | boolean>>;

/**
 * Codes a page's record of fields as one integer (mixed radix, first field fastest; 0 is the initial state). Records are
 * decoded once and frozen, so that tables over page states can be built by calling a function once per state.
 */
export class PageCodec {
  readonly states: number;
  readonly names: readonly string[];
  readonly #radix: readonly number[];
  readonly #weight: readonly number[];
  readonly #codecs: readonly FieldCodec[];
  readonly #records: (PageRecord | undefined)[];
  /** Value and digit of each field by code, digits by value, for arrays of few states: the walker asks millions of times. */
  readonly #values: (readonly (number | string | boolean)[] | undefined)[] = [];
  readonly #digits: (Uint16Array | undefined)[] = [];
  readonly #codes: (ReadonlyMap<unknown, number> | undefined)[] = [];

  constructor(
    readonly array: string,
    readonly fields: Fields,
  ) {
    this.names = Object.keys(fields);
    const radix: number[] = [];
    const weight: number[] = [];
    let states = 1;
    for (const name of this.names) {
      const size = cardinality(fields[name] as Fields[string], `${array}.${name}`);
      radix.push(size);
      weight.push(states);
      states *= size;
    }
    if (states > MAX_PAGE_STATES)
      throw new RangeError(`page array "${array}" declares ${states} states, at most ${MAX_PAGE_STATES} are possible`);
    this.states = states;
    this.#radix = radix;
    this.#weight = weight;
    this.#codecs = this.names.map((name) => fieldCodec(`${array}.${name}`, fields[name] as Fields[string]));
    this.#records = new Array<PageRecord | undefined>(states);
  }

  /** The frozen record of a code. */
  decode<F extends Fields>(code: number): Readonly<RecordView<F>> {
    let record = this.#records[code];
    if (record === undefined) {
      record = Object.freeze(Object.fromEntries(this.names.map((name, i) => [name, this.field(code, i)])));
      this.#records[code] = record;
    }
    return record as Readonly<RecordView<F>>;
  }

  encode(record: PageRecord): number {
    return this.patch(0, record);
  }

  /** The code that differs from `code` in the fields of `changes`. */
  patch(code: number, changes: Readonly<Record<string, unknown>>): number {
    let next = code;
    for (const name of Object.keys(changes)) next = this.withField(next, this.indexOf(name), changes[name]);
    return next;
  }

  field(code: number, index: number): number | string | boolean {
    const known = (this.#values[index] ?? this.#valuesOf(index))[code];
    if (known !== undefined) return known;
    return (this.#codecs[index] as FieldCodec).decode(this.#digit(code, index));
  }

  withField(code: number, index: number, value: unknown): number {
    const digit = (this.#codes[index] ?? this.#codesOf(index)).get(value) ?? this.#encode(index, value);
    return code + (digit - this.#digit(code, index)) * (this.#weight[index] as number);
  }

  indexOf(name: string): number {
    const index = this.names.indexOf(name);
    if (index < 0)
      throw new RangeError(`page array "${this.array}" has no field "${name}" (it has ${this.names.join(', ')})`);
    return index;
  }

  #digit(code: number, index: number): number {
    return (this.#digits[index] ?? this.#digitsOf(index))[code] ?? this.#digitOf(code, index);
  }

  /** Made on first use, and only for arrays of few states: else empty. */
  #digitsOf(index: number): Uint16Array {
    const digits = Uint16Array.from({ length: this.#tabulated }, (_, code) => this.#digitOf(code, index));
    this.#digits[index] = digits;
    return digits;
  }

  #valuesOf(index: number): readonly (number | string | boolean)[] {
    const { decode } = this.#codecs[index] as FieldCodec;
    const values = Array.from({ length: this.#tabulated }, (_, code) => decode(this.#digitOf(code, index)));
    this.#values[index] = values;
    return values;
  }

  #codesOf(index: number): ReadonlyMap<unknown, number> {
    const { decode } = this.#codecs[index] as FieldCodec;
    const digits = this.states <= TABULATED ? (this.#radix[index] as number) : 0;
    const codes = new Map(Array.from({ length: digits }, (_, digit) => [decode(digit), digit]));
    this.#codes[index] = codes;
    return codes;
  }

  #encode(index: number, value: unknown): number {
    return (this.#codecs[index] as FieldCodec).encode(value);
  }

  get #tabulated(): number {
    return this.states <= TABULATED ? this.states : 0;
  }

  #digitOf(code: number, index: number): number {
    return Math.floor(code / (this.#weight[index] as number)) % (this.#radix[index] as number);
  }
}
