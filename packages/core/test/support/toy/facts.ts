import type { Defect, Property, Release } from '../../../src/plugin/index.js';
import type { S } from './state.js';

const source = 'this test';

export const PROPERTIES: readonly Property<S>[] = [
  {
    id: 'tables-outlive-entries',
    kind: 'always',
    summary: 'a table page is freed only when no page hangs on it',
    source,
    holds: (s, machine) => {
      const fanout = machine.constant('fanout');
      for (let page = 0; page < s.page.length; page++) {
        if (s.page.at(page).mapped && !s.table.at(Math.floor(page / fanout)).allocated) return false;
      }
      return true;
    },
  },
  { id: 'host-reads-no-secret', kind: 'always', summary: 'what the host reads is no secret of a guest', source },
  {
    id: 'all-given-back',
    kind: 'eventually',
    summary: 'the host gets every page back',
    source,
    holds: (s) => s.remaining === 0,
  },
  {
    id: 'interruption-seen',
    kind: 'sometimes',
    summary: 'a fatal signal ends the worker before its time',
    source,
    applies: ({ policy }) => policy === 'later',
    holds: (s) => s.guest.interrupted,
  },
];

const mutant = (id: string, violates: string, summary: string): Defect => ({
  id,
  kind: 'mutant',
  summary,
  violates,
  source,
  mark: 'inferred',
});

/** One for each property, core's and the engine's included. */
export const DEFECTS: readonly Defect[] = [
  { ...mutant('given-before-wiped', 'no-secret-leaves', 'pages are given back, then wiped'), kind: 'historical' },
  mutant('no-flush', 'nothing-stale-is-used', 'nobody flushes translations'),
  mutant('tables-freed-early', 'tables-outlive-entries', 'table pages are freed with what hangs on them'),
  mutant('reader-peeks', 'host-reads-no-secret', "the reader reads what is still the guest's"),
  mutant('interruption-forgotten', 'all-given-back', 'an interrupted worker tells nobody'),
  mutant('never-ends', 'no-deadlock', 'the end of the guest is not told, and the reaper waits for it'),
  mutant('deaf-worker', 'interruption-seen', 'the worker does not look at signals'),
  mutant('lock-kept', 'locks-balanced', 'the lock is not given back'),
];

export const RELEASES: readonly Release[] = [
  { id: 'old', title: 'The first one', defects: ['given-before-wiped'], source },
  { id: 'fixed', title: 'Without known defects', defects: [], source },
];
