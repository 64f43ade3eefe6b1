/**
 * The list of a dying mm is worked off, from the tracking page at its head on: each frame is destroyed and free at once, a tracking
 * page behind the last of its frames. Source: docs/s390.md 8.
 */
import { type MachineConfig, milestone, names, sub, sweep, type Task } from '@cvm-teardown/core/plugin';
import { allPages } from '../kvm/range.js';
import { freePage } from '../operations.js';
import { step } from '../state.js';
import { tablesOf } from '../tables/tables.js';

/** All tracking pages but the head are full; a head without a frame is freed at once. */
const takeList = step({
  name: 'take-list',
  operation: (seen) => (seen === 'empty head' ? freePage : undefined),
  outcomes: names('taken', 'empty head', 'nothing'),
  recounts: true,
  apply: (s, [capacity]: [number]) => {
    if (s.tracking === 0) return 'nothing';
    const hasEmptyHead = s.room === capacity;
    if (hasEmptyHead) s.tracking -= 1;
    s.listed = hasEmptyHead ? capacity : capacity - s.room;
    s.room = 0;
    return hasEmptyHead ? 'empty head' : 'taken';
  },
  source: 'docs/s390.md 8',
});

export const workOffList = sub(function* workOffList(machine: MachineConfig): Task {
  if ((yield* takeList(machine.constant('tracking'))) === 'nothing') return;
  yield* sweep(allPages(machine), tablesOf(machine).aside, { reschedules: 'unit' });
  yield* milestone('memory-back');
});
