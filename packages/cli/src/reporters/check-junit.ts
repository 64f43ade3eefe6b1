import { toXml } from 'xast-util-to-xml';
import { x } from 'xastscript';
import { type AnyCheckReport, outlineOf, titleOf } from './check-outline.js';
import { checkText } from './check-text.js';

/** A check as one JUnit test case: a violation is its failure, a verdict that is no verdict a skipped test. */
export function checkJunit(report: AnyCheckReport): string {
  const { verdict, about } = outlineOf(report);
  const failed = verdict === 'violated';
  const skipped = verdict === 'unknown';
  const message = legal(`${verdict}${about === '' ? '' : `: ${about}`}`);
  const counts = { tests: '1', failures: failed ? '1' : '0', errors: '0' };
  const whole = legal(checkText(report));
  const outcome = failed
    ? [x('failure', { message, type: report.violation?.property ?? verdict }, whole)]
    : [...(skipped ? [x('skipped', { message })] : []), x('system-out', whole)];
  const name = legal(titleOf(report));
  const testCase = x('testcase', { classname: `cvm-teardown.${report.kind}`, name }, outcome);
  const suite = x('testsuite', { name: 'cvm-teardown check', ...counts, skipped: skipped ? '1' : '0' }, testCase);
  const document = x('testsuites', { name: 'cvm-teardown', ...counts }, suite);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${toXml(document)}\n`;
}

/** XML 1.0 has no way to write most control characters, nor halves of surrogate pairs. */
export const legal = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd');
