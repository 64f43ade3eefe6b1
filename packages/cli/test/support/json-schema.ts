/** As much of JSON Schema as our own schemas use. */
export type Schema = boolean | { readonly [keyword: string]: unknown };

type Value = unknown;
type Check = (given: never, value: Value, root: Schema, schema: { readonly [keyword: string]: unknown }) => string[];

/** What a value breaks, one line each; throws at a keyword that is not known here. */
export function violationsOf(schema: Schema, value: Value, root: Schema = schema): string[] {
  if (typeof schema === 'boolean') return schema ? [] : ['nothing may stand here'];
  return Object.entries(schema).flatMap(([keyword, given]) => {
    if (IGNORED.has(keyword)) return [];
    const check = CHECKS[keyword];
    if (check === undefined) throw new Error(`unknown keyword ${keyword}`);
    return check(given as never, value, root, schema);
  });
}

const IGNORED = new Set(['$schema', '$id', '$defs', 'title', 'description', 'readOnly', 'then']);

const isObject = (value: Value): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const inside = (key: string | number, found: readonly string[]): string[] => found.map((text) => `${key}: ${text}`);
const holds = (condition: boolean, text: string): string[] => (condition ? [] : [text]);
const valid = (schema: Schema, value: Value, root: Schema): boolean => violationsOf(schema, value, root).length === 0;

const TYPES: Readonly<Record<string, (value: Value) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
};

const CHECKS: Readonly<Record<string, Check>> = {
  $ref: (path: string, value, root) => {
    const target = path
      .split('/')
      .slice(1)
      .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], root);
    return violationsOf(target as Schema, value, root);
  },
  type: (type: string | readonly string[], value) =>
    holds(
      [type].flat().some((one) => TYPES[one]?.(value) === true),
      `is no ${type}`,
    ),
  const: (given: unknown, value) => holds(given === value, `is not ${given}`),
  enum: (given: readonly unknown[], value) => holds(given.includes(value), `${value} is none of ${given.join(', ')}`),
  pattern: (given: string, value) =>
    holds(typeof value !== 'string' || new RegExp(given).test(value), `is not ${given}`),
  minLength: (given: number, value) => holds(typeof value !== 'string' || value.length >= given, 'is too short'),
  minItems: (given: number, value) => holds(!Array.isArray(value) || value.length >= given, 'is too short'),
  minimum: (given: number, value) => holds(typeof value !== 'number' || value >= given, 'is too small'),
  maximum: (given: number, value) => holds(typeof value !== 'number' || value <= given, 'is too large'),
  required: (given: readonly string[], value) =>
    !isObject(value) ? [] : given.filter((key) => !(key in value)).map((key) => `${key} is missing`),
  properties: (given: Readonly<Record<string, Schema>>, value, root) =>
    !isObject(value)
      ? []
      : Object.keys(given).flatMap((key) =>
          Object.hasOwn(value, key) ? inside(key, violationsOf(given[key] as Schema, value[key], root)) : [],
        ),
  patternProperties: (given: Readonly<Record<string, Schema>>, value, root) =>
    !isObject(value)
      ? []
      : Object.entries(given).flatMap(([pattern, own]) =>
          Object.entries(value)
            .filter(([key]) => new RegExp(pattern).test(key))
            .flatMap(([key, one]) => inside(key, violationsOf(own, one, root))),
        ),
  additionalProperties: (given: Schema, value, root, { properties = {}, patternProperties = {} }) => {
    const patterns = Object.keys(patternProperties as object).map((pattern) => new RegExp(pattern));
    const isKnown = (key: string) =>
      Object.hasOwn(properties as object, key) || patterns.some((pattern) => pattern.test(key));
    return !isObject(value)
      ? []
      : Object.entries(value)
          .filter(([key]) => !isKnown(key))
          .flatMap(([key, one]) => inside(key, violationsOf(given, one, root)));
  },
  propertyNames: (given: Schema, value, root) =>
    isObject(value) ? Object.keys(value).flatMap((key) => inside(key, violationsOf(given, key, root))) : [],
  items: (given: Schema, value, root) =>
    Array.isArray(value) ? value.flatMap((one, i) => inside(i, violationsOf(given, one, root))) : [],
  anyOf: (given: readonly Schema[], value, root) =>
    holds(
      given.some((schema) => valid(schema, value, root)),
      `${JSON.stringify(value)} has none of the forms`,
    ),
  allOf: (given: readonly Schema[], value, root) => given.flatMap((schema) => violationsOf(schema, value, root)),
  if: (given: Schema, value, root, schema) =>
    valid(given, value, root) ? violationsOf(schema['then'] as Schema, value, root) : [],
};
