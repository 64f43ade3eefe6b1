import { loadArchitecture } from '@cvm-teardown/core';
import {
  defineArchPlugin,
  defineOperation,
  flag,
  interval,
  type LitmusVocabulary,
  litmusCall,
  type MachineConfig,
  milestone,
  names,
  oneOf,
  type Property,
  pages,
  type Registrar,
  record,
  type SecureMemory,
  type StateView,
  stepsOver,
  sweep,
  type Task,
  type TeardownPolicy,
  tablesOver,
  use,
} from '@cvm-teardown/core/plugin';

/** A small architecture that has one of everything: what the command line prints about it must not change by itself. */

const source = 'made up for the tests';
const declare = ({ pages: count }: Pick<MachineConfig, 'pages'>) => ({
  vm: record({ gone: flag(), touches: flag() }),
  page: pages(count, { owner: oneOf('guest', 'host'), content: oneOf('secret', 'clean') }),
});
type S = StateView<ReturnType<typeof declare>>;
const step = stepsOver<S>();
const table = tablesOver<S>();

const operation = (name: string, cause: 'firmware call' | 'freeing', summary: string) =>
  defineOperation({ name, unit: cause === 'freeing' ? 'page' : 'call', cause, duration: 'atomic', summary, source });
const scrub = operation('scrub-page', 'firmware call', 'the content of a page is destroyed');
const query = operation('query-page', 'firmware call', 'the firmware says who owns a page');
const free = operation('free-page', 'freeing', 'a page goes back to the host');

const shutDown = step({
  name: 'shut-down',
  apply: (s) => {
    s.vm.gone = true;
  },
  source: 'docs/toy.md 1',
});
const awaitEnd = step({ name: 'await-end', guard: (s) => s.vm.gone });
const hang = step({ name: 'hang', guard: () => false });
const touch = step({
  name: 'touch',
  choices: (): number => 2,
  outcomes: names('done', 'refused'),
  apply: (s, _, choice) => {
    if (s.page.at(choice).owner === 'host') return 'refused';
    s.vm.touches = true;
    return 'done';
  },
});

const scrubPages = table({
  name: 'scrub',
  array: 'page',
  source: 'docs/toy.md 2',
  rule: ({ content }) =>
    content === 'clean'
      ? { uses: [use(query)] }
      : {
          uses: [use(scrub)],
          after: { content: 'clean' },
          faults: { 'firmware-busy': { uses: [use(query)], outcome: 'busy' } },
        },
});
const freePages = table({
  name: 'free',
  array: 'page',
  rule: ({ owner, content }) =>
    owner === 'host' || content === 'secret' ? undefined : { uses: [use(free)], after: { owner: 'host' } },
});
const freeBlindly = table({
  name: 'free-blindly',
  array: 'page',
  source: 'docs/toy.md 2',
  rule: ({ owner }) => (owner === 'host' ? undefined : { uses: [use(free)], after: { owner: 'host' } }),
});

function* vmm(): Task {
  yield* shutDown();
}

function* guest(): Task {
  yield* touch();
}

function* cleaner(machine: MachineConfig): Task {
  const all = interval(0, machine.pages);
  yield* awaitEnd();
  yield* milestone('requested');
  if (machine.has('hangs')) yield* hang();
  if (machine.has('frees-first')) yield* sweep(all, freeBlindly);
  if (!machine.has('skips-scrub')) yield* sweep(all, scrubPages);
  yield* sweep(all, machine.has('ignores-busy') ? freeBlindly : freePages);
  yield* milestone('unblocked');
}

const policy = (id: string, triggers: TeardownPolicy['triggers'], rest: object = {}): TeardownPolicy => ({
  id,
  title: `${id} scrubbing`,
  summary: `pages are scrubbed by the ${id} cleaner, then freed`,
  source,
  triggers,
  defaultRelease: 'v2',
  begin: () => undefined,
  actors: (machine) => [
    { name: 'vmm', task: vmm },
    { name: 'guest', task: guest, daemon: true },
    { name: 'cleaner', task: () => cleaner(machine) },
  ],
  ...rest,
});

const secureMemory: SecureMemory<S> = {
  verbs: {},
  custody: (s, page) => ({
    place: s.page.at(page).owner,
    content: s.page.at(page).content === 'secret' ? 'secret' : 'open',
  }),
};

const properties: readonly Property<S>[] = [
  {
    id: 'page-scrubbed',
    kind: 'sometimes',
    summary: 'a page is scrubbed',
    source,
    holds: (s) => s.page.count(({ content }) => content === 'clean') > 0,
  },
  { id: 'guest-acts', kind: 'sometimes', summary: 'the guest touches a page', source, holds: (s) => s.vm.touches },
];

const touchPage = step({
  name: 'touch-page',
  outcomes: names('done', 'refused'),
  apply: (s, [page]: [number]) => {
    s.vm.touches = true;
    return s.page.at(page).owner === 'host' ? 'refused' : 'done';
  },
});

const PAGES = { kind: 'pages', default: 'all', summary: 'which pages' } as const;

