import {
  type Actor,
  acquire,
  here,
  type PageRange,
  type PageSeen,
  page,
  pageSeen,
  pageWithFlag,
  release,
  sub,
  sweep,
  type Task,
} from '@cvm-teardown/core/plugin';
import { type Kvm, uvmemLock } from './hypervisor.js';
import { movePageTable, normalAccess, secureAccess } from './mmu.js';
import { step } from './state.js';

/* The world around a check: a host that touches and moves pages, a guest that touches and shares them. */

const TOUCH = 0;

/** The environment picks a page and one of two things to do with it. */
const pick = (name: string, ...deeds: readonly string[]) =>
  step<[from: number, to: number], PageSeen, PageSeen>({
    name,
    outcomes: pageWithFlag(...deeds),
    choices: ([from, to]) => 2 * (to - from),
    apply: (_, [from], choice) => pageSeen(from + (choice >> 1), choice % 2),
    source: 'docs/ppc.md 17.4',
  });

const hostEvent = pick('host-event', 'touch', 'move');
const guestEvent = pick('guest-event', 'touch', 'touch and share');

/** QEMU or the host kernel touches a page: a device entry is paged out under uvmem_lock. docs/ppc.md 11.1 */
export const hostTouch = sub(function* hostTouch({ tables }: Kvm, gfn: number): Task {
  yield* acquire(uvmemLock);
  yield* sweep({ from: gfn, to: gfn + 1 }, tables.pageOut);
  yield* release(uvmemLock);
});

/** The host under memory pressure. */
export const host = (kvm: Kvm): Actor => {
  const { from, to } = kvm.layout.all;
  const move = movePageTable(kvm.machine);
  const events = Number(kvm.machine.option('hostEvents'));
  return {
    name: 'host',
    charged: 'kernel thread',
    task: function* () {
      for (let left = events; left > 0; left--) {
        yield* here('host', left);
        const { page: gfn, flag } = yield* hostEvent(from, to);
        if (flag === TOUCH) yield* hostTouch(kvm, gfn);
        else yield* sweep({ from: gfn, to: gfn + 1 }, move);
      }
    },
  };
};

/** The SVM touches a page; what is paged out it gets back through H_SVM_PAGE_IN. False: the page cannot be had. docs/ppc.md 7.8 */
export const secureTouch = sub(function* secureTouch({ tables }: Kvm, gfn: number): Task<boolean> {
  const range = { from: gfn, to: gfn + 1 };
  if ((yield* sweep(range, secureAccess)) !== 'request') return true;
  yield* acquire(uvmemLock);
  const end = yield* sweep(range, tables.pageIn);
  yield* release(uvmemLock);
  return end === 'finished';
});

const secureShare = sub(function* secureShare({ tables }: Kvm, gfn: number): Task {
  yield* acquire(uvmemLock);
  yield* sweep({ from: gfn, to: gfn + 1 }, tables.share);
  yield* release(uvmemLock);
});

/** An SVM lives: it touches and shares pages of its choice. It ends when a page cannot be had. */
export const secureLife = sub(function* secureLife(kvm: Kvm, from: number, to: number): Task {
  for (let left = Number(kvm.machine.option('guestEvents')); left > 0; left--) {
    yield* here('svm', left);
    const { page: gfn, flag } = yield* guestEvent(from, to);
    if (!(yield* secureTouch(kvm, gfn))) return;
    if (flag !== TOUCH) yield* secureShare(kvm, gfn);
  }
});

const touchNext = step<[from: number, to: number], PageSeen, PageSeen>({
  name: 'guest-touches',
  outcomes: page,
  choices: ([from, to]) => to - from,
  apply: (_, [from], choice) => pageSeen(from + choice),
  source: 'docs/ppc.md 17.4',
});

/** A normal guest touches pages of its choice. */
export const normalLife = sub(function* normalLife({ machine, layout }: Kvm): Task {
  const { from, to } = layout.boot;
  for (let left = Number(machine.option('guestEvents')); left > 0; left--) {
    yield* here('guest', left);
    const { page: gfn } = yield* touchNext(from, to);
    yield* sweep({ from: gfn, to: gfn + 1 }, normalAccess);
  }
});

const waitForDimm = step({ name: 'wait-for-dimm', guard: (s) => s.vm.dimm === 'present', source: 'docs/ppc.md 17.4' });

const letGo = step({
  name: 'offline-dimm',
  apply: (s) => {
    s.vm.dimm = 'offline';
  },
  source: 'docs/ppc.md 17.4',
});

export const waitForOffline = step({
  name: 'wait-for-offline',
  guard: (s) => s.vm.dimm === 'offline',
  source: 'docs/ppc.md 17.4',
});

/** The SVM uses plugged memory. With `gives`, it first uses the memory that is there and lets go of it. It may wait for ever. */
export const dimmUser = (kvm: Kvm, { from, to }: PageRange, gives: boolean): Actor => ({
  name: 'vcpu',
  charged: 'guest',
  daemon: true,
  task: function* () {
    if (gives) {
      yield* secureLife(kvm, from, to);
      yield* letGo();
    }
    yield* waitForDimm();
    yield* secureLife(kvm, from, to);
  },
});
