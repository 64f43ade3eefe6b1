import { type AnyCheckReport, outlineOf, titleOf } from './check-outline.js';
import { factTable, heading, markdown, paragraph, shell, strong, text } from './markdown.js';
import { traceBlocks } from './trace-markdown.js';

/** A check for an issue or a pull request. */
export function checkMarkdown(report: AnyCheckReport): string {
  const { verdict, about, promise, facts, defects, way, trace } = outlineOf(report);
  return markdown([
    heading(2, `${titleOf(report)}: ${[verdict, about].filter((part) => part !== '').join(', ')}`),
    ...promise.filter(([, words]) => words !== '').map(([name, words]) => paragraph(strong(name), text(` ${words}`))),
    factTable([...facts, ['defects', defects.map(({ id }) => id).join(', ') || 'none']]),
    ...traceBlocks(way, trace),
    paragraph(text('Replay:')),
    shell(report.replay),
  ]);
}
