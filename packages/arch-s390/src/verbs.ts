import { type SecureMemory, sub, sweep, type Task } from '@cvm-teardown/core/plugin';
import { destroyRange } from './kvm/range.js';
import { custodyOf } from './secure-memory.js';
import type { State } from './state.js';
import { tablesOf } from './tables/tables.js';

type Verb = NonNullable<SecureMemory['verbs']['admit']>;
type TableName = keyof ReturnType<typeof tablesOf>;

const over = (name: TableName): Verb =>
  sub(function* overRange(machine, range): Task {
    yield* sweep(range, tablesOf(machine)[name]);
  } satisfies Verb);

export const secureMemory: SecureMemory<State> = {
  verbs: {
    admit: over('touch'),
    expose: over('expose'),
    scrub: (machine, range) => destroyRange(machine, range, false),
    share: over('share'),
    unshare: over('unshare'),
  },
  custody: (s, page) => custodyOf(s.page.at(page)),
};
