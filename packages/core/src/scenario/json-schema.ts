import { z } from 'zod';
import type { Architecture } from '../machine/architecture.js';
import { AUTHORITIES } from '../plugin/axes.js';
import { scenarioSchema, scenarioVersion } from './scenario-schema.js';

type Schema = Readonly<Record<string, unknown>>;

const named = (names: readonly string[]): Schema => ({ enum: names });
const object = (properties: Readonly<Record<string, Schema>>): Schema => ({
  type: 'object',
  properties,
  additionalProperties: false,
});
const described = (
  list: readonly { readonly name: string; readonly summary: string }[],
  of: (name: string) => Schema,
) => object(Object.fromEntries(list.map(({ name, summary }) => [name, { description: summary, ...of(name) }])));

/**
 * The JSON Schema of scenario files, for editors: the neutral form, and for each architecture the names that its plugin brings.
 * It is not stricter than the reader of the files, which knows units and events as well.
 */
export function scenarioJsonSchema(architectures: readonly Architecture[]): object {
  const neutral = z.toJSONSchema(scenarioSchema, { reused: 'inline' });
  const operations = new Map(
    architectures.flatMap(({ operations: all }) => all.map(({ name, summary }) => [name, summary])),
  );
  return {
    ...neutral,
    $id: `urn:cvm-teardown:schema:scenario:${scenarioVersion}`,
    title: 'cvm-teardown scenario',
    properties: {
      ...neutral.properties,
      arch: {
        ...(neutral.properties?.['arch'] as object),
        ...object(Object.fromEntries(architectures.map((one) => [one.manifest.id, ofArchitecture(one)]))),
      },
      assume: object(
        Object.fromEntries(
          [...operations].map(([name, summary]) => [name, { description: summary, type: ['string', 'number'] }]),
        ),
      ),
    },
  };
}

function ofArchitecture(architecture: Architecture): Schema {
  const { manifest, policies, releases, features, options, defects, constants } = architecture;
  const policy = { anyOf: policies.map(({ id, summary }) => ({ const: id, description: summary })) };
  const triggers = [...new Set(policies.flatMap((one) => one.triggers))];
  const block = object({
    policy: {
      anyOf: [policy, object(Object.fromEntries(triggers.map((trigger) => [trigger, policy])))],
      description: 'the protocol, or one for each trigger',
    },
    release: { anyOf: releases.map(({ id, title }) => ({ const: id, description: title })) },
    authority: named(AUTHORITIES),
    features: described(features, () => ({ type: 'boolean' })),
    options: object(
      Object.fromEntries(
        options.map(({ name, values, summary }) => [name, { description: summary, enum: spellings(values) }]),
      ),
    ),
    defects: {
      type: 'array',
      items: { anyOf: defects.map(({ id, summary }) => ({ const: id, description: summary })) },
    },
    scale: described(constants, () => ({ type: 'integer', minimum: 0 })),
  });
  return { description: manifest.title, anyOf: [block, { type: 'null' }] };
}

/** A number may be written as a text. */
const spellings = (values: readonly (string | number)[]): (string | number)[] => [
  ...new Set(values.flatMap((value) => [value, String(value)])),
];
