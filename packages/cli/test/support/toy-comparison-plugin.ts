import { loadArchitecture } from '@cvm-teardown/core';
import {
  type Actor,
  acquire,
  defineArchPlugin,
  defineOperation,
  flag,
  HELD_SWAPPABLE,
  interval,
  type Levels,
  lock,
  type MachineConfig,
  milestone,
  type Operation,
  oneOf,
  pages,
  phase,
  record,
  release,
  type StateView,
  stepsOver,
  sweep,
  tablesOver,
  use,
} from '@cvm-teardown/core/plugin';

/** A small architecture with policies to compare: one slow, one that defers the work, and published times beside them. */

const source = 'made up for the tests';
const PAGE_BYTES = 4096;

const declare = (machine: MachineConfig) => ({
  page: pages(machine.pages, { place: oneOf('guest', 'host'), clean: flag() }),
  vm: record({ gone: flag() }),
});
type S = StateView<ReturnType<typeof declare>>;
const step = stepsOver<S>();
const table = tablesOver<S>();

const operation = (name: string, unit: string, cause: Operation['cause'], summary: string): Operation =>
  defineOperation({ name, unit, cause, duration: 'atomic', summary, source });
const scrub = operation('scrub-page', 'page', 'firmware call', 'the content of a page is destroyed');
const flush = operation('flush-line', 'line', 'cache maintenance', 'a line of a page is cleaned');
const dismiss = operation('dismiss-guest', 'call', 'firmware call', 'the firmware forgets the guest');
const notify = operation('notify', 'call', 'bookkeeping', 'somebody is told');
const free = operation('free-page', 'page', 'freeing', 'a page goes back to the host');

const VM = lock('vm');
const tell = step({ name: 'tell', operation: notify });
const forget = step({
  name: 'forget',
  operation: dismiss,
  apply: (s) => {
    s.vm.gone = true;
  },
});
const awaitEnd = step({ name: 'await-end', guard: (s) => s.vm.gone });

const LINES = 4;
const scrubPages = table({
  name: 'scrub',
  array: 'page',
  rule: ({ clean }) => (clean ? undefined : { uses: [use(scrub), use(flush, LINES)], after: { clean: true } }),
});
const freePages = table({
  name: 'free',
  array: 'page',
  rule: ({ place }) =>
    place === 'host'
      ? undefined
      : { uses: [use(free)], after: { place: 'host' }, levels: { [HELD_SWAPPABLE]: -PAGE_BYTES } },
});
const guestPages = ({ pages: count }: MachineConfig) => interval(0, count);

/** Whoever waits does everything; on exit the pages are freed too. */
const pageByPage = (machine: MachineConfig): readonly Actor[] => [
  {
    name: 'vmm',
    charged: 'process',
    task: function* () {
      yield* milestone('requested');
      yield* tell();
      yield* phase('scrub');
      yield* sweep(guestPages(machine), scrubPages);
      yield* forget();
      yield* milestone('scrubbed');
      yield* milestone('unblocked');
      if (machine.trigger !== 'exit') return;
      yield* phase('free');
      yield* sweep(guestPages(machine), freePages);
      yield* milestone('memory-back');
    },
  },
];

/** One call, and a worker does the rest. */
const atOnce = (machine: MachineConfig): readonly Actor[] => [
  {
    name: 'vmm',
    charged: 'process',
    task: function* () {
      yield* milestone('requested');
      yield* tell();
      yield* phase('dismiss');
      yield* acquire(VM);
      yield* forget();
      yield* release(VM);
      yield* milestone('unblocked');
    },
  },
  {
    name: 'worker',
    charged: 'kernel thread',
    task: function* () {
      yield* awaitEnd();
      yield* phase('scrub');
      yield* sweep(guestPages(machine), scrubPages);
      yield* milestone('scrubbed');
    },
  },
];

const row = { source, confidence: 'assumed' };
const profile = (id: string, summary: string, rows: readonly object[]) => ({
  schemaVersion: 1,
  id,
  arch: 'toy',
  machine: 'no machine',
  summary,
  rows,
});

const isGuest = ({ place }: { place: string }): boolean => place === 'guest';
const described = {
  title: 'made up',
  summary: 'made up',
  source,
  begin: () => undefined,
  levels: (s: Readonly<S>, { trigger }: MachineConfig): Levels =>
    trigger === 'exit' ? { [HELD_SWAPPABLE]: s.page.count(isGuest) * PAGE_BYTES } : {},
} as const;

const toyComparisonPlugin = defineArchPlugin({
  manifest: { id: 'toy', title: 'Toy', version: '1.2.3', summary: 'made up for the tests' },
  register: (toy) => {
    toy.capabilities({
      confidential: false,
      setAside: 'none',
      interruptible: false,
      scrub: 'page',
      invalidation: 'page',
      conversion: 'none',
      hotplug: false,
    });
    toy.model({ declare, locks: () => [{ name: 'vm', instances: 1 }], memory: 'page' });
    toy.mmu({ plan: () => ({ pageBytes: PAGE_BYTES, description: 'pages' }), unmap: function* () {} });
    toy.operation(scrub, flush, dismiss, notify, free);
    toy.feature({ name: 'fast', default: false, summary: 'made up', source });
    toy.release(
      { id: '1.0', title: 'the first', defects: [], source },
      { id: 'fixed', title: 'all defects off', defects: [], source },
    );
    toy.policy(
      { ...described, id: 'page-by-page', triggers: ['exit', 'reboot'], defaultRelease: '1.0', actors: pageByPage },
      { ...described, id: 'at-once', triggers: ['reboot'], defaultRelease: 'fixed', actors: atOnce },
      { ...described, id: 'renamed', triggers: ['exit', 'reboot'], defaultRelease: 'fixed', actors: pageByPage },
    );
    toy.published({
      id: 'toy-reboot-1g',
      trigger: 'reboot',
      memoryBytes: 2 ** 30,
      sides: [
        { policy: 'page-by-page', seconds: 1.5, kind: 'about' },
        { policy: 'at-once', seconds: 0.001, kind: 'at most' },
      ],
      machine: 'a toy',
      source,
    });
    toy.profile(
      profile('toy-machine', 'everything but freeing', [
        { ...row, operation: 'scrub-page', unit: 'page', ns: 5000, confidence: 'fitted', fits: ['toy-reboot-1g'] },
        { ...row, operation: 'flush-line', unit: 'line', ns: 11.064, confidence: 'measured' },
        { ...row, operation: 'dismiss-guest', unit: 'call', ns: 20_000 },
        { ...row, operation: 'notify', unit: 'call', relativeTo: { operation: 'dismiss-guest', times: 0.5 } },
      ]),
      profile('toy-ratios', 'ratios only', [
        { ...row, operation: 'flush-line', unit: 'line', relativeTo: { operation: 'scrub-page', times: 0.01 } },
        { ...row, operation: 'dismiss-guest', unit: 'call', relativeTo: { operation: 'scrub-page', times: 4 } },
      ]),
    );
    toy.notModelled('toy: nothing is real');
  },
});

export const toyComparison = loadArchitecture(toyComparisonPlugin);
