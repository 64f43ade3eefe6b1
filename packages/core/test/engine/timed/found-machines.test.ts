import { expect, test } from 'vitest';
import { agree } from './agreement.js';
import { foundMachines } from './found-machines.js';
import { Tally } from './tally.js';

test.each(foundMachines)('the executors agree again: $what', ({ trial }) => {
  expect(() => agree(trial(), new Tally())).not.toThrow();
});
