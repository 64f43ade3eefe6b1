import { readdirSync, readFileSync } from 'node:fs';
import { litmusJsonSchema, parseLitmus, readDocument } from '@cvm-teardown/core/litmus';
import { describe, expect, it, test } from 'vitest';
import { loadArchitectures } from '../src/architectures.js';
import { type Schema, violationsOf } from './support/json-schema.js';

const packages = new URL('../../', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, packages), 'utf8');
const schema = JSON.parse(text('core/schema/litmus.schema.json')) as Schema;
const architectures = await loadArchitectures();

const shipped = architectures.flatMap(({ litmus }) =>
  litmus.flatMap((folder) => readdirSync(folder).map((name) => new URL(name, folder))),
);

const asJson = (yaml: string): unknown => readDocument(new TextEncoder().encode(yaml)).data;

describe('the JSON Schema of litmus files', () => {
  it('is up to date: pnpm build && pnpm generate', () => {
    expect(text('core/schema/litmus.schema.json')).toBe(
      `${JSON.stringify(litmusJsonSchema(architectures), undefined, 2)}\n`,
    );
  });

  it('holds for every file that is shipped', () => {
    expect(shipped.length).toBeGreaterThan(75);
    for (const file of shipped) {
      const yaml = readFileSync(file, 'utf8');
      expect([file.pathname, ...violationsOf(schema, asJson(yaml))]).toEqual([file.pathname]);
      expect(yaml.split('\n')[0]).toBe('# yaml-language-server: $schema=../../core/schema/litmus.schema.json');
    }
  });

  const head = 'litmus: 1\nname: a\narch: s390\n';

  test.each([
    ['an unknown key', 'polcy: async', ': must NOT have additional properties polcy'],
    ['an unknown release', 'release: "6.1"', '/release: must be equal to one of the allowed values'],
    ['an unknown call', 'do: [{ call: KVM_PV_ENABEL }]', '/do/0/call: must match a schema in anyOf'],
    [
      'an argument of another call',
      'do: [{ call: exit, args: { page: 1 } }]',
      '/do/0/args: must NOT have additional properties page',
    ],
    ['a caller where it does not matter', 'do: [{ call: exit, by: guest }]', '/do/0/by: boolean schema is false'],
    [
      'a result that is none',
      'do: [{ call: KVM_PV_ENABLE, returns: { errno: EINVALID } }]',
      '/do/0/returns/errno: must',
    ],
    ['an unknown field', 'given: { vmm: {} }', '/given: must NOT have additional properties vmm'],
    ['a page state that is none', 'then: { page: { 0-3: secur } }', '/then/page/0-3: must match a schema in anyOf'],
    ['an unknown fault', 'faults: [fatal-signl@cleaner]', '/faults/0: must match a schema in anyOf'],
    ['an unknown situation', 'reaches: [leftover]', '/reaches/0: must match a schema in anyOf'],
  ])('finds %s', (_what, body, expected) => {
    const found = violationsOf(
      schema,
      asJson(`${head}${body.startsWith('do') ? '' : 'do: [{ call: exit }]\n'}${body}`),
    );
    expect(found).toEqual(expect.arrayContaining([expect.stringContaining(expected)]));
  });

  it('is not stricter than the reader', () => {
    for (const file of shipped) expect(() => parseLitmus(readFileSync(file), architectures)).not.toThrow();
  });
});

describe('docs/litmus.md', () => {
  const document = text('../docs/litmus.md');
  const examples = [...document.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, body]) => body as string);

  it('has two complete examples, which are as they say', async () => {
    const { checkLitmus } = await import('@cvm-teardown/core/litmus');
    expect(examples).toHaveLength(2);
    for (const example of examples) {
      const bytes = new TextEncoder().encode(example);
      expect(checkLitmus(bytes, 'docs/litmus.md', architectures)).toMatchObject({ outcome: 'ok', findings: [] });
      expect(violationsOf(schema, asJson(example))).toEqual([]);
    }
  });

  it('and one of them is as it says with a defect', async () => {
    const { checkLitmus } = await import('@cvm-teardown/core/litmus');
    const broken = (examples[1] as string)
      .replace(/^verdict: .*\n^reaches: .*\n/m, 'violates: import-not-refused\n')
      .concat('defects: [no-export-before-import]\n');
    expect(checkLitmus(new TextEncoder().encode(broken), 'x', architectures)).toMatchObject({
      outcome: 'ok',
      violation: { property: 'import-not-refused' },
    });
  });

  it('explains every key of the format', () => {
    const keys = Object.keys((schema as { properties: object }).properties).filter((key) => key !== '$schema');
    expect(keys.filter((key) => !document.includes(`\`${key}\``))).toEqual([]);
  });
});
