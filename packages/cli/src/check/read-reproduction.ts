import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InputError } from '@cvm-teardown/core';
import { checkReportSchema, randomCheckReportSchema } from '@cvm-teardown/core/report';
import { inputNotFound, inputNotReadable, notAReproduction } from '../errors/messages.js';
import { sayErrno } from '../errors/say-errno.js';
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
export async function readReproduction(file: string, cwd: string): Promise<Reproduction> {
  const report = parsed(file, await contentOf(file, cwd));
  const { violation, verdict, replay } = report;
  if (violation === undefined) throw refused(file, `its verdict is ${verdict.replaceAll('-', ' ')}`);
  if (violation.kind === 'sometimes')
    throw refused(
      file,
      `that ${violation.property} is never reached has no counterexample; "${replay}" checks it again`,
    );
  return { report, violation };
}

async function contentOf(file: string, cwd: string): Promise<string> {
  const path = resolve(cwd, file);
  try {
    const { size, ...found } = await stat(path).then((stats) => ({ size: stats.size, isFile: stats.isFile() }));
    if (!found.isFile) throw new InputError(inputNotReadable(file, 'it is no regular file'));
    if (size > MOST_BYTES) throw refused(file, `it has ${size} bytes, more than ${MOST_BYTES}`);
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code !== 'string' || error instanceof InputError) throw error;
    throw new InputError(code === 'ENOENT' ? inputNotFound(file) : inputNotReadable(file, sayErrno(code)), {
      cause: error,
    });
  }
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
