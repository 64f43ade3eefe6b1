import { readdirSync, readFileSync } from 'node:fs';
import { loadArchitecture } from '@cvm-teardown/core';
import { parseLitmus, runLitmus } from '@cvm-teardown/core/litmus';
import { expect, test } from 'vitest';
import { s390 } from '../src/plugin.js';

const arch = loadArchitecture(s390);
const folder = new URL('../litmus/', import.meta.url);
const files = readdirSync(folder).sort();
test.each(files)('%s', (file) => {
  const litmus = parseLitmus(readFileSync(new URL(file, folder)), [arch], file);
  const result = runLitmus(litmus);
  expect({ ...result.violation && result.outcome !== 'ok' && { v: result.violation }, o: result.outcome, f: result.failures, e: result.findings }).toEqual({ o: 'ok', f: [], e: [] });
  console.log(file, result.states);
});
