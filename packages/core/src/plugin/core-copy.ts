/**
 * This copy of core. A process must have one only: a plugin that brings its own declares state and steps that the other copy does
 * not know as its own.
 */
export const CORE_COPY: CoreCopy = Object.freeze({ url: import.meta.url });

/** Told apart by identity; `url` says where a copy is. */
export interface CoreCopy {
  readonly url: string;
}
