/** The example of docs/plugin-authors.md, complete. Its regions are shown there, in this order; the test beside it runs it. */
// #region state
import {
  type Actor,
  type CapabilityRecord,
  type Defect,
  defineArchPlugin,
  defineOperation,
  type Feature,
  fail,
  flag,
  here,
  interval,
  type LitmusVocabulary,
  litmusCall,
  type MachineConfig,
  type MemoryAccount,
  type Mmu,
  type Model,
  milestone,
  oneOf,
  type PageRange,
  type PageSeen,
  type PageTable,
  type Property,
  page,
  pageSeen,
  pages,
  phase,
  type SecureMemory,
  type StateView,
  type SweepEnd,
  stepsOver,
  sub,
  sweep,
  type Task,
  type TeardownPolicy,
  tablesOver,
  use,
} from '@cvm-teardown/core/plugin';

const declare = (machine: MachineConfig) => ({
  keyLoaded: flag(),
  page: pages(machine.pages, {
    place: oneOf('absent', 'guest', 'host', 'leaked'),
    content: oneOf('open', 'secret', 'encrypted'),
    /** A firmware call on the page is in flight. */
    busy: flag(),
  }),
});

type S = StateView<ReturnType<typeof declare>>;
const step = stepsOver<S>();
const table = tablesOver<S>();

// #endregion

// #region operations
const source = 'the manual of the vault, which does not exist';

const wipePage = defineOperation({
  name: 'wipe-page',
  unit: 'page',
  cause: 'firmware call',
  duration: 'busy',
  summary: 'the firmware overwrites a page and lets the host have it',
  source,
});
const exportPage = defineOperation({
  ...wipePage,
  name: 'export-page',
  summary: 'the firmware encrypts a page in place',
});
const freePage = defineOperation({
  name: 'free-page',
  unit: 'page',
  cause: 'freeing',
  duration: 'atomic',
  summary: 'the host takes a page back',
  source,
});
const dropKey = defineOperation({
  name: 'drop-key',
  unit: 'call',
  cause: 'firmware call',
  duration: 'atomic',
  summary: 'the firmware forgets the key of a guest',
  source,
});
// #endregion

// #region tables
const BUSY = { busy: true } as const;

/** What the exiting process does with a page, whatever it finds there. */
const giveBack = (machine: MachineConfig) =>
  table({
    name: 'give-back',
    array: 'page',
    source,
    rule: ({ place, content, busy }) => {
      if (busy) return machine.has('skips-busy-pages') ? undefined : { wait: true };
      if (place !== 'guest') return undefined;
      if (content !== 'secret')
        return { uses: [use(freePage)], after: { place: 'host', content: 'open' }, outcome: 'freed' };
      const refused = machine.has('frees-refused-pages') ? 'host' : 'leaked';
      return {
        uses: [use(wipePage), use(freePage)],
        during: BUSY,
        after: { place: 'host', content: 'open' },
        outcome: 'wiped',
        faults: {
          'wipe-refused': { uses: [use(wipePage)], during: BUSY, after: { place: refused }, outcome: 'leaked' },
        },
      };
    },
  });

/** The host is short of memory and wants to read a page. */
const encrypt = table({
  name: 'encrypt',
  array: 'page',
  source,
  rule: ({ place, content, busy }) => {
    if (busy) return { wait: true };
    if (place !== 'guest' || content !== 'secret') return undefined;
    return { uses: [use(exportPage)], during: BUSY, after: { content: 'encrypted' }, outcome: 'exported' };
  },
});
// #endregion

// #region tasks
const forgetKey = step({
  name: 'forget-key',
  operation: dropKey,
  apply: (s) => {
    const lost = s.page.count(({ place, content, busy }) => place === 'guest' && content === 'secret' && !busy);
    if (lost > 0) fail('key-outlives-secrets', `${lost} pages are still secret`);
    s.keyLoaded = false;
  },
  source,
});

const exit = sub(function* exit(machine: MachineConfig, table: PageTable): Task {
  if (machine.has('drops-key-first')) yield* forgetKey();
  yield* phase('pages');
  yield* sweep(interval(0, machine.pages), table);
  yield* phase('key');
  yield* forgetKey();
});
// #endregion

// #region environment
const encryptRange = sub(function* encryptRange(range: PageRange): Task<SweepEnd> {
  return yield* sweep(range, encrypt);
});

/** Which page is up to the environment: a walk tries them all. */
const pick = step<[count: number], PageSeen, PageSeen>({
  name: 'pick',
  outcomes: page,
  choices: ([count]) => count,
  apply: (_, __, choice) => pageSeen(choice),
});

function* pressure(machine: MachineConfig): Task {
  for (;;) {
    yield* here('pressure');
    const { page: number } = yield* pick(machine.pages);
    yield* encryptRange(interval(number, number + 1));
  }
}
// #endregion

// #region policy
const eager: TeardownPolicy<S> = {
  id: 'eager',
  title: 'wipe page by page',
  summary: 'The exiting process has each page wiped, then the key dropped.',
  source,
  triggers: ['exit'],
  defaultRelease: 'fixed',
  begin: (s) => {
    s.keyLoaded = true;
    s.page.fill({ place: 'guest', content: 'secret' });
  },
  actors: (machine) => {
    const table = giveBack(machine);
    const vmm: Actor = {
      name: 'vmm',
      charged: 'process',
      *task() {
        yield* milestone('requested');
        yield* exit(machine, table);
        yield* milestone('unblocked');
        yield* milestone('memory-back');
      },
    };
    const host: Actor = {
      name: 'host',
      charged: 'kernel thread',
      task: () => pressure(machine),
      daemon: true,
    };
    return machine.purpose === 'check' && machine.feature('swap') ? [vmm, host] : [vmm];
  },
};

