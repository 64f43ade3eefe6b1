import type { AreaCatalogue, CatalogueEntry } from './entry.js';

const unknown = (what: string, list: string): CatalogueEntry => ({
  title: `Unknown ${what}`,
  explanation: `The architecture does not know this ${what}. ${list}`,
  remedy: 'Choose one of the names in the hint; "cvm-teardown plugins info <arch>" lists them with their meaning.',
});

export const machineCatalogue = {
  CVM_MACHINE_UNKNOWN_POLICY: unknown('policy', 'A policy is the protocol that is chosen to tear a guest down.'),
  CVM_MACHINE_UNKNOWN_RELEASE: unknown(
    'release',
    'A release is a kernel version or the version of a patch series, written as a string; "fixed" has no known defect.',
  ),
  CVM_MACHINE_UNKNOWN_FEATURE: unknown('feature', 'A feature is a fact about the machine that protocols depend on.'),
  CVM_MACHINE_UNKNOWN_DEFECT: unknown('defect', 'A defect is one named deviation, historical or present.'),
  CVM_MACHINE_UNKNOWN_AUTHORITY: unknown(
    'authority',
    'An authority is the side that is followed where document, kernel and firmware disagree.',
  ),
  CVM_MACHINE_UNKNOWN_TRIGGER: unknown('trigger', 'A trigger is the reason why memory changes hands.'),
  CVM_MACHINE_UNKNOWN_OPTION: unknown('option', 'An option is a setting of the machine or guest that it defines.'),
  CVM_MACHINE_UNKNOWN_SCALE: unknown(
    'scale constant',
    'A scale constant is a constant of the protocol that a small machine may shrink.',
  ),
  CVM_MACHINE_NO_SUCH_PART: {
    title: 'Part of the memory that the architecture does not model',
    explanation: 'Not every architecture knows shared and swapped pages at the moment when a teardown begins.',
    remedy: 'Leave the part out for this architecture, or count it as resident.',
  },
  CVM_MACHINE_MEMORY_NOT_PAGED: {
    title: 'Memory not a multiple of the page size',
    explanation: 'Memory is torn down in whole pages; part of a page cannot be owned, mapped or freed.',
    remedy: 'Use one of the two nearest sizes in the hint.',
  },
  CVM_MACHINE_IMPOSSIBLE_VALUE: {
    title: 'Value that no machine can have',
    explanation: 'The value is well-formed, but no machine of this architecture can have it.',
    remedy: 'Use a value that can be; the message says why this one cannot.',
  },
  CVM_MACHINE_TOO_LARGE_TO_CHECK: {
    title: 'Machine too large to check',
    explanation:
      'A check tells every place in a task from every other. On this machine a task has more of them than it can: it passes one ' +
      'vCPU after the other, say, and there are thousands.',
    remedy:
      'Check a smaller machine: leave out what makes it large (vCPUs, pages, protocol constants), or walk through it at ' +
      'random. If a machine of the usual size is refused too, a loop of the plugin is to blame.',
  },
} satisfies AreaCatalogue<'MACHINE'>;
