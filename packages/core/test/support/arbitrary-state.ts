import fc from 'fast-check';
import type { Field, Fields } from '../../src/state/index.js';

/** Fields of every kind, small and large; the first value is the initial one. */
export const fieldArb: fc.Arbitrary<Field> = fc.oneof(
  fc
    .tuple(fc.integer({ min: -1000, max: 1000 }), fc.constantFrom(0, 1, 5, 254, 255, 256, 257, 70_000, 2 ** 40))
    .map(([min, more]): Field => ({ kind: 'number', min, max: min + more })),
  fc
    .uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 })
    .map((names): Field => ({ kind: 'name', names })),
  fc.constant<Field>({ kind: 'flag' }),
  fc.constantFrom(1, 3, 255, 300).map((count): Field => ({ kind: 'page', array: 'page', count })),
);

/** Fields of page arrays: few values each. */
export const smallFieldArb: fc.Arbitrary<Field> = fc.oneof(
  fc
    .tuple(fc.integer({ min: -3, max: 3 }), fc.nat(6))
    .map(([min, more]): Field => ({ kind: 'number', min, max: min + more })),
  fc.constant<Field>({ kind: 'name', names: ['secret', 'open', 'gone'] }),
  fc.constant<Field>({ kind: 'flag' }),
  fc.constant<Field>({ kind: 'page', array: 'page', count: 3 }),
);

const fieldName = fc.constantFrom('a', 'b', 'c', 'd', 'owner', 'bytes', 'store', 'page', 'length', 'get', 'codec');

export const fieldsArb = (field: fc.Arbitrary<Field>, most: number): fc.Arbitrary<Fields> =>
  fc
    .uniqueArray(fc.tuple(fieldName, field), { selector: ([name]) => name, minLength: 1, maxLength: most })
    .map((entries) => Object.fromEntries(entries));

export type Value = number | string | boolean;

/** A value that fits the field. */
export function valueArb(field: Field): fc.Arbitrary<Value> {
  switch (field.kind) {
    case 'number':
      return fc.oneof(fc.integer({ min: field.min, max: field.max }), fc.constantFrom(field.min, field.max));
    case 'name':
      return fc.constantFrom(...field.names);
    case 'flag':
      return fc.boolean();
    case 'page':
      return fc.integer({ min: -1, max: field.count - 1 });
  }
}

export const initialOf = (field: Field): Value => {
  switch (field.kind) {
    case 'number':
      return field.min;
    case 'name':
      return field.names[0] as string;
    case 'flag':
      return false;
    case 'page':
      return -1;
  }
};

/** Values that do not fit. */
export function misfits(field: Field): readonly unknown[] {
  switch (field.kind) {
    case 'number':
      return [field.min - 1, field.max + 1, field.min + 0.5, Number.NaN, String(field.min), undefined, true];
    case 'name':
      return ['no such name', 0, undefined, true];
    case 'flag':
      return [0, 1, 'true', undefined];
    case 'page':
      return [-2, field.count, 0.5, undefined, null];
  }
}

export const recordArb = (fields: Fields): fc.Arbitrary<Record<string, Value>> =>
  fc.record(Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, valueArb(field)])));
