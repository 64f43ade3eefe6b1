import { loadArchitecture } from '../../src/machine/index.js';
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
  type OperationUse,
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
} from '../../src/plugin/index.js';

export const PAGE = 4096;
const MANIFEST = { id: 'toy', title: 'Toy', version: '1.2.3', summary: 'Made up.' };

const declare = (machine: MachineConfig) => ({
  page: pages(machine.pages, { place: oneOf('guest', 'host'), clean: flag() }),
  vm: record({ dismissed: flag() }),
});
type S = StateView<ReturnType<typeof declare>>;
const step = stepsOver<S>();
const table = tablesOver<S>();

const operation = (name: string, unit: string, cause: Operation['cause'], broadcasts = 0): Operation =>
  defineOperation({ name, unit, cause, broadcasts, duration: 'atomic', summary: 'Made up.', source: 'a test' });
const scrub = operation('scrub', 'page', 'firmware call');
const encrypt = operation('encrypt', 'page', 'firmware call');
const dismiss = operation('dismiss', 'call', 'firmware call', 2);
const free = operation('free', 'page', 'freeing');

const dismissGuest = step({
  name: 'dismiss-guest',
  operation: dismiss,
  apply: (s) => {
    s.vm.dismissed = true;
  },
});
const waitForDismissal = step({ name: 'wait-for-dismissal', guard: (s) => s.vm.dismissed });

const cleaning = (name: string, uses: readonly OperationUse[]) =>
  table({
    name,
    array: 'page',
    rule: ({ clean }) =>
      clean
        ? undefined
        : { uses, after: { place: 'host', clean: true }, levels: { [HELD_SWAPPABLE]: -PAGE }, outcome: 'cleaned' },
  });

const all = ({ pages }: MachineConfig) => interval(0, pages);

/** Cleans each page while the caller waits. */
const eager = (machine: MachineConfig, operation: Operation): readonly Actor[] => {
  const uses = machine.option('freeing') === 'yes' ? [use(operation), use(free)] : [use(operation)];
  const clean = cleaning('clean', uses);
  return [
    {
      name: 'caller',
      charged: 'caller',
      task: function* () {
        yield* milestone('requested');
        yield* phase('clean');
        yield* sweep(all(machine), clean);
        yield* milestone('unblocked');
        yield* milestone('memory-back');
      },
    },
  ];
};

/** One call under a lock; a worker cleans later. `waiting`: the caller waits for the worker. */
const lazy = (machine: MachineConfig): readonly Actor[] => {
  const clean = cleaning('clean', [use(scrub)]);
  return [
    {
      name: 'caller',
      charged: 'caller',
      task: function* () {
        yield* milestone('requested');
        yield* phase('dismiss');
        yield* acquire(lock('vm'));
        yield* dismissGuest();
        yield* release(lock('vm'));
        yield* milestone('unblocked');
      },
    },
    {
      name: 'worker',
      charged: 'kernel thread',
      task: function* () {
        yield* waitForDismissal();
        yield* phase('clean');
        yield* sweep(all(machine), clean);
        yield* milestone('memory-back');
      },
    },
  ];
};

/** The caller's one call has to wait for a lock that somebody keeps while cleaning. */
const queued = (machine: MachineConfig): readonly Actor[] => {
  const clean = cleaning('clean', [use(scrub)]);
  return [
    {
      name: 'worker',
      charged: 'kernel thread',
      task: function* () {
        yield* acquire(lock('vm'));
        yield* sweep(all(machine), clean);
        yield* release(lock('vm'));
      },
    },
    {
      name: 'caller',
      charged: 'caller',
      task: function* () {
        yield* milestone('requested');
        yield* acquire(lock('vm'));
        yield* dismissGuest();
        yield* milestone('unblocked');
        yield* release(lock('vm'));
      },
    },
  ];
};

const isGuest = ({ place }: { place: string }): boolean => place === 'guest';
const described = {
  title: 'Made up',
  summary: 'Made up.',
  source: 'a test',
  defaultRelease: 'fixed',
  levels: (s: Readonly<S>): Levels => ({ [HELD_SWAPPABLE]: s.page.count(isGuest) * PAGE }),
};
const row = { source: 'a test', unit: 'page' };

const toyPlugin = defineArchPlugin({
  manifest: MANIFEST,
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
    toy.mmu({ plan: () => ({ pageBytes: PAGE, description: 'pages' }), unmap: function* () {} });
    toy.operation(scrub, encrypt, dismiss, free);
    toy.option({ name: 'freeing', values: ['no', 'yes'], default: 'no', summary: 'Whether pages are freed.' });
    toy.feature({ name: 'fast', default: false, summary: 'Made up.', source: 'a test' });
    toy.release(
      { id: 'v1', title: 'v1', defects: [], source: 'a test' },
      { id: 'fixed', title: 'fixed', defects: [], source: 'a test' },
    );
    const begin = () => undefined;
    toy.policy(
      { ...described, id: 'eager', triggers: ['exit', 'reboot'], begin, actors: (m) => eager(m, scrub) },
      { ...described, id: 'again', triggers: ['exit', 'reboot'], begin, actors: (m) => eager(m, scrub) },
      { ...described, id: 'encrypting', triggers: ['exit'], begin, actors: (m) => eager(m, encrypt) },
      { ...described, id: 'lazy', triggers: ['exit'], begin, actors: lazy },
      { ...described, id: 'queued', triggers: ['exit'], begin, actors: queued },
    );
    toy.published({
      id: 'toy-exit-1m',
      trigger: 'exit',
      memoryBytes: 2 ** 20,
      memoryNote: 'written 1M',
      options: { freeing: 'no' },
      sides: [
        { policy: 'eager', release: 'v1', seconds: 2.5, kind: 'about' },
        { policy: 'lazy', kind: 'unknown' },
        { policy: 'queued', seconds: 3, kind: 'value' },
        { policy: 'eager', features: ['fast'], seconds: 1, kind: 'at most' },
      ],
      machine: 'a toy',
      source: 'a test',
    });
    toy.profile(
      {
        schemaVersion: 1,
        id: 'toy-machine',
        arch: 'toy',
        machine: 'Toy',
        summary: 'Made up.',
        rows: [
          { ...row, operation: 'scrub', ns: 1000.5, confidence: 'fitted', fits: ['toy-exit-1m'], derivation: 'halved' },
          { ...row, operation: 'encrypt', relativeTo: { operation: 'scrub', times: 2 }, confidence: 'derived' },
          { ...row, operation: 'dismiss', unit: 'call', ns: 5000, confidence: 'assumed' },
        ],
      },
      {
        schemaVersion: 1,
        id: 'toy-ratios',
        arch: 'toy',
        machine: 'Toy',
        summary: 'Only ratios.',
        rows: [
          { ...row, operation: 'encrypt', relativeTo: { operation: 'scrub', times: 2 }, confidence: 'derived' },
          {
            ...row,
            operation: 'dismiss',
            unit: 'call',
            relativeTo: { operation: 'scrub', times: 3 },
            confidence: 'assumed',
          },
        ],
      },
    );
    toy.notModelled('caches');
  },
});

export const toy = loadArchitecture(toyPlugin);
