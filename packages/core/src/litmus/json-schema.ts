import { z } from 'zod';
import type { Architecture } from '../machine/architecture.js';
import { resolveMachine } from '../machine/resolve-machine.js';
import type { LitmusArgument, LitmusResult } from '../plugin/litmus.js';
import { CORE_PROPERTIES, ENGINE_PROPERTIES } from '../properties/index.js';
import type { Declaration, Field, Fields } from '../state/declare.js';
import { litmusSchema, litmusVersion } from './litmus-schema.js';
import { FATAL_SIGNAL } from './litmus-test.js';

type Schema = Readonly<Record<string, unknown>>;

const named = (names: readonly string[]): Schema => ({ enum: names });
const object = (properties: Readonly<Record<string, Schema>>): Schema => ({ properties, additionalProperties: false });

/**
 * The JSON Schema of litmus files, for editors: the neutral form, and for each architecture the names that its plugin brings.
 * It is not stricter than the reader of the files, which knows the machine as well.
 */
export function litmusJsonSchema(architectures: readonly Architecture[]): object {
  const able = architectures.filter(({ litmusVocabulary }) => litmusVocabulary !== undefined);
  const neutral = z.toJSONSchema(litmusSchema, { reused: 'ref' });
  return {
    ...neutral,
    $defs: { ...neutral.$defs, ...Object.fromEntries(able.flatMap(definitions)) },
    $id: `urn:cvm-teardown:schema:litmus:${litmusVersion}`,
    title: 'cvm-teardown litmus file',
    properties: { ...neutral.properties, arch: named(able.map(({ manifest }) => manifest.id)) },
    allOf: able.map((architecture) => ({
      if: { properties: { arch: { const: architecture.manifest.id } }, required: ['arch'] },
      // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
      then: { properties: ofArchitecture(architecture) },
    })),
  };
}

const refTo = ({ manifest }: Architecture, what: 'call' | 'state'): Schema => ({
  $ref: `#/$defs/${manifest.id}-${what}`,
});

/** What the schema of an architecture needs more than once. */
const definitions = (architecture: Architecture): [string, Schema][] => [
  [`${architecture.manifest.id}-call`, callSchema(architecture)],
  [`${architecture.manifest.id}-state`, stateSchema(architecture)],
];

const faultNames = ({ litmusVocabulary }: Architecture): readonly string[] => [
  FATAL_SIGNAL,
  ...(litmusVocabulary?.faults ?? []).map(({ name }) => name),
];

/** Which calls there are, and what each of them takes and gives back. */
function callSchema(architecture: Architecture): Schema {
  const { calls = [] } = architecture.litmusVocabulary ?? {};
  const faults = named(faultNames(architecture));
  return {
    properties: {
      call: { anyOf: calls.map(({ name, summary }) => ({ const: name, description: summary })) },
      faults: { items: { anyOf: [faults, { type: 'object', properties: { fault: faults } }] } },
    },
    allOf: calls.map(({ name, by, args = {}, results = {} }) => ({
      if: { properties: { call: { const: name } }, required: ['call'] },
      // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
      then: {
        properties: {
          by: by === undefined ? false : named(by),
          args: object(
            Object.fromEntries(
              Object.entries<LitmusArgument>(args).map(([key, argument]) => [key, ofArgument(argument)]),
            ),
          ),
          returns: ofResults(results),
        },
      },
    })),
  };
}

