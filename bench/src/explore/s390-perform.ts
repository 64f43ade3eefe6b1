import type { MachineModel } from '../../../packages/core/dist/engine/machine-model.js';
import type { BoundProperty } from '../../../packages/core/dist/properties/bound-property.js';
import { here, integer, names, stepsOver, type Task } from '../../../packages/core/dist/protocol/index.js';
import {
  flag,
  type PageClass,
  type PageMap,
  pages,
  range,
  type StateView,
} from '../../../packages/core/dist/state/index.js';

/** Configurations 1 and 2; sets of them are bits. */
const fields = { of: range(0, 2) };
const declare = (count: number) => ({
  /** 0: normal; else secure, of that configuration. */
  page: pages(count, fields),
  handle: range(0, 2),
  setAside: range(0, 2),
  queued: range(0, 3),
  performing: range(0, 3),
  live: range(0, 3),
  /** protected_count */
  count: range(0, 2),
  running: flag(),
  killed: flag(),
});
type S = StateView<ReturnType<typeof declare>>;
const step = stepsOver<S>();

const bit = (c: number): number => (c === 0 ? 0 : 1 << (c - 1));
const lowest = (set: number): number => ((set & 1) !== 0 ? 1 : 2);

/** A thread that disposes of a configuration keeps its storage until it has forgotten it. */
const inUse = (s: Readonly<S>): number => s.live | s.performing;

/** Destroy Secure Configuration: its pages are normal then. One function each: page maps are remembered by function. */
const cleanings: readonly PageMap<typeof fields>[] = [0, 1, 2].map(
  (c) =>
    ({ of }) =>
      of === c ? { of: 0 } : undefined,
);

function destroyConfiguration(s: S, c: number): void {
  s.page.map(cleanings[c] as PageMap<typeof fields>);
  s.live &= ~bit(c);
}

// QEMU: the guest runs, reboots, runs again. docs/s390.md 3.5 to 3.7

const next = step<[], 'created' | 'collected', 'created' | 'collected'>({
  name: 'enable, or collect what is queued',
  outcomes: names('created', 'collected'),
  choices: 2,
  guard: (s, _, choice) => (choice === 0 ? inUse(s) !== 3 : s.queued !== 0),
  apply: (s, _, choice) => {
    if (choice === 1) {
      const c = lowest(s.queued);
      destroyConfiguration(s, c);
      s.queued &= ~bit(c);
      s.count -= 1;
      return 'collected';
    }
    s.handle = lowest(~inUse(s));
    s.live |= bit(s.handle);
    s.count += 1;
    s.running = true;
    return 'created';
  },
});
const destroyCpus = step({
  name: 'destroy-cpus',
  apply: (s) => {
    s.running = false;
  },
});
const setAside = step<[looks: boolean], 'set aside' | 'refused', 'set aside' | 'refused'>({
  name: 'set-aside',
  outcomes: names('set aside', 'refused'),
  apply: (s, [looks]) => {
    if (looks && s.setAside !== 0) return 'refused';
    s.setAside = s.handle;
    s.handle = 0;
    return 'set aside';
  },
});
const destroyCurrent = step({ name: 'destroy-configuration', apply: (s) => destroyConfiguration(s, s.handle) });
const forgetCurrent = step({
  name: 'forget-configuration',
  apply: (s) => {
    s.handle = 0;
    s.count -= 1;
  },
});

function* qemu(looks: boolean): Task {
  for (;;) {
    yield* here('normal');
    if ((yield* next()) === 'collected') continue;
    yield* destroyCpus();
    if ((yield* setAside(looks)) === 'set aside') continue;
    yield* destroyCurrent();
    yield* forgetCurrent();
  }
}

// The guest. docs/s390.md 6.2: a page of another configuration is destroyed (0x3f), a normal one imported (0x3e)

const touch = step<[count: number]>({
  name: 'touch',
  choices: ([count]) => count,
  guard: (s) => s.running,
  apply: (s, _, choice) => {
    const page = s.page.at(choice);
    if (page.of === 0) page.of = s.handle;
    else if (page.of !== s.handle) page.of = 0;
  },
});

function* guest(count: number): Task {
  for (;;) {
    yield* here('runs');
    yield* touch(count);
  }
}

// PERFORM, in batches of one page. docs/s390.md 3.4, 3.8, 3.10

