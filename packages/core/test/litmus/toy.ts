/** A small architecture whose calls do one thing each, so that tests can say exactly what a litmus file must find. */
import { loadArchitecture } from '../../src/machine/index.js';
import {
  acquire,
  defineArchPlugin,
  defineOperation,
  fail,
  flag,
  interval,
  type LitmusVocabulary,
  list,
  litmusCall,
  lock,
  type MachineConfig,
  names,
  oneOf,
  type PageRule,
  type PageTable,
  type Property,
  pageOf,
  pages,
  type Row,
  range,
  record,
  records,
  release,
  type StateView,
  stepsOver,
  sub,
  sweep,
  type Task,
  tablesOver,
  use,
} from '../../src/plugin/index.js';

const source = 'made up for the tests';

const declare = ({ pages: count }: MachineConfig) => ({
  vm: record({ mode: oneOf('off', 'on'), open: flag(), handle: range(0, 3) }),
  slot: records(3, { used: flag(), by: range(0, 2) }),
  queue: list(2, range(0, 3)),
  budget: range(0, 8),
  failed: range(0, 4),
  last: pageOf('page', count),
  page: pages(count, { owner: oneOf('guest', 'host'), content: oneOf('secret', 'clean'), busy: flag() }),
  tree: pages(Math.ceil(count / 2), { entries: range(0, 2) }),
});
type S = StateView<ReturnType<typeof declare>>;
const step = stepsOver<S>();
const table = tablesOver<S>();

const operation = (name: string, duration: 'atomic' | 'busy' = 'atomic') =>
  defineOperation({ name, unit: 'call', cause: 'firmware call', duration, summary: name, source });
const openCall = operation('open-call');
const scrubPage = operation('scrub-page', 'busy');
const tryAgain = operation('try-again');
const walkBatch = operation('walk-batch');
const flushStretch = operation('flush-stretch');
const freeTree = operation('free-tree');

const open = step({
  name: 'open',
  operation: (seen) => (seen === 'OK' ? openCall : undefined),
  units: () => 2,
  outcomes: names('OK', 'BUSY', 'BROKEN'),
  faults: ['open-fails', 'open-breaks'],
  apply: (s, _args: [], _choice, fault) => {
    if (fault === 'open-fails') return 'BUSY';
    if (fault === 'open-breaks') {
      s.failed += 1;
      return 'BROKEN';
    }
    if (s.vm.open) return 'BUSY';
    s.vm.open = true;
    return 'OK';
  },
});

const put = step({
  name: 'put',
  apply: (s, [page, fits]: [number, boolean]) => {
    if (!fits) fail('pages-fit', `page ${page} does not fit`);
    s.last = page;
    s.queue.push(page % 4);
  },
});

const take = step({ name: 'take', guard: (s) => s.queue.length > 0, apply: (s) => void s.queue.shift() });
const mode = step({
  name: 'set-mode',
  apply: (s, [value, handle]: ['off' | 'on', number]) => {
    Object.assign(s.vm, { mode: value, handle });
  },
});
const look = step({ name: 'look', outcomes: names('off', 'on'), apply: (s) => s.vm.mode });

/** Scrubbing a page costs one of the budget while there is one, may fail, and takes time. */
const scrubTable: PageTable = table({
  name: 'scrub',
  array: 'page',
  // biome-ignore lint/suspicious/noExplicitAny: the fields are those of `page`
  rule: (page): PageRule<any> | undefined => {
    if (page.busy) return { wait: true };
    if (page.content === 'clean') return undefined;
    return {
      uses: [use(scrubPage), use(tryAgain, 3)],
      during: { busy: true },
      after: { content: 'clean' },
      entries: 0,
      counters: { budget: -1 },
      needs: { counter: 'budget', amount: 1, otherwise: { uses: [use(tryAgain)], stop: 'no budget' } },
      faults: { 'scrub-fails': { uses: [use(tryAgain)], counters: { failed: 1 }, outcome: 'failed' } },
    };
  },
});
const treeTable: PageTable = table({ name: 'tree', array: 'tree', rule: () => ({ uses: [use(freeTree)] }) });

