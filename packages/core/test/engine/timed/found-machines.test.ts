import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { agree, type Trial } from './agreement.js';
import { trialOfBatches } from './batch-machines.js';
import type { MachineSpec } from './machine-spec.js';
import { trialOfSpec } from './random-machine.js';
import { Tally } from './tally.js';

/** A machine on which the executors once differed, as it was shrunk. */
interface FoundMachine {
  readonly what: string;
  readonly generator: keyof typeof TRIALS;
  readonly machine: MachineSpec;
}

const TRIALS = { synthetic: trialOfSpec, batches: trialOfBatches } satisfies Record<
  string,
  (spec: MachineSpec) => Trial
>;

const folder = new URL('./found/', import.meta.url);
const found = readdirSync(folder).map(
  (name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as FoundMachine,
);

test.each(found)('the executors agree again: $what', ({ generator, machine }) => {
  expect(() => agree(TRIALS[generator](machine), new Tally())).not.toThrow();
});
