import { describe, it } from 'vitest';
import { CASES, expectEquality } from './equality.js';
import { FLOORS } from './floors.js';
import { raggedMachine, trialOfRagged } from './ragged-machines.js';

const cases = Math.ceil(CASES / 5);

describe('levels and reschedule points over ragged memory are the same on both executors', () => {
  it(`on ${cases} machines`, { timeout: 3_600_000 }, () =>
    expectEquality(raggedMachine, trialOfRagged, FLOORS.ragged, cases),
  );
});
