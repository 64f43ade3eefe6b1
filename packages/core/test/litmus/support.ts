import { isInputError } from '../../src/errors/index.js';
import { checkLitmus, type LitmusFileResult, type LitmusOptions, parseLitmus } from '../../src/litmus/index.js';
import { toy } from './toy.js';

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A litmus file about the toy: `body` is all but the first three lines. */
export const litmus = (body: string): string => `litmus: 1\nname: a-test\narch: toy\n${body}`;

export const check = (body: string, options?: LitmusOptions): LitmusFileResult =>
  checkLitmus(bytes(litmus(body)), 'test.yaml', [toy], options);

/** Outcome, and what was missed: where, what was expected, what happened. */
export function said(body: string, options?: LitmusOptions) {
  const { outcome, failures, findings } = check(body, options);
  const missed = failures.map(({ where, expected, happened }) => `${where.path}: ${expected} | ${happened}`);
  return [outcome, ...missed, ...findings.map(({ code, where, message }) => `${code} ${where?.path}: ${message}`)];
}

/** What is wrong with a file: code, `line:column` and path of each finding. */
export function findingsIn(text: string | Uint8Array): string[] {
  try {
    parseLitmus(typeof text === 'string' ? bytes(text) : text, [toy], 'test.yaml');
    return [];
  } catch (error) {
    if (!isInputError(error)) throw error;
    return error.findings.map(({ code, where }) =>
      [code.replace('CVM_LITMUS_', ''), where?.line && `${where.line}:${where.column}`, where?.path]
        .filter(Boolean)
        .join(' '),
    );
  }
}

/** The findings of a body, whose first line is counted as 4. */
export const findings = (body: string): string[] => findingsIn(litmus(body));