const swap: Feature = { name: 'swap', default: true, summary: 'The host swaps guest pages.', source };
// #endregion

// #region judgement
/** Core looks at every page through this: no secret may leave. */
const secureMemory: SecureMemory<S> = {
  verbs: { expose: (_, range) => encryptRange(range) },
  custody: (s, number) => {
    const { place, content } = s.page.at(number);
    return { place: place === 'absent' ? 'guest' : place, content };
  },
};

const mmu: Mmu<S> = {
  plan: () => ({ pageBytes: 4096, description: '4 KiB pages, no tables' }),
  unmap: (_, range) => encryptRange(range),
};

const at = (...places: readonly string[]) => {
  const isThere = ({ place }: { readonly place: string }) => places.includes(place);
  return (s: Readonly<S>) => s.page.count(isThere);
};

/** Core adds up: every frame is the host's, the guest's, or given up; and nothing of the exiting guest may be left. */
const frames: MemoryAccount<S> = {
  name: 'frames',
  source,
  total: (machine) => machine.pages,
  free: at('host', 'absent'),
  owned: at('guest'),
  leaked: at('leaked'),
  owed: at('guest'),
};

const model: Model = { declare, locks: () => [], memory: 'page', accounts: [frames] };

const properties: readonly Property<S>[] = [
  {
    id: 'key-outlives-secrets',
    kind: 'always',
    summary: 'the key is dropped only when nothing needs it any more',
    source,
  },
  {
    id: 'exported-while-exiting',
    kind: 'sometimes',
    summary: 'the exit meets a page that was encrypted already',
    source,
    applies: (machine) => machine.feature('swap'),
    holds: (s) => s.page.count(({ content }) => content === 'encrypted') > 0,
  },
];

const defects: readonly Defect[] = [
  {
    id: 'frees-refused-pages',
    kind: 'historical',
    summary: 'A page whose wiping was refused is freed all the same.',
    violates: 'no-secret-leaves',
    source,
    mark: 'stated',
  },
  {
    id: 'drops-key-first',
    kind: 'mutant',
    summary: 'The exit drops the key before it looks at the pages.',
    violates: 'key-outlives-secrets',
    source,
    mark: 'inferred',
  },
  {
    id: 'skips-busy-pages',
    kind: 'mutant',
    summary: 'The exit passes over a page that is in flight.',
    violates: 'memory-comes-back',
    source,
    mark: 'inferred',
  },
];
// #endregion

// #region litmus
const NAMES = ['secret', 'encrypted', 'open', 'back'] as const;

/** What litmus files about the vault can say. */
const vocabulary: LitmusVocabulary<S> = {
  begin: eager.begin,
  pages: [
    {
      array: 'page',
      summary: 'what is in a page of the guest; back: the host has it',
      names: NAMES,
      given: (s, number, name) => {
        const isBack = name === 'back';
        Object.assign(s.page.at(number), { place: isBack ? 'host' : 'guest', content: isBack ? 'open' : name });
      },
      read: (s, number) => (s.page.at(number).place === 'host' ? 'back' : s.page.at(number).content),
    },
  ],
  calls: [
    litmusCall({
      name: 'exit',
      summary: 'the process ends: each page is wiped, then the key is dropped',
      source,
      task: (machine) => exit(machine, giveBack(machine)),
    }),
    litmusCall({
      name: 'swap-out',
      summary: 'the host takes a page away and encrypts it',
      source,
      args: { page: { kind: 'page', summary: 'which' } },
      results: { end: { names: { done: 'finished' } } },
      *task(_, { page: number }) {
        return { end: yield* encryptRange(interval(number, number + 1)) };
      },
    }),
  ],
  faults: [{ name: 'wipe-refused', summary: 'the firmware does not wipe a page', source }],
};
// #endregion

// #region plugin
const capabilities: CapabilityRecord = {
  confidential: true,
  setAside: 'none',
  interruptible: false,
  scrub: 'page',
  invalidation: 'vm',
  conversion: 'none',
  hotplug: false,
};

/** In a package of its own: profiles/vault-prototype.json. */
const prototype = {
  schemaVersion: 1,
  id: 'vault-prototype',
  arch: 'vault',
  machine: 'a prototype',
  summary: 'Made up, to show the form.',
  rows: [
    { operation: 'wipe-page', unit: 'page', ns: 900, source, confidence: 'assumed' },
    {
      operation: 'export-page',
      unit: 'page',
      relativeTo: { operation: 'wipe-page', times: 2 },
      source,
      confidence: 'assumed',
    },
    { operation: 'drop-key', unit: 'call', ns: 5000, source, confidence: 'assumed' },
  ],
};

export default defineArchPlugin({
  manifest: { id: 'vault', title: 'Vault', version: '1.0.0', summary: 'A machine that keeps guests in a vault.' },
  register: (registrar) => {
    registrar.capabilities(capabilities);
    registrar.model(model);
    registrar.mmu(mmu);
    registrar.secureMemory(secureMemory);
    registrar.operation(wipePage, exportPage, freePage, dropKey);
    registrar.policy(eager);
    registrar.feature(swap);
    registrar.property(...properties);
    registrar.defect(...defects);
    registrar.release(
      { id: '1.0', title: 'first version', defects: ['frees-refused-pages'], source },
      { id: 'fixed', title: 'all known defects off', defects: [], source },
    );
    registrar.profile(prototype);
    registrar.litmusVocabulary(vocabulary);
    registrar.notModelled('Everything: this machine does not exist.');
  },
});
// #endregion
