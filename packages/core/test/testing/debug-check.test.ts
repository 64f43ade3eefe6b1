import { describe, expect, it } from 'vitest';
import { loadArchitecture } from '../../src/machine/index.js';
import {
  defineArchPlugin,
  type MachineConfig,
  oneOf,
  page,
  pageSeen,
  pages,
  range,
  type StateView,
  stepsOver,
  sweep,
  tablesOver,
} from '../../src/plugin/index.js';
import { debugCheck } from '../../src/testing/index.js';

const declare = ({ pages: count }: MachineConfig) => ({
  page: pages(count, { place: oneOf('guest', 'host') }),
  calls: range(0, count),
});
type S = StateView<ReturnType<typeof declare>>;
const step = stepsOver<S>();

const choose = step<[pages: number], { page: number; flag: number }, { page: number; flag: number }>({
  name: 'choose',
  outcomes: page,
  choices: ([count]) => count,
  apply: (_s, _args, choice) => pageSeen(choice),
});
const waitForFirst = step({ name: 'wait-for-first', guard: (s) => s.page.at(0).place === 'host' });
const give = tablesOver<S>()({
  name: 'give',
  array: 'page',
  rule: ({ place }) => (place === 'guest' ? { after: { place: 'host' }, counters: { calls: 1 } } : undefined),
});

/** A guest gives a page back, then all of them; with the defect somebody waits for a page by its guard. */
const architecture = loadArchitecture(
  defineArchPlugin({
    manifest: { id: 'mini', title: 'Mini', version: '0.0.0', summary: '' },
    register: (registrar) => {
      registrar.capabilities({
        confidential: false,
        setAside: 'none',
        interruptible: false,
        scrub: 'none',
        invalidation: 'page',
        conversion: 'none',
        hotplug: false,
      });
      registrar.model({ declare, locks: () => [], memory: 'page' });
      registrar.mmu({
        plan: () => ({ pageBytes: 4096, description: '' }),
        *unmap() {},
      });
      registrar.defect({
        id: 'impatient',
        kind: 'mutant',
        summary: '',
        violates: 'no-deadlock',
        source: '',
        mark: 'stated',
      });
      registrar.release({ id: 'fixed', title: '', defects: [], source: '' });
      registrar.property({
        id: 'counted',
        kind: 'always',
        summary: '',
        source: '',
        holds: (s: Readonly<S>) => s.calls === s.page.count(isGone),
      });
      registrar.policy({
        id: 'only',
        title: '',
        summary: '',
        source: '',
        triggers: ['exit'],
        defaultRelease: 'fixed',
        begin: () => undefined,
        actors: (machine) => [
          {
            name: 'guest',
            *task() {
              if (machine.has('impatient')) yield* waitForFirst();
              const { page: number } = yield* choose(machine.pages);
              yield* sweep({ from: number, to: number + 1 }, give);
              yield* sweep({ from: 0, to: machine.pages }, give);
            },
          },
        ],
      });
    },
  }),
);
const isGone = ({ place }: { readonly place: string }): boolean => place === 'host';

describe('debugCheck', () => {
  it('looks at an architecture on two pages', () => {
    const { checks, ...found } = debugCheck(architecture, {});
    // Counted by hand: the first state; then for each page: chosen, gone, page 0 passed; in the end all are gone.
    expect(found).toEqual({ states: 8, statesLooked: 8, complete: true, positions: 6 });
    expect(checks.poison).toBeGreaterThan(0);
  });

  it('takes the memory that the model names for the pages that are alike', () => {
    expect(debugCheck(architecture, { pages: 3 }, { symmetric: true }).checks.symmetry).toBeGreaterThan(10);
    expect(() => debugCheck(architecture, {}, { symmetric: true, order: 'ascending' })).toThrow(
      /CVM_AUTHOR_ASYMMETRIC/,
    );
  });

  it('says who made a mistake, where, and in which step', () => {
    expect(() => debugCheck(architecture, { defects: ['impatient'] })).toThrow(
      /^actor "guest" at "its start" before wait-for-first\(\): the guard of "wait-for-first" reads the page state "page\[0\]" \[CVM_AUTHOR_GUARD_READS_PAGES\]/,
    );
  });

  it('refuses what the architecture does not have', () => {
    expect(() => debugCheck(architecture, { policy: 'onyl' })).toThrow(/mini has no policy "onyl"/);
  });
});
