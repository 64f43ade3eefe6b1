import type { Places } from '../document/places.js';
import type { Finding } from '../errors/finding.js';
import type { Architecture } from '../machine/architecture.js';
import type { LitmusVocabulary } from '../plugin/litmus.js';
import type { MachineConfig } from '../plugin/machine-config.js';
import type { Declarations } from '../state/declare.js';

/** What everybody needs who reads a part of a litmus file; what is wrong goes to `findings`. */
export interface Reader {
  readonly places: Places;
  readonly findings: Finding[];
  readonly architecture: Architecture;
  readonly vocabulary: LitmusVocabulary;
  readonly machine: MachineConfig;
  /** Whether the machine is the one that the file describes; else what it describes is wrong, and names are all that can be looked at. */
  readonly isMachineKnown: boolean;
  readonly declarations: Declarations;
}

export type NumbersRead = { readonly from: number; readonly to: number } | 'no number' | 'out of range';

/** `3` or `0-3`, of `count` numbers from 0 on. */
export function readNumbers(text: string | number, count: number): NumbersRead {
  const found = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(String(text));
  if (found === null) return 'no number';
  const from = Number(found[1]);
  const last = Number(found[2] ?? found[1]);
  return from <= last && last < count ? { from, to: last + 1 } : 'out of range';
}
