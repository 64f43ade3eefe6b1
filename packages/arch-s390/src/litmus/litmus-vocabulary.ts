/** The words of litmus files: commands, calls of the Ultravisor, what guests and host do to pages. See docs/litmus.md. */
import type { LitmusFault, LitmusVocabulary } from '@cvm-teardown/core/plugin';
import { beginWith } from '../policies/begin.js';
import { isOwned } from '../secure-memory.js';
import type { State } from '../state.js';
import { ultravisorCalls } from '../ultravisor/calls.js';
import { commands } from './commands.js';
import { dumps } from './dumps.js';
import { events } from './events.js';
import { pages, words } from './words.js';

const fault = (name: string, summary: string, section: string): LitmusFault => ({
  name,
  summary,
  source: `docs/s390.md ${section}`,
});

const faults = [
  fault('create-fails', 'Create Secure Configuration fails and leaves nothing', '3.2'),
  fault('create-needs-destroy', 'Create Secure Configuration fails and leaves a configuration (0x8000)', '3.2'),
  fault('create-cpu-fails', 'Create Secure CPU fails', '3.5'),
  fault('destroy-cpu-fails', 'Destroy Secure CPU fails', '3.1'),
  fault('destroy-fails', 'Destroy Secure Configuration fails for the current configuration', '3.3'),
  fault('leftover-destroy-fails', 'Destroy Secure Configuration fails for what was set aside', '3.10'),
  fault('queues-bound', 'Destroy Configuration Fast finds a bound queue (0x104)', '3.7'),
  fault('page-stuck', 'a page that is touched can neither be destroyed nor exported', '6.3'),
  fault('no-thread', 'the kernel thread of the 2021 design cannot be created', '8'),
  fault('no-tracking-page', 'a dying mm of the 2021 design gets no page for its list', '8'),
  fault(
    'no-memory',
    'the host has no memory: for a record, a top table, what a configuration or a vCPU needs',
    '3.5, 3.7',
  ),
  fault('unmerge-interrupted', 'ENABLE is interrupted while it breaks zero pages and COW', '3.5'),
  fault(
    'unpack-busy',
    'Unpack Image is busy or partly done (condition codes 2 and 3), in the try of a page',
    '3.12, 6.2',
  ),
  fault('unpack-fails', 'Unpack Image fails', '3.12'),
  fault('dump-fails', 'a call for dumps fails', '3.13'),
  fault('export-fails', 'a page cannot be exported when its mapping is removed', '11 (B33)'),
];

const isOfNewGuest = ({ vm, page }: Readonly<State>, p: number): boolean =>
  vm.handle !== 0 && isOwned(page.at(p)) && page.at(p).owner === vm.handle;

/** Somebody works on the record: it is neither set aside nor queued. */
const isInHand =
  ({ vm, needCleanup }: Readonly<State>) =>
  ({ live }: State['leftover'][number], record: number): boolean =>
    live && record !== vm.setAside && !needCleanup.includes(record);

/** What the words mean on this architecture. */
export const litmusVocabulary: LitmusVocabulary<State> = {
  begin: beginWith(1),
  words,
  pages: [pages],
  calls: [...commands, ...dumps, ...events, ...ultravisorCalls],
  faults,
  situations: [
    {
      id: 'exit-during-perform',
      kind: 'sometimes',
      summary: 'the process dies while one of its threads, in PERFORM say, works on a leftover record',
      source: 'docs/s390.md 3.8, 3.11',
      holds: (s) => s.process.exiting && s.process.inCall > 0 && s.leftover.some(isInHand(s)),
    },
    {
      id: 'two-leftovers',
      kind: 'sometimes',
      summary: 'two configurations are left over at the same time',
      source: 'docs/s390.md 3.8',
      holds: (s) => s.leftover.filter(({ live }) => live).length > 1,
    },
    {
      id: 'page-imported-before-swept',
      kind: 'sometimes',
      summary: 'a page belongs to the new guest while its predecessor is still set aside or being cleaned up',
      source: 'docs/s390.md 6.1',
      holds: (s, machine) =>
        s.leftover.some(({ live }) => live) &&
        Array.from({ length: machine.pages }, (_, p) => p).some((p) => isOfNewGuest(s, p)),
    },
  ],
};
