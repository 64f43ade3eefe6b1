import { expect, test } from 'vitest';
import { lastBefore } from '../../src/errors/last-before.js';

const KNOWN = ['7.0', '6.2', '5.19', 'v1', '6.10', 'fixed'];

test.each([
  ['6.3', '6.2'],
  ['6.9', '6.2'],
  ['6.11', '6.10'],
  ['6.1', '5.19'],
  ['8.0', '7.0'],
  ['5.4', undefined],
  ['6.3-rc1', undefined],
  ['fixd', undefined],
])('behind what %s comes', (name, before) => {
  expect(lastBefore(name, KNOWN)).toBe(before);
});
