import { describe, test } from 'vitest';
import { ARCHITECTURES } from './architectures.js';
import { CASES, expectEquality } from './equality.js';
import { FLOORS } from './floors.js';
import { drawMachine, randomRequest } from './random-request.js';

/** A fifth for each of them: there is less that their machines can differ in. */
const cases = Math.ceil(CASES / 5);

describe(`the timed executor equals the reference executor on ${cases} machines`, { timeout: 3_600_000 }, () => {
  test.each(Object.entries(ARCHITECTURES))('of %s', (name, drawn) =>
    expectEquality(randomRequest, (spec) => drawMachine(drawn, spec), FLOORS[name as keyof typeof FLOORS], cases),
  );
});