const VM = lock('vm');
const scrub = sub(function* scrub(from: number, to: number): Task<Row> {
  yield* acquire(VM);
  const end = yield* sweep(interval(from, to), scrubTable, {
    signals: 'page',
    tails: [{ kind: 'table', every: 2, table: treeTable }],
  });
  yield* release(VM);
  return { errno: end === 'finished' ? 0 : end === 'interrupted' ? -4 : -12, end };
});

const halt = step({ name: 'halt', signals: ([who]: [string]) => who.split(' ').filter((name) => name !== '') });

const errno = { names: { OK: 0, EINTR: -4, ENOMEM: -12, '-ENOMEM': -12 }, integers: true } as const;

const vocabulary: LitmusVocabulary<S> = {
  begin: (s) => {
    s.budget = 4;
  },
  words: [
    {
      name: 'flags',
      summary: 'what the VM is',
      values: ['ON', 'OPEN'],
      list: true,
      given: (s, value) => {
        const flags = value as readonly string[];
        s.vm.mode = flags.includes('ON') ? 'on' : 'off';
        s.vm.open = flags.includes('OPEN');
      },
      read: (s) => [...(s.vm.open ? ['OPEN'] : []), ...(s.vm.mode === 'on' ? ['ON'] : [])],
    },
    { name: 'queued', summary: 'how many', values: [0, 1, 2], read: (s) => s.queue.length },
  ],
  pages: [
    {
      array: 'page',
      summary: 'whose it is',
      names: ['mine', 'theirs'],
      given: (s, page, name) => {
        s.page.at(page).owner = name === 'mine' ? 'guest' : 'host';
      },
      read: (s, page) => (s.page.at(page).owner === 'guest' ? 'mine' : 'theirs'),
    },
  ],
  settle: (s) => {
    const hasHostPages = s.page.count(({ owner }) => owner === 'host') > 0;
    if (hasHostPages) Object.assign(s.slot[1] ?? {}, { used: true });
  },
  calls: [
    litmusCall({
      name: 'OPEN',
      summary: 'opens',
      source,
      by: ['firmware', 'guest'],
      results: { code: { names: { OK: 'OK', BUSY: 'BUSY', BROKEN: 'BROKEN' } } },
      *task() {
        return { code: yield* open() };
      },
    }),
    litmusCall({
      name: 'PUT',
      summary: 'queues a page',
      source,
      args: {
        page: { kind: 'page', summary: 'which' },
        fits: { kind: 'flag', default: true, summary: 'whether it fits' },
      },
      *task(_machine, { page, fits }) {
        yield* put(page, fits);
      },
    }),
    litmusCall({
      name: 'TAKE',
      summary: 'waits for something in the queue',
      source,
      *task() {
        yield* take();
      },
    }),
    litmusCall({
      name: 'MODE',
      summary: 'sets the mode',
      source,
      args: {
        mode: { kind: 'name', names: ['off', 'on'], summary: 'which' },
        handle: { kind: 'number', min: 0, max: 3, default: 0, summary: 'a number' },
      },
      *task(_machine, { mode: value, handle }) {
        yield* mode(value, handle);
      },
    }),
    litmusCall({
      name: 'LOOK',
      summary: 'reads the mode',
      source,
      results: { mode: { names: { off: 'off', on: 'on' } } },
      *task() {
        return { mode: yield* look() };
      },
    }),
    litmusCall({
      name: 'HALT',
      summary: 'a fatal signal for everybody else',
      source,
      *task(_machine, _args, _by, others) {
        yield* halt(others.join(' '));
      },
    }),
    litmusCall({
      name: 'SCRUB',
      summary: 'scrubs pages',
      source,
      args: { pages: { kind: 'pages', default: 'all', summary: 'which' } },
      results: {
        errno,
        end: { names: { done: 'finished', interrupted: 'interrupted', 'no budget': 'no budget' } },
      },
      task: (_machine, { pages: { from, to } }) => scrub(from, to),
    }),
    litmusCall({
      name: 'SCRUB_BATCHED',
      summary: 'scrubs pages in batches',
      source,
      *task(machine) {
        const batch = { size: 2, mark: () => ({}), fixed: use(walkBatch) };
        yield* sweep(interval(0, machine.pages), scrubTable, { batch });
      },
    }),
    litmusCall({
      name: 'SCRUB_STRETCHED',
      summary: 'scrubs pages with something behind each two',
      source,
      *task(machine) {
        const uses = () => [use(flushStretch)];
        yield* sweep(interval(0, machine.pages), scrubTable, {
          tails: [{ kind: 'span', name: 'flush', every: 2, uses }],
        });
      },
    }),
    litmusCall({
      name: 'NEW',
      summary: 'came with v2',
      source,
      missing: (machine) => (machine.since('v2') ? undefined : 'it came with v2'),
      *task() {
        yield* look();
      },
    }),
    litmusCall({
      name: 'BREAK',
      summary: 'asks for more than there is',
      source,
      *task() {
        for (let i = 0; i < 3; i++) yield* put(0, true);
      },
    }),
    litmusCall({
      name: 'HANG',
      summary: 'takes a lock and never gives it back',
      source,
      *task() {
        yield* acquire(VM);
        yield* take();
      },
    }),
  ],
  faults: [
    { name: 'open-fails', summary: 'open fails', source },
    { name: 'open-breaks', summary: 'open breaks', source },
    { name: 'scrub-fails', summary: 'a page cannot be scrubbed', source },
  ],
  situations: [
    { id: 'queue-full', kind: 'sometimes', summary: 'the queue is full', source, holds: (s) => s.queue.length === 2 },
    { id: 'failed-twice', kind: 'sometimes', summary: 'something failed twice', source, holds: (s) => s.failed === 2 },
  ],
};

