/** What may be wrong with an import, and breaks a promise. Source: docs/s390.md 6.1, 6.2, 11 (B27, B28). */
import { fail, type MachineConfig, sub, sweep, type Task } from '@cvm-teardown/core/plugin';
import { step } from '../state.js';
import { tablesOf } from '../tables/tables.js';
import { one } from './range.js';

export const importIsRefused = step({
  name: 'import-is-refused',
  apply: () => fail('import-not-refused', 'a page of an older configuration cannot be imported for the new one'),
  source: 'docs/s390.md 6.1',
});

/** The handler has changed nothing and returns: the same access faults again, and so on. */
export const faultRepeats = step({
  name: 'fault-repeats',
  apply: () => fail('faults-end', 'an access faults again, and nothing has changed since'),
  source: 'docs/s390.md 10 (I10)',
});

/** UNPACK has said that the page is there. */
export const mustBeImported = sub(function* mustBeImported(machine: MachineConfig, p: number): Task {
  if ((yield* sweep(one(p), tablesOf(machine).unpacked)) === 'missing') yield* imageIsIncomplete();
});

const imageIsIncomplete = step({
  name: 'image-is-incomplete',
  apply: () => fail('failure-reported', 'UNPACK has succeeded, and the page was not imported'),
  source: 'docs/s390.md 10 (I11), 11 (B27)',
});
