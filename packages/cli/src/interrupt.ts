import type { CliContext } from './context.js';

/** Ctrl-C while work goes on: the first one asks it to come to an end, the next one ends the process. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** From here on Ctrl-C ends the process again. */
  readonly ignore: () => void;
}

export function listenForInterrupt({ onInterrupt }: Pick<CliContext, 'onInterrupt'>): Interrupt {
  const controller = new AbortController();
  const ignore = onInterrupt?.(() => controller.abort());
  return { signal: controller.signal, ignore: () => ignore?.() };
}