const properties: readonly Property<S>[] = [
  { id: 'pages-fit', kind: 'always', summary: 'every page fits', source },
  {
    id: 'open-while-on',
    kind: 'always',
    summary: 'what is open is on',
    source,
    applies: ({ trigger }) => trigger === 'exit',
    holds: (s) => !s.vm.open || s.vm.mode === 'on',
  },
  { id: 'ends-on', kind: 'eventually', summary: 'it ends on', source, holds: (s) => s.vm.mode === 'on' },
  { id: 'is-on', kind: 'sometimes', summary: 'it is on', source, holds: (s) => s.vm.mode === 'on' },
];

export const toyPlugin = defineArchPlugin({
  manifest: { id: 'toy', title: 'Toy', version: '1.0.0', summary: 'calls that do one thing each' },
  register: (registrar) => {
    registrar.capabilities({
      confidential: false,
      setAside: 'none',
      interruptible: true,
      scrub: 'page',
      invalidation: 'page',
      conversion: 'none',
      hotplug: false,
    });
    registrar.model({ declare, locks: () => [{ name: 'vm', instances: 1 }], memory: 'page' });
    registrar.mmu({ plan: () => ({ pageBytes: 4096, description: 'flat' }), unmap: function* () {} });
    registrar.policy({
      id: 'only',
      title: 'only',
      summary: 'there is one',
      source,
      triggers: ['close', 'exit'],
      defaultRelease: 'v1',
      begin: () => {},
      actors: () => [],
    });
    registrar.operation(openCall, scrubPage, tryAgain, walkBatch, flushStretch, freeTree);
    registrar.release(
      { id: 'v1', title: 'first', defects: [], source },
      { id: 'v2', title: 'second', defects: [], source },
      { id: 'fixed', title: 'fixed', defects: [], source },
    );
    registrar.defect({
      id: 'leaves-open',
      kind: 'mutant',
      summary: 'stays open',
      violates: 'pages-fit',
      source,
      mark: 'inferred',
    });
    registrar.feature({ name: 'FAST', default: true, summary: 'fast', source });
    registrar.option({ name: 'layout', values: ['flat', 'nested'], default: 'flat', summary: 'shape' });
    registrar.constant({ name: 'batch', value: 32, checkValue: 1, unit: 'pages', summary: 'pages per batch', source });
    registrar.property(...properties);
    registrar.litmusVocabulary(vocabulary);
  },
});

export const toy = loadArchitecture(toyPlugin);
