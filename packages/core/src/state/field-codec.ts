import { valueOutOfRange } from '../errors/messages/author.js';
import type { Field } from './declare.js';

/** Translates between a field's value and its code `0..cardinality-1`; a value outside the declaration is an author's mistake. */
export interface FieldCodec {
  readonly decode: (code: number) => number | string | boolean;
  readonly encode: (value: unknown) => number;
}

export function fieldCodec(path: string, field: Field): FieldCodec {
  switch (field.kind) {
    case 'number':
      return integerCodec(path, field.min, field.max);
    case 'page':
      return integerCodec(path, -1, field.count - 1);
    case 'flag':
      return {
        decode: (code) => code === 1,
        encode: (value) => {
          if (typeof value !== 'boolean') throw valueOutOfRange(path, value, 'true or false');
          return value ? 1 : 0;
        },
      };
    case 'name': {
      const { names } = field;
      const codes = new Map(names.map((name, code) => [name as unknown, code]));
      return {
        decode: (code) => names[code] as string,
        encode: (value) => {
          const code = codes.get(value);
          if (code === undefined) throw valueOutOfRange(path, value, names.join(' | '));
          return code;
        },
      };
    }
  }
}

function integerCodec(path: string, min: number, max: number): FieldCodec {
  return {
    decode: (code) => code + min,
    encode: (value) => {
      if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max)
        throw valueOutOfRange(path, value, `${min}..${max}`);
      return value - min;
    },
  };
}
