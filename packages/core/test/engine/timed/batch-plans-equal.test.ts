import { test } from 'vitest';
import { batchMachine, trialOfBatches } from './batch-machines.js';
import { CASES, expectEquality } from './equality.js';
import { FLOORS } from './floors.js';

test(`whole batches are planned as they are done, on ${CASES} machines`, { timeout: 3_600_000 }, () =>
  expectEquality(batchMachine, trialOfBatches, FLOORS.batches),
);
