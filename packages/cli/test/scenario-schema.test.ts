import { readFileSync } from 'node:fs';
import { scenarioJsonSchema } from '@cvm-teardown/core/scenario';
import { describe, expect, it } from 'vitest';
import { loadArchitectures } from '../src/architectures.js';

const packages = new URL('../../', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, packages), 'utf8');

describe('the JSON Schema of scenario files', () => {
  it('is up to date: pnpm build && pnpm generate', async () => {
    expect(text('core/schema/scenario.schema.json')).toBe(
      `${JSON.stringify(scenarioJsonSchema(await loadArchitectures()), undefined, 2)}\n`,
    );
  });
});
