/** A page is brought under protection: an import, and what was wrong with it. Source: docs/s390.md 6.2, 11 (B24 to B28). */
import { fail, here, type MachineConfig, sub, sweep, type Task } from '@cvm-teardown/core/plugin';
import { faultRepeats, importIsRefused, mustBeImported } from './kvm/import-failures.js';
import { one } from './kvm/range.js';
import { step } from './state.js';
import { tablesOf } from './tables/tables.js';

/** Until it is done; waits while range loops hold references, and splits a large folio first. Source: docs/s390.md 6.2. */
export const admit = sub(function* admit(machine: MachineConfig, how: 'touch' | 'unpack', p: number): Task {
  for (;;) {
    yield* here('admit', how, { page: p });
    if (looksWithoutReference(machine)) yield* holdNothing(machine, p);
    const unlocked =
      how === 'touch' && machine.has('make-secure-no-pte-lock') && (yield* looksUp(machine, p)) === 'mapped';
    const end = yield* sweep(one(p), tablesOf(machine)[unlocked ? 'blindTouch' : how]);
    if (end === 'refused') yield* importIsRefused();
    if (end === 'not split') yield* faultRepeats();
    if (end === 'finished' || end === 'split') break;
  }
  if (how === 'unpack' && machine.option('folios') !== 'small') yield* mustBeImported(machine, p);
});

const looksUp = (machine: MachineConfig, p: number) => sweep(one(p), tablesOf(machine).lookUp);

/** What the host writes back it takes away behind that. */
const looksWithoutReference = (machine: MachineConfig): boolean =>
  machine.has('make-secure-lock-no-ref') || (machine.has('writeback-no-ref') && machine.option('pressure') !== 'none');

/** The page is found by its mapping; when its lock, or the end of its writeback, has come, it may be somebody else's. */
const holdNothing = sub(function* holdNothing(machine: MachineConfig, p: number): Task {
  if ((yield* looksUp(machine, p)) === 'mapped' && (yield* looksUp(machine, p)) !== 'mapped') yield* pageIsGone();
});

const pageIsGone = step({
  name: 'page-is-gone',
  apply: () => fail('pages-held', 'an import works on a page that was unmapped meanwhile, and freed'),
  source: 'docs/s390.md 10 (I9), 11 (B24, B25)',
});
