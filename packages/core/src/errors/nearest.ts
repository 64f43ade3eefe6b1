import { distance } from 'fastest-levenshtein';
import { quote, quoteAll } from './quote.js';

/**
 * The candidate that was probably meant, for "did you mean": at most a third of the letters differ (one in short names),
 * capitals count for nothing, and a beginning of at least three letters is enough. Of equally near ones the one that
 * begins like the name, then the first in code unit order, whatever the order of the candidates.
 */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  const [best] = candidates
    .map((candidate) => ({ candidate, ...likeness(wanted, candidate.toLowerCase()) }))
    .filter(({ near }) => near)
    .sort((a, b) => a.edits - b.edits || b.begins - a.begins || (a.candidate < b.candidate ? -1 : 1));
  return best?.candidate;
}

function likeness(wanted: string, candidate: string): { near: boolean; edits: number; begins: number } {
  const length = Math.max(wanted.length, candidate.length);
  const edits = distance(wanted, candidate);
  const begins = wanted.length > 0 && candidate.startsWith(wanted);
  const few = edits === 0 || (edits < length && edits <= Math.max(1, Math.floor(length / 3)));
  return { near: few || (begins && wanted.length >= 3), edits, begins: Number(begins) };
}

/** The hint under an unknown name: the nearest valid one, if there is any, and the choice. */
export function choiceHint(name: string, known: readonly string[]): string {
  const guess = nearest(name, known);
  const choice = known.length === 0 ? 'there is none to choose from' : `valid: ${quoteAll(known)}`;
  return guess === undefined ? choice : `did you mean ${quote(guess)}? ${choice}`;
}
