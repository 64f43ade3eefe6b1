import type { Equivalent, MutationScore } from '@cvm-teardown/core/testing';

const NOBODY_LOOKS = 'nobody looks in between, and in the end it is the same';
const ONE_USER = 'the last user of the address space is the one who ends: nobody else is there to be hurt';
const NO_FAULT = 'a call that is refused for a CPU that stayed changes nothing, and one that is not issued neither';
const COUNT_DIES =
  'the count ends with its address space: behind Destroy Fast it is not even lowered (docs/s390.md 3.11 a)';
const NOTHING_TO_DO = 'neighbours only where the first finds nothing to do';
const EXPORTS_ALL = 'up to 5.19 each page is exported at the exit, whether or not there are CPUs (docs/s390.md 3.11 b)';
const NO_REUSE =
  'a page that is unmapped between gathering and its call is passed by: who gets its frame next is not modelled';
const NO_TABLES =
  'the tables of the address space are no objects, so that nobody can free one under a walk without the lock';
const CONFIGURATION_CLEANS =
  'Destroy Configuration cleans what is still secure (docs/s390.md 2.1), and where that failed the exit does';
const IMPORTED_AGAIN = 'in cost only: the page is the new guest’s own, which imports it again at its next touch';
const LOCKED_LONGER = 'the lock of the address space is taken a little sooner, which hurts nobody';
const OWN_REFERENCE = 'the reference is that of a thread, which gives it back itself';
const ONLY_WHEN = 'it decides only which moment a run reports, and nothing that is done';
const NOT_YET_STARTED = 'a thread that was started may not have begun either when its process ends';

const AT_EXIT: Equivalent = {
  'swap: destroy-configuration / replace-asce': NO_FAULT,
  'swap: forget-configuration / next-leftover': NOBODY_LOOKS,
  'swap: free-storage / sweep exit-mmap': NOBODY_LOOKS,
  'swap: lower-count / free-vm': COUNT_DIES,
  'swap: raise-count / is-protected': NOBODY_LOOKS,
  'swap: replace-asce / next-leftover': NOBODY_LOOKS,
  'swap: sweep exit-mmap / raise-count': NOBODY_LOOKS,
};

const AT_REBOOT: Equivalent = {
  ...AT_EXIT,
  'swap: destroy-configuration-fast / sweep exit-mmap': NO_FAULT,
  'swap: destroy-cpu / raise-count': NOBODY_LOOKS,
  'swap: drop-mm / has-notifier': ONE_USER,
  'swap: raise-count / free-vm': NOTHING_TO_DO,
};

/** By policy: mutants that nothing which is modelled can show. */
export const EQUIVALENT: Readonly<Record<string, Equivalent>> = {
  sync: {
    ...AT_REBOOT,
    'rule: destroy-range: destroy-page: uv=normal owner=0': CONFIGURATION_CLEANS,
    'swap: destroy-cpu / acquire mmap': NOBODY_LOOKS,
    'swap: destroy-cpu / is-protected': NOBODY_LOOKS,
    'swap: drop-mm / sweep exit-mmap': ONE_USER,
    'swap: forget-configuration / free-vm': NOBODY_LOOKS,
    'swap: forget-configuration / sweep destroy-range': NOBODY_LOOKS,
    'swap: sweep destroy-range / lower-count': CONFIGURATION_CLEANS,
    'swap: sweep destroy-range / unlock-vm': CONFIGURATION_CLEANS,
    'swap: sweep exit-mmap / destroy-cpu': EXPORTS_ALL,
    'swap: sweep exit-mmap / is-protected': NOBODY_LOOKS,
  },
  helper: {
    ...AT_EXIT,
    'effect: lower-count': COUNT_DIES,
  },
  async: {
    ...AT_REBOOT,
    'rule: destroy-range: export-page + destroy-page-refused: uv=exported owner=0': IMPORTED_AGAIN,
    'swap: destroy-cpu / begin-set-aside': NOBODY_LOOKS,
    'swap: free-storage / sweep destroy-range': NOBODY_LOOKS,
    'swap: next-leftover / lower-count': NOTHING_TO_DO,
    'swap: next-leftover / sweep destroy-range': NOTHING_TO_DO,
    'swap: replace-asce / sweep destroy-range': NOBODY_LOOKS,
    'swap: start-cleaner / begin-exit': NOT_YET_STARTED,
  },
  kthread: {
    'effect: begin-exit': 'QEMU has no thread that could see it',
    'rule: destroy-range: destroy-page-noop: held=false': OWN_REFERENCE,
    'rule: destroy-range: destroy-page: uv=normal owner=0 held=false': CONFIGURATION_CLEANS,
    'rule: destroy-while-used: destroy-page: uv=normal owner=0': CONFIGURATION_CLEANS,
    'rule: destroy-while-used: export-page + destroy-page-refused: uv=exported owner=0': IMPORTED_AGAIN,
    'swap: begin-deferred / acquire mmap': LOCKED_LONGER,
    'swap: destroy-configuration / replace-asce': NO_FAULT,
    'swap: destroy-cpu / begin-deferred': NOBODY_LOOKS,
    'swap: destroy-cpu / has-users': NOBODY_LOOKS,
    'swap: drop-mm-reference / has-users': NOBODY_LOOKS,
    'swap: drop-mm-reference / is-protected': NOBODY_LOOKS,
    'swap: drop-record / free-vm': NOBODY_LOOKS,
    'swap: drop-record / unlock-vm': NOBODY_LOOKS,
    'swap: forget-configuration / drop-record': NOBODY_LOOKS,
    'swap: forget-configuration / free-vm': NOBODY_LOOKS,
    'swap: forget-taken-over / drop-mm-reference': NOBODY_LOOKS,
    'swap: free-vm / drop-mm-reference': NOBODY_LOOKS,
    'swap: replace-asce / drop-record': NOBODY_LOOKS,
    'swap: sweep destroy-range / replace-asce': NOBODY_LOOKS,
    'swap: sweep set-aside / has-list': ONLY_WHEN,
    'swap: take-list / has-company': NOTHING_TO_DO,
  },
};

/** By policy: mutants that are wrong, and that the model is too small to show. They count against the policy. */
export const SURVIVORS: Readonly<Record<string, Equivalent>> = {
  sync: {
    'rule: destroy-range, gathering: held=true': NO_REUSE,
    'swap: acquire mmap / sweep destroy-range': NO_TABLES,
  },
  helper: {},
  async: { 'rule: destroy-range, gathering: held=true': NO_REUSE },
  kthread: {
    'rule: destroy-while-used, gathering: held=true': NO_REUSE,
    'swap: acquire mmap / sweep destroy-range': NO_TABLES,
  },
};

/** As SPECIFICATION.md has it. */
export const SCORES: Readonly<Record<string, MutationScore>> = {
  sync: { killed: 33, equivalent: 21 },
  helper: { killed: 19, equivalent: 8 },
  async: { killed: 68, equivalent: 18 },
  kthread: { killed: 66, equivalent: 21 },
};
