import { InputError } from '@cvm-teardown/core';
import { checkReportSchema, randomCheckReportSchema } from '@cvm-teardown/core/report';
import { notAReproduction } from '../errors/messages.js';
import { readSmallFile } from '../input/read-small-file.js';
import type { AnyCheckReport, Violation } from '../reporters/check-outline.js';

/** Reports of the largest machines stay far below. */
const MOST_BYTES = 64 * 2 ** 20;

/** A report, and the violation that it is about. */
export interface Reproduction {
  readonly report: AnyCheckReport;
  readonly violation: Violation;
}

/**
 * Reads the report of a check, of either kind, that found a violation.
 *
 * @throws InputError (CVM_CLI_INPUT_..., CVM_CLI_NOT_A_REPRODUCTION)
 */
export function readReproduction(file: string, cwd: string): Reproduction {
  const report = parsed(file, contentOf(file, cwd));
  const { violation, verdict, replay } = report;
  if (violation === undefined) throw refused(file, `its verdict is ${verdict.replaceAll('-', ' ')}`);
  if (violation.kind === 'sometimes')
    throw refused(
      file,
      `that ${violation.property} is never reached has no counterexample; "${replay}" checks it again`,
    );
  return { report, violation };
}

function contentOf(file: string, cwd: string): string {
  const tooLarge = (bytes: number) => notAReproduction(file, `it has ${bytes} bytes, more than ${MOST_BYTES}`);
  const read = readSmallFile(file, cwd, MOST_BYTES, tooLarge);
  if (read instanceof Uint8Array) return new TextDecoder().decode(read);
  throw new InputError(read);
}

const schemas = { check: checkReportSchema, 'random-check': randomCheckReportSchema } as const;

function parsed(file: string, text: string): AnyCheckReport {
  const document = jsonOf(file, text);
  const kind = (document as { readonly kind?: unknown } | null)?.kind;
  if (kind !== 'check' && kind !== 'random-check') throw refused(file, 'it is not the report of a check');
  const { data, error } = schemas[kind].safeParse(document);
  if (data !== undefined) return data;
  const [issue] = error.issues;
  throw refused(file, `${issue?.path.join('.') || 'the document'}: ${issue?.message ?? 'not of the form of its kind'}`);
}

function jsonOf(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw refused(file, text.trim() === '' ? 'it is empty' : 'it is not JSON');
    throw error;
  }
}

const refused = (file: string, problem: string): InputError => new InputError(notAReproduction(file, problem));