const takeSetAside = step<[], number, number>({
  name: 'take-set-aside',
  outcomes: integer(1, 2),
  guard: (s) => s.setAside !== 0,
  apply: (s) => {
    const taken = s.setAside;
    s.setAside = 0;
    s.performing |= bit(taken);
    return taken;
  },
});
/** The Ultravisor refuses pages of the configuration that runs. */
const destroyPage = step<[number: number]>({
  name: 'destroy-page',
  apply: (s, [number]) => {
    const page = s.page.at(number);
    if (page.of !== s.handle) page.of = 0;
  },
});
const lookForSignal = step<[], 'killed' | 'go on', 'killed' | 'go on'>({
  name: 'look-for-signal',
  outcomes: names('killed', 'go on'),
  apply: (s) => (s.killed ? 'killed' : 'go on'),
});
const queue = step<[c: number]>({
  name: 'queue-for-cleanup',
  apply: (s, [c]) => {
    s.queued |= bit(c);
    endPerform(s, c);
  },
});
const destroySetAside = step<[c: number]>({ name: 'destroy-leftover', apply: (s, [c]) => destroyConfiguration(s, c) });
const forgetSetAside = step<[c: number]>({
  name: 'forget-leftover',
  apply: (s, [c]) => {
    s.count -= 1;
    endPerform(s, c);
  },
});

function endPerform(s: S, c: number): void {
  s.performing &= ~bit(c);
  s.killed = false;
}

function* sweep(count: number): Task<'killed' | 'go on'> {
  for (let number = 0; number < count; number++) {
    yield* destroyPage(number);
    if ((yield* lookForSignal()) === 'killed') return 'killed';
  }
  return 'go on';
}

function* perform(count: number): Task {
  for (;;) {
    yield* here('idle');
    const c = yield* takeSetAside();
    const end = yield* sweep(count);
    yield* here(end, c);
    if (end === 'killed') yield* queue(c);
    else {
      yield* destroySetAside(c);
      yield* forgetSetAside(c);
    }
  }
}

const kill = step({
  name: 'kill',
  guard: (s) => s.performing !== 0 && !s.killed,
  apply: (s) => {
    s.killed = true;
  },
});

function* killer(): Task {
  for (;;) {
    yield* here('waits');
    yield* kill();
  }
}

/** PREPARE and PERFORM while the guest runs again, and a fatal signal. The twin of promela/s390-perform.pml. */
export const s390Perform = (count: number, looks = true): MachineModel => ({
  declarations: declare(count),
  begin: () => undefined,
  actors: [
    { name: 'qemu', task: () => qemu(looks), daemon: true },
    { name: 'guest', task: () => guest(count), daemon: true },
    { name: 'perform', task: () => perform(count), daemon: true },
    { name: 'killer', task: killer, daemon: true },
  ],
  locks: [],
});

const held = (s: S, c: number): number =>
  Number(s.handle === c) + Number(s.setAside === c) + ((s.queued >> (c - 1)) & 1) + ((s.performing >> (c - 1)) & 1);
const alive = (s: S, c: number): number => (s.live >> (c - 1)) & 1;
const accounted = (s: S, c: number): boolean => held(s, c) <= 1 && held(s, c) >= alive(s, c);
const counted = (s: S, c: number): number => Math.min(1, held(s, c) + alive(s, c));
const owned: readonly PageClass<typeof fields>[] = [0, 1, 2].map(
  (c) =>
    ({ of }) =>
      of === c,
);
const ownsNothing = (s: S, c: number): boolean => s.page.count(owned[c] as PageClass<typeof fields>) === 0;
const source = 'docs/s390.md, I4 and I5';

export const s390Properties: readonly BoundProperty[] = [
  {
    id: 'accounted-once',
    kind: 'always',
    summary: 'a configuration that lives is held by exactly one of VM, record and thread',
    source,
    holds: (s: S) => accounted(s, 1) && accounted(s, 2),
  },
  {
    id: 'count-is-exact',
    kind: 'always',
    summary: 'protected_count is the number of configurations that are accounted for',
    source,
    holds: (s: S) => s.count === counted(s, 1) + counted(s, 2),
  },
  {
    id: 'pages-of-the-living',
    kind: 'always',
    summary: 'a secure page belongs to a configuration that exists',
    source,
    holds: (s: S) => (alive(s, 1) === 1 || ownsNothing(s, 1)) && (alive(s, 2) === 1 || ownsNothing(s, 2)),
  },
];
