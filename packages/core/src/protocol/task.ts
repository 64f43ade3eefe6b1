import type { Plain, Row } from './outcomes.js';
import type { Step } from './step.js';
import type { Sweep } from './sweep.js';

/** What a live local is allowed to be at a `here`: plain, one page, or a set of pages (bit mask), so that pages can be renamed. */
export type Live = Plain | { readonly page: number } | { readonly pages: number };

/** Answered at once, never a scheduling point, free of time. */
export type Marker =
  | { readonly kind: 'here'; readonly label: string; readonly live: readonly Live[] }
  | { readonly kind: 'enter'; readonly name: string }
  | { readonly kind: 'leave'; readonly value: Plain | Row | undefined }
  | { readonly kind: 'phase'; readonly name: string }
  | { readonly kind: 'milestone'; readonly name: string }
  | { readonly kind: 'reschedule' };

// biome-ignore lint/suspicious/noExplicitAny: the observation's type is the step's, given back by its iterator
export type Task<R = void> = Generator<Step<any> | Sweep | Marker, R, any>;

type Result = Plain | Row | undefined | void;

/**
 * Wraps a generator that is called by `yield*`. The wrapper keeps a frame of its own, so that what happened inside dies when it
 * returns; it returns a plain value or a flat record of plain values, and nothing comes back through arguments.
 */
export function sub<A extends readonly unknown[], R extends Result>(
  body: (...args: A) => Task<R>,
): (...args: A) => Task<R> {
  const name = body.name || 'anonymous';
  return function* framed(...args: A): Task<R> {
    yield { kind: 'enter', name };
    const value = yield* body(...args);
    yield { kind: 'leave', value: value as Plain | Row | undefined };
    return value;
  };
}

/**
 * The head of a loop without a constant bound: from here on the task depends on `live` only, not on how it came here. Name each
 * local that is read later before it is written. Forgetting one merges different situations; the debug checks catch it.
 */
export function* here(label: string, ...live: readonly Live[]): Task<void> {
  yield { kind: 'here', label, live };
}

/** From here on the actor works in phase `name` (reports break counts and times down by phase). */
export function* phase(name: string): Task<void> {
  yield { kind: 'phase', name };
}

/** A named moment, such as `requested`, `unblocked`, `secure-again`, `scrubbed`, `memory-back`. */
export function* milestone(name: string): Task<void> {
  yield { kind: 'milestone', name };
}

/** Here the actor offers its CPU to others of its own accord. It is measured, and changes nothing else. */
export function* reschedule(): Task<void> {
  yield { kind: 'reschedule' };
}
