import { defineArchPlugin, type Mmu, type Registrar, type SecureMemory } from '../../../src/plugin/index.js';
import { DEFECTS, PROPERTIES, RELEASES } from './facts.js';
import { OPERATIONS } from './operations.js';
import { later, now } from './policies.js';
import { declare, locks, type S } from './state.js';
import { tearDown } from './teardown.js';

export const PAGE_BYTES = 4096;

const source = 'this test';
const row = (operation: string, unit: string, ns: number) => ({
  operation,
  unit,
  ns,
  source,
  confidence: 'assumed',
});

export const TOY_PROFILE = {
  schemaVersion: 1,
  id: 'toy-machine',
  arch: 'toy',
  machine: 'made up',
  summary: 'Round prices; giving a page back has none.',
  rows: [
    { ...row('wipe-page', 'page', 100), confidence: 'fitted', fits: ['toy-now'] },
    row('set-aside', 'call', 1000),
    row('walk-batch', 'call', 20),
    row('walk-page', 'page', 1),
    row('unmap-page', 'page', 10),
    row('flush-page', 'page', 40),
    row('flush-range', 'call', 60),
    row('free-table', 'page', 30),
  ],
};

/** A neutral architecture: a warden wipes a guest's pages, tables count them, a worker may do it later. */
export const toyPlugin = defineArchPlugin({
  manifest: { id: 'toy', title: 'Toy', version: '1.0.0', summary: 'A made-up architecture.' },
  register,
});

const mmu: Mmu<S> = {
  plan: () => ({ pageBytes: PAGE_BYTES, description: 'pages of 4 KiB' }),
  unmap: (machine) => tearDown(machine, false),
  debts: (s, page) => ({
    staleTranslation: s.page.at(page).stale && s.page.at(page).place === 'host',
    staleLine: false,
  }),
};

const secureMemory: SecureMemory<S> = {
  verbs: { scrub: (machine) => tearDown(machine, false) },
  custody: (s, page) => s.page.at(page),
};

/** Everything, in the order of the registrar; tests spoil it by registering something else. */
export function register(registrar: Registrar): void {
  registrar.capabilities({
    confidential: true,
    setAside: 'one',
    interruptible: true,
    scrub: 'page',
    invalidation: 'range',
    conversion: 'none',
    hotplug: false,
  });
  registrar.model({ declare, locks, memory: 'page' });
  registrar.mmu(mmu);
  registrar.secureMemory(secureMemory);
  registrar.policy(now, later);
  registrar.operation(...OPERATIONS);
  registrar.property(...PROPERTIES);
  registrar.release(...RELEASES);
  registrar.defect(...DEFECTS);
  registrar.feature({ name: 'range-flush', default: true, summary: 'One flush for a stretch of pages.', source });
  registrar.option({
    name: 'reader',
    values: ['none', 'one'],
    default: 'none',
    checkDefault: 'one',
    summary: 'Who reads the pages of the host.',
  });
  registrar.constant(
    { name: 'batch', value: 32, checkValue: 2, unit: 'page', summary: 'Pages gathered at once.', source },
    {
      name: 'fanout',
      value: 512,
      checkValue: 2,
      least: 2,
      most: 512,
      powerOfTwo: true,
      unit: 'page',
      summary: 'Entries of a table page.',
      source,
    },
  );
  registrar.profile(TOY_PROFILE);
  registrar.published({
    id: 'toy-now',
    trigger: 'reboot',
    memoryBytes: 2 ** 20,
    sides: [{ policy: 'now', seconds: 0.001, kind: 'about' }],
    machine: 'made up',
    source,
  });
  registrar.notModelled('everything real');
}
