import {
  acquire,
  fail,
  here,
  interval,
  type MachineConfig,
  milestone,
  names,
  phase,
  release,
  sub,
  sweep,
  type Task,
  use,
} from '../../../src/plugin/index.js';
import { setAsideCall, walkBatch, walkPage } from './operations.js';
import { SPACE, SPACE_EXCLUSIVE, step, tablesOf } from './state.js';
import { flushTail, freeAny, give, tableTail, unmapOnly, unmapWithFlush, wipe } from './tables.js';

type Ended = 'finished' | 'interrupted';

const mark = ({ place, content }: { readonly place: string; readonly content: string }) =>
  place === 'guest' && content === 'secret' ? { held: true } : undefined;

const unmapAll = sub(function* unmapAll(machine: MachineConfig): Task {
  const all = interval(0, machine.pages);
  yield* acquire(SPACE_EXCLUSIVE);
  if (machine.has('tables-freed-early')) yield* sweep(interval(0, tablesOf(machine)), freeAny);
  if (!machine.feature('range-flush')) yield* sweep(all, unmapWithFlush, { tails: [tableTail(machine)] });
  else {
    const flush = machine.has('no-flush') ? [] : [flushTail(machine)];
    yield* sweep(all, unmapOnly, { tails: [...flush, tableTail(machine)] });
  }
  if (!machine.has('lock-kept')) yield* release(SPACE_EXCLUSIVE);
});

const endGuest = step({
  name: 'end-guest',
  apply: (s) => {
    s.guest.phase = 'gone';
  },
});

/** Wipes, unmaps, gives back; with `interruptible` a fatal signal ends it between two batches of the wipe. */
export const tearDown = sub(function* tearDown(machine: MachineConfig, interruptible: boolean): Task<Ended> {
  const all = interval(0, machine.pages);
  const batch = { size: machine.constant('batch'), lock: SPACE, mark, fixed: use(walkBatch), perPassed: use(walkPage) };
  if (machine.has('given-before-wiped')) {
    yield* unmapAll(machine);
    yield* sweep(all, give);
  }
  const listens = interruptible && !machine.has('deaf-worker');
  const end = yield* sweep(all, wipe, { batch, ...(listens && { signals: 'batch' }) });
  if (end === 'interrupted') return 'interrupted';
  yield* unmapAll(machine);
  yield* sweep(all, give);
  if (!machine.has('never-ends')) yield* endGuest();
  return 'finished';
});

/** The guest's memory is put on a list, if there is room for a record. */
export const setAside = step({
  name: 'set-aside',
  operation: setAsideCall,
  outcomes: names('done', 'no record'),
  faults: ['no-record'],
  apply: (s, _, __, fault) => {
    if (fault === 'no-record') return 'no record';
    s.guest.phase = 'aside';
    return 'done';
  },
});

const awaitAside = step({ name: 'await-aside', guard: (s) => s.guest.phase !== 'alive' });
const awaitInterruption = step({
  name: 'await-interruption',
  outcomes: names('gone', 'interrupted'),
  guard: (s) => s.guest.phase === 'gone' || s.guest.interrupted,
  apply: (s) => (s.guest.phase === 'gone' ? 'gone' : 'interrupted'),
});
const noteInterruption = step({
  name: 'note-interruption',
  apply: (s) => {
    s.guest.interrupted = true;
  },
});

/** The deferred part: tears down what was set aside. */
export const worker = (machine: MachineConfig) =>
  function* worker(): Task {
    yield* phase('deferred');
    yield* awaitAside();
    const end = yield* tearDown(machine, true);
    if (end === 'finished') yield* milestone('memory-back');
    else if (!machine.has('interruption-forgotten')) yield* noteInterruption();
  };

/** Finishes what an interrupted worker has left. */
export const reaper = (machine: MachineConfig) =>
  function* reaper(): Task {
    if ((yield* awaitInterruption()) === 'interrupted') yield* tearDown(machine, false);
  };

const readPage = step<[pages: number, peeks: boolean], 'fine', 'fine'>({
  name: 'read-page',
  outcomes: names('fine'),
  choices: ([pages]) => pages,
  apply: (s, [, peeks], choice) => {
    const { place, content } = s.page.at(choice);
    if ((place === 'host' || peeks) && content === 'secret') fail('host-reads-no-secret', `page ${choice} can be read`);
    return 'fine';
  },
});

/** Somebody of the host who reads its pages, any of them, again and again. */
export const reader = (machine: MachineConfig) =>
  function* reader(): Task {
    for (;;) {
      yield* here('read');
      yield* readPage(machine.pages, machine.has('reader-peeks'));
    }
  };