/** What litmus files of the tests are written with. */
const vocabulary: LitmusVocabulary<S> = {
  begin: () => undefined,
  pages: [
    {
      array: 'page',
      summary: 'content of a page that the guest has, or freed',
      names: ['secret', 'clean', 'freed'],
      given: (s, page, name) => {
        Object.assign(s.page.at(page), {
          owner: name === 'freed' ? 'host' : 'guest',
          content: name === 'secret' ? 'secret' : 'clean',
        });
      },
      read: (s, page) => (s.page.at(page).owner === 'host' ? 'freed' : s.page.at(page).content),
    },
  ],
  calls: [
    litmusCall({
      name: 'SHUT_DOWN',
      summary: 'the guest is gone',
      source,
      task: () => vmm(),
    }),
    litmusCall({
      name: 'AWAIT_END',
      summary: 'waits for the guest to be gone',
      source,
      *task() {
        yield* awaitEnd();
      },
    }),
    litmusCall({
      name: 'SCRUB',
      summary: 'the content of pages is destroyed',
      source,
      args: { pages: PAGES },
      *task(_machine, { pages: { from, to } }) {
        yield* sweep(interval(from, to), scrubPages);
      },
    }),
    litmusCall({
      name: 'FREE',
      summary: 'pages go back to the host',
      source,
      args: { pages: PAGES, blindly: { kind: 'flag', default: false, summary: 'also secret ones' } },
      *task(_machine, { pages: { from, to }, blindly }) {
        yield* sweep(interval(from, to), blindly ? freeBlindly : freePages);
      },
    }),
    litmusCall({
      name: 'TOUCH',
      summary: 'the guest touches a page',
      source,
      args: { page: { kind: 'page', summary: 'the page' } },
      results: { code: { names: { OK: 'done', REFUSED: 'refused' } } },
      *task(_machine, { page }) {
        return { code: yield* touchPage(page) };
      },
    }),
  ],
  faults: [{ name: 'firmware-busy', summary: 'the firmware does not scrub a page', source }],
};

function register(registrar: Registrar): void {
  registrar.capabilities({
    confidential: true,
    setAside: 'one',
    interruptible: false,
    scrub: 'page',
    invalidation: 'vm',
    conversion: 'none',
    hotplug: false,
  });
  registrar.model({ declare, locks: () => [], memory: 'page' });
  registrar.mmu({ plan: () => ({ pageBytes: 4096, description: 'one flat table' }), unmap: function* () {} });
  registrar.secureMemory(secureMemory);
  registrar.policy(policy('eager', ['exit', 'reboot']), policy('lazy', ['reboot'], { releases: ['v2', 'fixed'] }));
  registrar.operation(scrub, query, free);
  registrar.property(...properties);
  registrar.release(
    { id: 'v1', title: 'first posting', defects: ['frees-first'], source },
    { id: 'v2', title: 'second posting', defects: [], source },
    { id: 'fixed', title: 'no known defect', defects: [], source },
  );
  const defect = { source, mark: 'stated' } as const;
  registrar.defect(
    {
      ...defect,
      id: 'frees-first',
      kind: 'historical',
      summary: 'pages are freed before they are scrubbed',
      violates: 'no-secret-leaves',
    },
    { ...defect, id: 'hangs', kind: 'mutant', summary: 'the cleaner never begins', violates: 'no-deadlock' },
    {
      ...defect,
      id: 'ignores-busy',
      kind: 'mutant',
      summary: 'a page is freed although the firmware was too busy to scrub it',
      violates: 'no-secret-leaves',
      mark: 'inferred',
    },
    { ...defect, id: 'skips-scrub', kind: 'mutant', summary: 'nothing is scrubbed', violates: 'page-scrubbed' },
  );
  registrar.feature({ name: 'FAST', default: true, summary: 'scrubs fast', source });
  registrar.option({ name: 'layout', values: ['flat', 'nested'], default: 'flat', summary: 'shape of the tables' });
  registrar.constant({
    name: 'batch',
    value: 32,
    checkValue: 1,
    least: 1,
    unit: 'pages',
    summary: 'pages per batch',
    source,
  });
  registrar.profile({
    schemaVersion: 1,
    id: 'toy-box',
    arch: 'toy',
    machine: 'a box',
    summary: 'prices that are made up',
    rows: [
      { operation: 'scrub-page', unit: 'call', ns: 11.06, source, confidence: 'fitted', fits: ['toy-exit-1g'] },
      {
        operation: 'query-page',
        unit: 'call',
        relativeTo: { operation: 'scrub-page', times: 0.5 },
        source,
        confidence: 'assumed',
      },
    ],
  });
  registrar.published({
    id: 'toy-exit-1g',
    trigger: 'exit',
    memoryBytes: 2 ** 30,
    sides: [{ policy: 'eager', seconds: 3, kind: 'about' }],
    machine: 'a box',
    source,
  });
  registrar.litmusVocabulary(vocabulary);
  registrar.notModelled('caches', 'a second guest');
}

export const toyPlugin = defineArchPlugin({
  manifest: {
    id: 'toy',
    title: 'Toy architecture',
    version: '1.2.3',
    summary: 'pages are scrubbed, then freed',
    documentation: 'docs/toy.md',
  },
  register,
});

export const toy = loadArchitecture(toyPlugin);
