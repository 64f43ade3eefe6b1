import { collectFindings, type Finding } from '@cvm-teardown/core';
import { wrongRange } from '../errors/messages.js';

/** How the values of one option are read and made: `parse` throws an InputError. */
export interface Axis {
  readonly option: string;
  /** `1GiB..16TiB:x2`, for hints. */
  readonly example: string;
  readonly parse: (text: string) => number;
}

const MOST_VALUES = 10_000;

/**
 * The values of `1GiB,4GiB`, `1GiB..16TiB:x2` or `10%..100%:+10%`, each once, in the order in which they are written. Whole numbers in the
 * axis' smallest unit. What is wrong goes to `findings`.
 */
export function readRange(axis: Axis, text: string, findings: Finding[]): readonly number[] {
  const values = text.split(',').flatMap((part) => readPart(axis, part.trim(), findings));
  const unique = [...new Set(values)];
  if (unique.length > MOST_VALUES) {
    findings.push(wrongRange(axis.option, text, `more than ${MOST_VALUES} values`, axis.example));
    return [];
  }
  return unique;
}

function readPart(axis: Axis, part: string, findings: Finding[]): number[] {
  const refuse = (problem: string): number[] => {
    findings.push(wrongRange(axis.option, part, problem, axis.example));
    return [];
  };
  const parse = (text: string) => collectFindings(findings, () => axis.parse(text));
  if (!part.includes('..')) {
    const value = parse(part);
    return value === undefined ? [] : [value];
  }
  const parts = /^(.*?)\.\.([^:]*)(?::(.*))?$/.exec(part);
  const [, low = '', high = '', step] = parts ?? [];
  const [from, to] = [parse(low), parse(high)];
  if (step === undefined) return refuse('it does not say how to go on');
  if (from === undefined || to === undefined) return [];
  if (from > to) return refuse('its end lies before its beginning');
  const next = nextOf(axis, step, findings);
  return next === undefined ? refuse('it does not say how to go on') : listOf(from, to, next, refuse);
}

/** Behind a value the next one: times a factor, or more by a step. */
function nextOf(axis: Axis, step: string, findings: Finding[]): ((value: number) => number) | undefined {
  if (step.startsWith('x')) {
    const factor = /^x\d{1,6}(\.\d{1,3})?$/.test(step) ? Number(step.slice(1)) : Number.NaN;
    return Number.isNaN(factor) ? undefined : (value) => value * factor;
  }
  if (!step.startsWith('+')) return undefined;
  const more = collectFindings(findings, () => axis.parse(step.slice(1)));
  return more === undefined ? undefined : (value) => value + more;
}

function listOf(
  from: number,
  to: number,
  next: (value: number) => number,
  refuse: (problem: string) => number[],
): number[] {
  const values: number[] = [];
  for (let value = from; value <= to; value = next(value)) {
    if (!Number.isSafeInteger(value)) return refuse('one of its values is not whole');
    if (value === values.at(-1)) return refuse('it never gets to its end');
    values.push(value);
    if (values.length > MOST_VALUES) return refuse(`more than ${MOST_VALUES} values`);
  }
  return values;
}
