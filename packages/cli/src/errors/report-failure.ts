import { isInputError } from '@cvm-teardown/core';
import { type CliContext, EXIT, type ExitCode } from '../context.js';
import { paletteFor } from '../output/palette.js';
import type { FoundPlugin } from '../plugins/found-plugin.js';
import { toolInfo } from '../tool-info.js';
import { blamed } from './blamed.js';
import { renderFinding } from './render-finding.js';
import { UsageFailure } from './usage-failure.js';
import { usageFindings } from './usage-findings.js';

/** Says on stderr what ended the command. */
export function reportFailure(
  error: unknown,
  argv: readonly string[],
  { stderr, env }: CliContext,
  plugins: readonly FoundPlugin[] = [],
): ExitCode {
  const palette = paletteFor(stderr, env);
  const findings =
    error instanceof UsageFailure
      ? usageFindings(error, argv)
      : isInputError(error)
        ? error.findings
        : blamed(error, plugins);
  for (const finding of findings) stderr.write(renderFinding(finding, palette));
  if (findings.length > 0) return EXIT.usage;
  stderr.write(bugReport(error, argv, palette('red', 'internal error')));
  return EXIT.internal;
}

function bugReport(error: unknown, argv: readonly string[], heading: string): string {
  const { name, version } = toolInfo();
  const stack = error instanceof Error ? (error.stack ?? String(error)) : String(error);
  return [
    `${heading}: this is a bug of ${name}, please report it with all that follows`,
    `${name} ${version}, Node ${process.version}, ${process.platform} ${process.arch}`,
    `arguments: ${JSON.stringify(argv)}`,
    stack,
    '',
  ].join('\n');
}
