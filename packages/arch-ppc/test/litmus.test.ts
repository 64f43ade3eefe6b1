import { readdirSync, readFileSync } from 'node:fs';
import { loadArchitecture } from '@cvm-teardown/core';
import { parseLitmus, runLitmus } from '@cvm-teardown/core/litmus';
import { expect, test } from 'vitest';
import plugin from '../src/index.js';

const arch = loadArchitecture(plugin);
const folder = new URL('../litmus/', import.meta.url);
const files = readdirSync(folder).sort();
test.each(files)('%s', (file) => {
  const litmus = parseLitmus(readFileSync(new URL(file, folder)), [arch], file);
  const result = runLitmus(litmus);
  expect({ ...result.outcome !== 'ok' && { v: result.violation?.property, d: result.violation?.trace.map(t=> t.actor+ t.step + t.args + JSON.stringify(t.changes)) }, o: result.outcome, f: result.failures, e: result.findings }).toEqual({ o: 'ok', f: [], e: [] });
});
