import { Ajv2020 } from 'ajv/dist/2020.js';

export type Schema = object;

const compiled = new WeakMap<object, ReturnType<Ajv2020['compile']>>();

/** What a value breaks, one line each: where, and what is said of it. */
export function violationsOf(schema: Schema, value: unknown): string[] {
  const validate = compiled.get(schema) ?? new Ajv2020({ allErrors: true, strict: false }).compile(schema);
  compiled.set(schema, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath}: ${message} ${params['additionalProperty'] ?? ''}`,
  );
}
