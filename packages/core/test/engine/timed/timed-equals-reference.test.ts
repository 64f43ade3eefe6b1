import { describe, test } from 'vitest';
import { aftermathMachine, generalMachine, rhythmMachine } from './arbitrary-machines.js';
import { CASES, expectEquality } from './equality.js';
import { FLOORS } from './floors.js';
import { trialOfSpec } from './random-machine.js';

describe('the timed executor equals the reference executor', { timeout: 3_600_000 }, () => {
  test(`on ${CASES} random machines`, () => expectEquality(generalMachine, trialOfSpec, FLOORS.general));

  test(`on ${CASES} machines on which sweeps run in rhythm`, () =>
    expectEquality(rhythmMachine, trialOfSpec, FLOORS.rhythm));

  test(`on ${CASES} machines whose rhythm is disturbed`, () =>
    expectEquality(aftermathMachine, trialOfSpec, FLOORS.aftermath));
});