function ofArchitecture(architecture: Architecture): Readonly<Record<string, Schema>> {
  const { policies, releases, features, options, defects, constants, properties, litmusVocabulary } = architecture;
  const { situations = [] } = litmusVocabulary ?? {};
  const possible = ofPossible(faultNames(architecture));
  const promises = [...ENGINE_PROPERTIES, ...CORE_PROPERTIES, ...properties].filter(({ kind }) => kind !== 'sometimes');
  const reached = [...properties, ...situations].filter(({ kind }) => kind === 'sometimes');
  const call = refTo(architecture, 'call');
  const state = refTo(architecture, 'state');
  return {
    policy: named(policies.map(({ id }) => id)),
    release: named(releases.map(({ id }) => id)),
    features: object(Object.fromEntries(features.map(({ name, summary }) => [name, { description: summary }]))),
    options: object(
      Object.fromEntries(options.map(({ name, values, summary }) => [name, { description: summary, enum: values }])),
    ),
    defects: { items: named(defects.map(({ id }) => id)) },
    machine: {
      properties: {
        scale: object(Object.fromEntries(constants.map(({ name, summary }) => [name, { description: summary }]))),
      },
    },
    given: state,
    do: { items: call },
    actors: {
      additionalProperties: {
        anyOf: [
          { type: 'array', items: call },
          { type: 'object', properties: { do: { items: call } } },
        ],
      },
    },
    faults: { items: { anyOf: [possible, { type: 'object', properties: { fault: possible } }] } },
    // biome-ignore lint/suspicious/noThenProperty: a key of litmus files
    then: state,
    violates: { anyOf: promises.map(({ id, summary }) => ({ const: id, description: summary })) },
    reaches: { items: { anyOf: reached.map(({ id, summary }) => ({ const: id, description: summary })) } },
  };
}

const ofPossible = (names: readonly string[]): Schema => ({ type: 'string', pattern: `^(${names.join('|')})(@.+)?$` });

const NUMBERS = '^\\d+(-\\d+)?$';

function ofArgument(argument: LitmusArgument): Schema {
  const { summary: description } = argument;
  switch (argument.kind) {
    case 'page':
      return { description, type: 'integer', minimum: 0 };
    case 'pages':
      return {
        description,
        anyOf: [
          { type: 'integer', minimum: 0 },
          { type: 'string', pattern: `${NUMBERS}|^all$` },
        ],
      };
    case 'number':
      return { description, type: 'integer', minimum: argument.min, maximum: argument.max };
    case 'name':
      return { description, enum: argument.names };
    case 'flag':
      return { description, type: 'boolean' };
  }
}

function ofResults(results: Readonly<Record<string, LitmusResult>>): Schema | false {
  const all = Object.entries(results).map(([name, result]) => [name, ofResult(result)] as const);
  const [only] = all;
  if (only === undefined) return false;
  const rows: Schema = { type: 'object', ...object(Object.fromEntries(all)) };
  return all.length === 1 ? { anyOf: [only[1], rows] } : rows;
}

const ofResult = ({ names, integers }: LitmusResult): Schema => {
  const values = [...new Set([...Object.keys(names), ...Object.values(names)])];
  const known = values.length > 0 ? [{ enum: values }] : [];
  return { anyOf: [...known, ...(integers ? [{ type: 'integer' }] : [])] };
};

/** What `given` and `then` may name. How large numbers may be depends on the machine. */
function stateSchema(architecture: Architecture): Schema {
  const { model, litmusVocabulary } = architecture;
  const declared = model.declare(resolveMachine(architecture, {}, 'check'));
  const { words = [], pages = [] } = litmusVocabulary ?? {};
  const fields = Object.entries(declared).map(([name, declaration]) => {
    const named = pages.find(({ array }) => array === name);
    return [name, ofDeclaration(declaration, named)] as const;
  });
  const ofWords = words.map(({ name, summary: description, values, list }) => {
    const value = { enum: values };
    return [name, list ? { description, type: 'array', items: value } : { description, ...value }] as const;
  });
  return object(Object.fromEntries([...ofWords, ...fields]));
}

function ofDeclaration(
  declaration: Declaration,
  pages: { names: readonly string[]; summary: string } | undefined,
): Schema {
  const byNumber = (value: Schema): Schema => ({
    type: 'object',
    patternProperties: { [NUMBERS]: value },
    additionalProperties: false,
  });
  switch (declaration.kind) {
    case 'record':
      return ofFields(declaration.fields);
    case 'records':
      return byNumber(ofFields(declaration.fields));
    case 'pages': {
      const fields = ofFields(declaration.fields);
      if (pages === undefined) return byNumber(fields);
      return byNumber({ anyOf: [{ description: pages.summary, enum: pages.names }, fields] });
    }
    case 'list':
      return { type: 'array', items: ofField(declaration.element) };
    default:
      return ofField(declaration);
  }
}

const ofFields = (fields: Fields): Schema => ({
  type: 'object',
  ...object(Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, ofField(field)]))),
});

function ofField(field: Field): Schema {
  if (field.kind === 'name') return { enum: field.names };
  return { type: field.kind === 'flag' ? 'boolean' : 'integer' };
}
