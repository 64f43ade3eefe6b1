import type { AreaCatalogue } from './entry.js';

/** Mistakes in protocol code, found by the debug checks. */
export const authorCatalogue = {
  CVM_AUTHOR_STATE_OUTSIDE_STEP: {
    title: 'State touched outside a step',
    explanation: 'Task code read or wrote shared state. An executor that replays the task would not see that happen.',
    remedy: 'Move the access into guard or apply of a step, and let the task learn the result as an observation.',
  },
  CVM_AUTHOR_VALUE_OUT_OF_RANGE: {
    title: 'Value does not fit its field',
    explanation: 'A step wrote a value outside the range that the schema of the state declares for the field.',
    remedy: 'Declare a wider range, or mend the value.',
  },
  CVM_AUTHOR_TASK_NOT_DETERMINISTIC: {
    title: 'Task not deterministic',
    explanation: 'The same observations led to another step. A task must be a function of its observations.',
    remedy: 'Remove clocks, random numbers and variables that outlive the task; a real choice is a choice of a step.',
  },
  CVM_AUTHOR_MERGED_POSITIONS: {
    title: 'Positions merged wrongly',
    explanation:
      'Two histories with the same key go on differently: a local that is read later is not part of the key. States ' +
      'would be lost, and a violated property could be reported as valid.',
    remedy: 'Give here() every local that is read before it is written again, and return results by value.',
  },
  CVM_AUTHOR_IMPURE_GUARD: {
    title: 'Guard that writes',
    explanation:
      'Guards, units and selectors are asked any number of times, in any order; what they write, and what they answer ' +
      'if they do not answer alike, depends on the executor.',
    remedy: 'Move the write into apply, and let the answer depend on state and arguments only.',
  },
  CVM_AUTHOR_IMPURE_APPLY: {
    title: 'Apply with two results',
    explanation:
      'Applied twice to the same state, with the same choice and fault, the step gave two results; or the rule, the mark ' +
      'or the map of a sweep did for one page state.',
    remedy: 'Let apply depend on its arguments only; keep nothing in closures or module variables.',
  },
  CVM_AUTHOR_UNDECLARED_OBSERVATION: {
    title: 'Observation not declared',
    explanation:
      'A step returned something that is neither an index into its outcomes nor a declared page observation.',
    remedy: 'Return the index of an outcome, or declare that the step observes a page.',
  },
  CVM_AUTHOR_ASYMMETRIC: {
    title: 'Alike pages treated differently',
    explanation: 'The step was declared symmetric in its pages, but renaming them changes what it does.',
    remedy: 'Give pages that differ a static field, or do not declare the step symmetric.',
  },
  CVM_AUTHOR_UNKEYED_LOOP: {
    title: 'Loop without here()',
    explanation:
      'A loop without a constant bound has a new position in every round, unless it says what it depends on; so has one ' +
      'that counts its rounds. Exploring it would never end.',
    remedy: 'Begin the loop with here(label, ...live locals), and let no live local grow without end.',
  },
  CVM_AUTHOR_NOTHING_COMPARED: {
    title: 'Debug check without anything to compare',
    explanation:
      'A debug check made no comparison on this machine, so that its silence says nothing: there are no steps, no ' +
      'observations, or no two pages that are alike.',
    remedy: 'Check a machine that does something, with two pages or more if it is declared symmetric.',
  },
  CVM_AUTHOR_ZERO_COST_LOOP: {
    title: 'Loop that takes no time',
    explanation: 'An actor took very many steps at one instant of virtual time; time would never go on.',
    remedy: 'Wait with a guard, or give a step of the loop an operation that has a cost.',
  },
  CVM_AUTHOR_GUARD_READS_PAGES: {
    title: 'Guard that reads page states',
    explanation: 'Page states may not be settled while guards are asked. Guards read flags, locks and counters.',
    remedy: 'Wait for a page with a unit that has "wait", or keep a counter.',
  },
  CVM_AUTHOR_LOCK_NOT_HELD: {
    title: 'Lock given back that is not held',
    explanation: 'A step releases a lock that its actor does not hold.',
    remedy: 'Take the lock on every way that leads to the step.',
  },
  CVM_AUTHOR_LOCK_ALREADY_HELD: {
    title: 'Lock taken twice',
    explanation: 'A step acquires a lock that its actor holds already. Locks are not recursive.',
    remedy: 'Let the caller hold the lock and say so in the name of the sub-task.',
  },
  CVM_AUTHOR_LIST_OVERFLOW: {
    title: 'List of the state is full',
    explanation: 'Lists in the state have a declared capacity, and a step added one entry more.',
    remedy: 'Declare a longer list, or let the step refuse first, as the real code does.',
  },
} satisfies AreaCatalogue<'AUTHOR'>;
