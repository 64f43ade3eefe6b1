import type { MachineModel } from '../../../packages/core/dist/engine/machine-model.js';
import type { BoundProperty } from '../../../packages/core/dist/properties/bound-property.js';
import {
  acquire,
  here,
  lock,
  names,
  page,
  pageSeen,
  release,
  stepsOver,
  type Task,
} from '../../../packages/core/dist/protocol/index.js';
import { flag, oneOf, type PageMap, pages, range, type StateView } from '../../../packages/core/dist/state/index.js';

const fields = { word: oneOf('normal', 'uvmem', 'mem') };
/** One device page less than there are GFNs. */
const poolOf = (count: number): number => count - 1;
const declare = (count: number) => ({
  gfn: pages(count, fields),
  flags: oneOf('none', 'start', 'done'),
  /** Device pages that are taken. */
  taken: range(0, poolOf(count)),
  /** A page-in has taken a device page and has not set the word yet. */
  inFlight: flag(),
});
type S = StateView<ReturnType<typeof declare>>;
const step = stepsOver<S>();

const UVMEM_LOCK = lock('uvmem_lock');

// Secure entry and KVM_PPC_SVM_OFF. docs/ppc.md 7.3, 8.4, 11.5

const initStart = step({
  name: 'init-start',
  apply: (s) => {
    s.flags = 'start';
  },
});
const migrate = step<[number: number, count: number], 'on' | 'no page', 'on' | 'no page'>({
  name: 'migrate',
  outcomes: names('on', 'no page'),
  apply: (s, [number, count]) => {
    const gfn = s.gfn.at(number);
    if (gfn.word !== 'normal') return 'on';
    if (s.taken === poolOf(count)) return 'no page';
    s.taken += 1;
    gfn.word = 'uvmem';
    return 'on';
  },
});
const setDone = step({
  name: 'set-done',
  apply: (s) => {
    s.flags = 'done';
  },
});
const toNormal: PageMap<typeof fields> = () => ({ word: 'normal' });
const reset = step({
  name: 'svm-off',
  apply: (s) => {
    s.gfn.map(toNormal);
    s.taken = 0;
    s.flags = 'none';
  },
});

function* initDone(count: number): Task<boolean> {
  for (let number = 0; number < count; number++) {
    if ((yield* migrate(number, count)) === 'no page') return false;
  }
  return true;
}

function* entry(count: number, sweeps: boolean): Task {
  for (;;) {
    yield* here('normal');
    yield* initStart();
    if (sweeps) yield* acquire(UVMEM_LOCK);
    const done = !sweeps || (yield* initDone(count));
    yield* here('swept', done);
    if (sweeps) yield* release(UVMEM_LOCK);
    if (done) yield* setDone();
    yield* here('entered');
    yield* acquire(UVMEM_LOCK);
    yield* reset();
    yield* release(UVMEM_LOCK);
  }
}

// H_SVM_PAGE_IN. docs/ppc.md 7.5

const request = step<[count: number], { page: number; flag: number }, { page: number; flag: number }>({
  name: 'request',
  outcomes: page,
  choices: ([count]) => count,
  guard: (s) => s.flags !== 'none',
  apply: (_s, _, choice) => pageSeen(choice),
});
const takeDevicePage = step<[number: number, count: number], 'taken' | 'refused', 'taken' | 'refused'>({
  name: 'take-device-page',
  outcomes: names('taken', 'refused'),
  apply: (s, [number, count]) => {
    if (s.flags === 'none' || s.gfn.at(number).word === 'uvmem' || s.taken === poolOf(count)) return 'refused';
    s.taken += 1;
    s.inFlight = true;
    return 'taken';
  },
});
const pageIn = step<[number: number]>({
  name: 'page-in',
  apply: (s, [number]) => {
    s.gfn.at(number).word = 'uvmem';
    s.inFlight = false;
  },
});

function* ultravisor(count: number): Task {
  for (;;) {
    yield* here('idle');
    const { page: number } = yield* request(count);
    yield* acquire(UVMEM_LOCK);
    if ((yield* takeDevicePage(number, count)) === 'taken') yield* pageIn(number);
    yield* here('over');
    yield* release(UVMEM_LOCK);
  }
}

// The host touches a page: H_SVM_PAGE_OUT's page-out step. docs/ppc.md 11.1

const touch = step<[count: number], { page: number; flag: number }, { page: number; flag: number }>({
  name: 'touch',
  outcomes: page,
  choices: ([count]) => count,
  apply: (_s, _, choice) => pageSeen(choice),
});
const pageOut = step<[number: number]>({
  name: 'page-out',
  apply: (s, [number]) => {
    const gfn = s.gfn.at(number);
    if (gfn.word !== 'uvmem') return;
    gfn.word = 'mem';
    s.taken -= 1;
  },
});

function* host(count: number): Task {
  for (;;) {
    yield* here('idle');
    const { page: number } = yield* touch(count);
    yield* acquire(UVMEM_LOCK);
    yield* pageOut(number);
    yield* here('over');
    yield* release(UVMEM_LOCK);
  }
}

/** H_SVM_INIT_DONE against page-in and page-out. The twin of promela/ppc-init-done.pml. */
export const ppcInitDone = (count: number, sweeps = true): MachineModel => ({
  declarations: declare(count),
  begin: () => undefined,
  actors: [
    { name: 'entry', task: () => entry(count, sweeps), daemon: true },
    { name: 'ultravisor', task: () => ultravisor(count), daemon: true },
    { name: 'host', task: () => host(count), daemon: true },
  ],
  locks: [{ name: UVMEM_LOCK.name, instances: 1 }],
});

const isNormal = ({ word }: { readonly word: string }): boolean => word === 'normal';
const isInUvmem = ({ word }: { readonly word: string }): boolean => word === 'uvmem';

export const ppcProperties: readonly BoundProperty[] = [
  {
    id: 'nothing-normal-when-done',
    kind: 'always',
    summary: 'no GFN is normal once DONE is set',
    source: 'docs/ppc.md 8.3',
    holds: (s: S) => s.flags !== 'done' || s.gfn.count(isNormal) === 0,
  },
  {
    id: 'device-pages-balance',
    kind: 'always',
    summary: 'each device page that is taken is behind a GFN, or will be at once',
    source: 'docs/ppc.md 13, I8',
    holds: (s: S) => s.taken === s.gfn.count(isInUvmem) + (s.inFlight ? 1 : 0),
  },
];
