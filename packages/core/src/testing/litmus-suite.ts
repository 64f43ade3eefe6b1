import { formatFinding } from '../errors/format-finding.js';
import { checkLitmus, type LitmusFileResult } from '../litmus/check-litmus.js';
import type { Architecture } from '../machine/architecture.js';
import { litmusFilesIn } from '../node/litmus-folders.js';

/** The litmus files that a plugin ships, to be tested one by one. */
export interface LitmusSuite {
  /** Paths relative to their folder, sorted; at least one. */
  readonly files: readonly string[];
  /** What the file says of itself, where its calls and facts come from; empty where it says nothing. */
  source(file: string): string;
  /** What is wrong with the file, with page symmetry or without; empty if all is as the file expects, either way. */
  findings(file: string): readonly string[];
  /** One line per file: its name, the number of states, and of a violation its property and the length of its trace. */
  sizes(): string;
}

/** A suite over nothing would pass for ever. */
const NO_FILES = 'the plugin registers no folder with litmus files (registrar.litmus), or an empty one';

/**
 * The litmus files in the folders that a plugin registers, each checked in every execution, with page symmetry and without: both must
 * come to the same. Files are read at once and checked when they are asked for. Two files of one name count once.
 *
 * @throws RangeError if there is no file
 */
export function litmusSuite(
  architecture: Architecture,
  files: ReadonlyMap<string, Uint8Array> = litmusFilesIn(architecture.litmus),
): LitmusSuite {
  if (files.size === 0) throw new RangeError(NO_FILES);
  const run = (file: string, symmetry: 'on' | 'off'): LitmusFileResult => {
    const bytes = files.get(file);
    if (bytes === undefined) throw new RangeError(`there is no litmus file ${file}`);
    return checkLitmus(bytes, file, [architecture], { symmetry });
  };
  const whole = new Map<string, LitmusFileResult>();
  const wholeOf = (file: string): LitmusFileResult => {
    const result = whole.get(file) ?? run(file, 'off');
    whole.set(file, result);
    return result;
  };
  return {
    files: [...files.keys()],
    source: (file) => wholeOf(file).source ?? '',
    findings: (file) => {
      const [all, reduced] = [wholeOf(file), run(file, 'on')];
      const differs = JSON.stringify(all.violation) !== JSON.stringify(reduced.violation);
      return [
        ...wrongIn(all),
        ...wrongIn(reduced).map((wrong) => `with page symmetry: ${wrong}`),
        ...(differs ? ['with page symmetry: another violation, or another way to it'] : []),
      ];
    },
    sizes: () => [...files.keys()].map((file) => `${sizeOf(wholeOf(file))}\n`).join(''),
  };
}

function wrongIn({ outcome, failures, findings, limit }: LitmusFileResult): string[] {
  const said = [
    ...findings.map(formatFinding),
    ...failures.map(({ where, expected, happened }) => `${where.line}: expected ${expected}, but ${happened}`),
  ];
  return outcome === 'ok' ? [] : [`${outcome}${limit === undefined ? '' : ` (${limit})`}`, ...said];
}

function sizeOf({ file, states, violation }: LitmusFileResult): string {
  return violation === undefined
    ? `${file} ${states}`
    : `${file} ${states} ${violation.property} ${violation.trace.length}`;
}
