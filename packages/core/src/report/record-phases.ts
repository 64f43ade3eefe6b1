import type { RunBus } from '../events/index.js';

/** When an actor was in a phase: from its first beginning to its last end, in virtual time. */
export interface PhaseSpan {
  readonly actor: string;
  readonly phase: string;
  readonly fromNs: number;
  readonly toNs: number;
}

/** Collects phases from the bus of a run that is about to start; ask when it is over. */
export function recordPhases(bus: RunBus): () => readonly PhaseSpan[] {
  const spans = new Map<string, PhaseSpan>();
  bus.on('phase-end', ({ actor, phase, fromNs, atNs }) => {
    const key = JSON.stringify([actor, phase]);
    spans.set(key, { actor, phase, fromNs: spans.get(key)?.fromNs ?? fromNs, toNs: atNs });
  });
  return () => [...spans.values()];
}
