import type { LitmusReport, LitmusReportFile } from '@cvm-teardown/core/report';
import { toXml } from 'xast-util-to-xml';
import { x } from 'xastscript';
import { plain } from '../output/palette.js';
import { legal } from './check-junit.js';
import { litmusFileText } from './litmus-table.js';
import { remarkOf } from './litmus-words.js';

/** Litmus files as JUnit test cases, one each, named by file. */
export function litmusJunit({ files, totals }: LitmusReport): string {
  const counts = {
    tests: String(totals.files),
    failures: String(totals.failed),
    errors: String(totals.error),
  };
  const skipped = String(totals.unknown);
  const suite = x('testsuite', { name: 'cvm-teardown check', ...counts, skipped }, files.map(testCase));
  const document = x('testsuites', { name: 'cvm-teardown', ...counts }, suite);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${toXml(document)}\n`;
}

function testCase(file: LitmusReportFile) {
  // There is no attribute for it: Jenkins refuses `file` here, though others take it.
  const name = file.name === undefined ? file.file : `${file.file}: ${file.name}`;
  return x('testcase', { classname: 'cvm-teardown.litmus', name: legal(name) }, outcome(file));
}

function outcome(file: LitmusReportFile) {
  const whole = legal(litmusFileText(file, { width: 120, palette: plain }));
  switch (file.outcome) {
    case 'ok':
      return [];
    case 'failed': {
      const [failure] = file.failures;
      const message = legal(`expected ${failure?.expected}, happened ${failure?.happened}`);
      return [x('failure', { message, type: file.violation?.property ?? 'expectation' }, whole)];
    }
    case 'error':
      return [
        x('error', { message: legal(file.findings[0]?.message ?? ''), type: file.findings[0]?.code ?? '' }, whole),
      ];
    case 'unknown':
      return [x('skipped', { message: legal(remarkOf(file)) })];
  }
}
