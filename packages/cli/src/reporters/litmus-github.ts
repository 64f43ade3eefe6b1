import type { LitmusReport, LitmusReportFile } from '@cvm-teardown/core/report';
import { plain } from '../output/palette.js';
import { data, property } from './check-github.js';
import { litmusFileText } from './litmus-table.js';
import { remarkOf } from './litmus-words.js';

type Where = LitmusReportFile['failures'][number]['where'];

/** Litmus files as annotations of a GitHub Actions run, at the lines of what is not as expected; one that sums up. */
export function litmusGithub(report: LitmusReport): string {
  const { files, totals } = report;
  const sums = Object.entries(totals).map(([name, count]) => `${name} ${count}`);
  return [...files.flatMap(annotations), command('notice', {}, 'litmus files', sums.join(', '))].join('');
}

function annotations(file: LitmusReportFile): string[] {
  const place = { file: file.file };
  const whole = litmusFileText(file, { width: 120, palette: plain });
  switch (file.outcome) {
    case 'ok':
      return [];
    case 'failed':
      return file.failures.map(({ where, expected }) =>
        command('error', { ...place, ...where }, `expected ${expected}`, whole),
      );
    case 'error':
      return file.findings.map(({ code, message, where, hint }) =>
        command('error', { ...place, ...where }, code, [message, ...(hint === undefined ? [] : [hint])].join('\n')),
      );
    case 'unknown':
      return [command('warning', place, 'unknown', remarkOf(file))];
  }
}

function command(level: 'error' | 'warning' | 'notice', where: Where, title: string, text: string): string {
  const { file, line, column: col } = where;
  const properties = Object.entries({ file, line, col, title })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${property(String(value))}`);
  return `::${level} ${properties.join(',')}::${data(text.trimEnd())}\n`;
}
