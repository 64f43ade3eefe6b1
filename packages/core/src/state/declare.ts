/**
 * The vocabulary in which protocol authors declare a machine's shared state. A declaration is plain data; from it the engine
 * builds packed storage and readable, range-checked views. The first value of a field is its initial value.
 */

/** An integer in `min..max`, both included. */
export interface NumberField {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
}

/** One of a fixed list of names. */
export interface NameField<N extends string = string> {
  readonly kind: 'name';
  readonly names: readonly N[];
}

/** True or false. */
export interface FlagField {
  readonly kind: 'flag';
}

/** The number of a page of the page array `array`, or -1 for none. Declared as such so that engines can rename pages. */
export interface PageField {
  readonly kind: 'page';
  readonly array: string;
  readonly count: number;
}

export type Field = NumberField | NameField | FlagField | PageField;
export type Fields = Readonly<Record<string, Field>>;

export type ValueOf<F> =
  F extends NameField<infer N> ? N : F extends FlagField ? boolean : F extends NumberField | PageField ? number : never;

export type RecordView<F> = { -readonly [K in keyof F]: ValueOf<F[K]> };

export interface RecordDeclaration<F extends Fields = Fields> {
  readonly kind: 'record';
  readonly fields: F;
}

export interface RecordsDeclaration<F extends Fields = Fields> {
  readonly kind: 'records';
  readonly count: number;
  readonly fields: F;
}

export interface ListDeclaration<F extends Field = Field> {
  readonly kind: 'list';
  readonly capacity: number;
  readonly element: F;
}

export interface PagesDeclaration<F extends Fields = Fields> {
  readonly kind: 'pages';
  readonly count: number;
  readonly fields: F;
}

export type Declaration = Field | RecordDeclaration | RecordsDeclaration | ListDeclaration | PagesDeclaration;
export type Declarations = Readonly<Record<string, Declaration>>;

export const range = (min: number, max: number): NumberField => ({ kind: 'number', min, max });
export const oneOf = <const N extends string>(...names: readonly N[]): NameField<N> => ({ kind: 'name', names });
export const flag = (): FlagField => ({ kind: 'flag' });
export const pageOf = (array: string, count: number): PageField => ({ kind: 'page', array, count });

/** One record of fields: `s.vm.handle`. */
export const record = <const F extends Fields>(fields: F): RecordDeclaration<F> => ({ kind: 'record', fields });

/** A bounded array of records: `s.config[1].cpus`. */
export const records = <const F extends Fields>(count: number, fields: F): RecordsDeclaration<F> => ({
  kind: 'records',
  count,
  fields,
});

/** A bounded list of values, in order: `s.needCleanup.push(2)`. Overflow is an author's mistake and throws. */
export const list = <const F extends Field>(capacity: number, element: F): ListDeclaration<F> => ({
  kind: 'list',
  capacity,
  element,
});

/**
 * One state per page, possibly for billions of pages: `s.page.at(7).owner`. A page's state is a small record (at most 65,536
 * combinations of values; 256 or fewer take one byte). Tables of a translation tree are page-like objects and use it too.
 */
export const pages = <const F extends Fields>(count: number, fields: F): PagesDeclaration<F> => ({
  kind: 'pages',
  count,
  fields,
});

/**
 * The number of values a field can take.
 *
 * @throws RangeError if it can take none, or one name is there twice
 */
export function cardinality(field: Field, path = 'a field'): number {
  const values = valuesOf(field);
  if (!Number.isSafeInteger(values) || values < 1) throw new RangeError(`${path} cannot take ${values} values`);
  if (field.kind === 'name' && new Set(field.names).size < values)
    throw new RangeError(`${path} has one name twice: ${field.names.join(', ')}`);
  return values;
}

function valuesOf(field: Field): number {
  switch (field.kind) {
    case 'number':
      return field.max - field.min + 1;
    case 'name':
      return field.names.length;
    case 'flag':
      return 2;
    case 'page':
      return field.count + 1;
  }
}
