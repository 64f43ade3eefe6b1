import { test } from 'vitest';
import { CASES, expectEquality } from './equality.js';
import { FLOORS } from './floors.js';
import { instantMachine } from './instant-machines.js';
import { trialOfSpec } from './random-machine.js';

const cases = Math.ceil(CASES / 5);

test(`what takes no time is done at once as it is unit by unit, on ${cases} machines`, { timeout: 3_600_000 }, () =>
  expectEquality(instantMachine, trialOfSpec, FLOORS.instants, cases),
);
