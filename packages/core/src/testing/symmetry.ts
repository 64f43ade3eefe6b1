import type { Move } from '../check/transitions.js';
import { InputError, isInputError } from '../errors/input-error.js';
import { asymmetric } from '../errors/messages/author.js';
import type { BoundProperty } from '../properties/bound-property.js';
import { locating, standingNow } from './locating.js';
import { Renaming } from './renaming.js';
import type { Survey } from './survey.js';

/** States that are renamed at most. */
const MOST_STATES = 1_000;

/**
 * D6: a machine that is symmetric in its pages does the same under other names. For reachable states and pairs of pages, what
 * follows the renamed state is what followed the state, renamed; and no property tells them apart.
 *
 * @param arrays the page arrays whose pages are renamed, together
 * @throws InputError (CVM_AUTHOR_ASYMMETRIC)
 */
export function checkSymmetry(
  survey: Survey,
  arrays: ReadonlySet<string>,
  pages: number,
  properties: readonly BoundProperty[],
): number {
  const { store, random, transitions } = survey;
  const pairs = Array.from({ length: pages }, (_, b) => Array.from({ length: b }, (_, a) => [a, b] as const)).flat();
  if (pairs.length === 0) return 0;
  const renamings = pairs.map(([a, b]) => new Renaming(transitions, a, b, arrays));
  const states = Math.min(store.size, MOST_STATES);
  const bytes = new Uint8Array(store.stride);
  let compared = 0;
  for (let i = 0; i < states; i++) {
    store.read(states === store.size ? i : random.below(store.size), bytes);
    if (compare(survey, random.pick(renamings), bytes, properties)) compared++;
  }
  return compared;
}

/** Whether the two pages made any difference, so that something was compared. */
function compare(survey: Survey, renaming: Renaming, bytes: Uint8Array, properties: readonly BoundProperty[]): boolean {
  const { current } = survey.transitions;
  const exchanged = `with pages ${renaming.a} and ${renaming.b} exchanged`;
  const renamed = renaming.state(bytes);
  current.bytes.set(bytes);
  const before = properties.map(({ holds }) => holds?.(current.shared.view));
  const expected = successors(survey, (next) => renaming.state(next));
  const plain = successors(survey, (next) => next);
  current.bytes.set(renamed);
  properties.forEach(({ id, holds }, i) => {
    const after = holds?.(current.shared.view);
    if (after !== before[i]) throw asymmetric(id, `${exchanged} it is ${after}, else ${before[i]}`);
  });
  const found = followed(survey, exchanged);
  current.bytes.set(bytes);
  refuse(survey, expected, found, `${exchanged} it does not lead where it should`);
  current.bytes.set(renamed);
  refuse(survey, found, expected, `${exchanged} it leads where it should not`);
  return [...expected.keys()].some((key) => !plain.has(key)) || renamed.some((byte, i) => byte !== bytes[i]);
}

type Successors = ReadonlyMap<string, Pick<Move, 'rank' | 'name'>>;

/** What can happen in `current`: by whom, with which fault, and what it leads to. */
function successors(survey: Survey, rename: (next: Uint8Array) => Uint8Array): Successors {
  const found = new Map<string, Pick<Move, 'rank' | 'name'>>();
  const seen: (readonly [move: Move, bytes: Uint8Array])[] = [];
  survey.visit((bytes, move) => void seen.push([{ ...move }, bytes.slice()]));
  for (const [{ rank, name, fault, broken }, bytes] of seen)
    found.set(`${rank} ${fault} ${broken?.property ?? rename(bytes).join()}`, { rank, name });
  return found;
}

/** The same in a renamed state, where nothing may fail that did not fail before. */
function followed(survey: Survey, exchanged: string): Successors {
  try {
    return successors(survey, (next) => next);
  } catch (error) {
    if (!isInputError(error)) throw error;
    throw new InputError(asymmetric('a step', `${exchanged} it fails: ${error.findings[0].message}`).findings, {
      cause: error,
    });
  }
}

function refuse(survey: Survey, wanted: Successors, there: Successors, difference: string): void {
  for (const [key, { rank, name }] of wanted) {
    if (there.has(key)) continue;
    locating(
      () => standingNow(survey.transitions, rank),
      () => {
        throw asymmetric(name, difference);
      },
    );
  }
}
