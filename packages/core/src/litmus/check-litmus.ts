import type { Finding } from '../errors/finding.js';
import { isInputError } from '../errors/input-error.js';
import type { Architecture } from '../machine/architecture.js';
import type { LitmusResult } from './litmus-result.js';
import { parseLitmus } from './parse-litmus.js';
import { type LitmusOptions, runLitmus } from './run-litmus.js';

/** What came of one file. */
export interface LitmusFileResult extends LitmusResult {
  readonly file: string;
  /** Absent where the file could not be read. */
  readonly name?: string;
  readonly arch?: string;
  readonly source?: string;
  /** Protocol constants that differ from the real ones. */
  readonly scale?: Readonly<Record<string, number>>;
}

/** A file that could not be read or understood. */
export const refusedFile = (file: string, findings: readonly Finding[]): LitmusFileResult => ({
  file,
  outcome: 'error',
  failures: [],
  findings,
  states: 0,
  transitions: 0,
});

/** Reads a file's bytes and checks them; what is wrong with the file is its result. */
export function checkLitmus(
  bytes: Uint8Array,
  file: string,
  architectures: readonly Architecture[],
  options: LitmusOptions = {},
): LitmusFileResult {
  try {
    const test = parseLitmus(bytes, architectures, file);
    const { name, source, architecture, machine } = test;
    const head = {
      file,
      name,
      arch: architecture.manifest.id,
      ...(source !== undefined && { source }),
      scale: machine.scale,
    };
    return { ...head, ...runLitmus(test, options) };
  } catch (error) {
    if (!isInputError(error)) throw error;
    return refusedFile(file, error.findings);
  }
}
