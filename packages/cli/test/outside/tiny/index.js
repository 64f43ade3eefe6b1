import {
  defineArchPlugin,
  defineOperation,
  interval,
  litmusCall,
  milestone,
  oneOf,
  pages,
  stepsOver,
  sweep,
  tablesOver,
  use,
} from '@cvm-teardown/core/plugin';

const source = 'made up: an example of a plugin from outside';
const operation = (name, cause) =>
  defineOperation({ name, unit: 'page', cause, duration: 'atomic', summary: `${name}.`, source });
const wipe = operation('wipe-page', 'firmware call');
const free = operation('free-page', 'freeing');

const table = tablesOver();
const wipePages = table({
  name: 'wipe',
  array: 'page',
  rule: ({ content }) => (content === 'secret' ? { uses: [use(wipe)], after: { content: 'clean' } } : undefined),
});
const freePages = table({
  name: 'free',
  array: 'page',
  rule: ({ place }) => (place === 'guest' ? { uses: [use(free)], after: { place: 'host' } } : undefined),
});
const throwUp = stepsOver()({
  name: 'throw-up',
  apply: () => {
    throw new TypeError('the author made a mistake');
  },
});

const closer = (machine) => ({
  name: 'closer',
  *task() {
    const all = interval(0, machine.pages);
    yield* milestone('requested');
    if (machine.has('throws')) yield* throwUp();
    if (!machine.has('forgets')) yield* sweep(all, wipePages);
    yield* sweep(all, freePages);
    yield* milestone('unblocked');
  },
});

const policy = (id) => ({
  id,
  title: id,
  summary: 'pages are wiped, then freed',
  source,
  triggers: ['exit'],
  defaultRelease: 'fixed',
  begin: () => undefined,
  actors: (machine) => [closer(machine)],
});

export default defineArchPlugin({
  manifest: { id: 'tiny', title: 'Tiny', version: '1.0.0', summary: 'wipes and frees' },
  register: (registrar) => {
    registrar.capabilities({
      confidential: true,
      setAside: 'none',
      interruptible: false,
      scrub: 'page',
      invalidation: 'vm',
      conversion: 'none',
      hotplug: false,
    });
    registrar.model({
      declare: (machine) => ({
        page: pages(machine.pages, { place: oneOf('guest', 'host'), content: oneOf('secret', 'clean') }),
      }),
      locks: () => [],
      memory: 'page',
    });
    registrar.mmu({ plan: () => ({ pageBytes: 4096, description: 'flat' }), unmap: function* () {} });
    registrar.secureMemory({
      verbs: {},
      custody: (s, page) => ({
        place: s.page.at(page).place,
        content: s.page.at(page).content === 'secret' ? 'secret' : 'open',
      }),
    });
    registrar.policy(policy('first'), policy('second'));
    registrar.operation(wipe, free);
    registrar.release({ id: 'fixed', title: 'no known defect', defects: [], source });
    for (const [id, summary] of [
      ['forgets', 'pages are freed as they are'],
      ['throws', 'the plugin throws in a step'],
    ])
      registrar.defect({ id, kind: 'mutant', summary, violates: 'no-secret-leaves', source, mark: 'stated' });
    registrar.litmus(new URL('./litmus/', import.meta.url));
    registrar.litmusVocabulary({
      begin: () => undefined,
      pages: [
        {
          array: 'page',
          summary: 'what a page is',
          names: ['secret', 'clean'],
          given: (s, page, name) => Object.assign(s.page.at(page), { content: name }),
          read: (s, page) => s.page.at(page).content,
        },
      ],
      calls: [
        litmusCall({
          name: 'WIPE',
          summary: 'wipes all pages',
          source,
          *task(machine) {
            yield* sweep(interval(0, machine.pages), wipePages);
          },
        }),
      ],
    });
  },
});
