import { dirname } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import type { Finding } from '@cvm-teardown/core';
import type { FoundPlugin } from '../plugins/found-plugin.js';
import { pluginFailed } from './messages.js';

/** The end of a line of V8's stacks: `(file:///a/b.js:12:5)`. */
const PLACE = /(?:\(|at )(file:\/\/[^\s()]+):(\d+):(\d+)\)?$/;

/** If an error was thrown in a plugin's code: whose, and where. What a plugin calls may throw too, so the whole stack counts. */
export function blamed(error: unknown, plugins: readonly FoundPlugin[]): readonly Finding[] {
  if (!(error instanceof Error)) return [];
  for (const line of error.stack?.split('\n') ?? []) {
    const [, url, row, column] = PLACE.exec(line) ?? [];
    const plugin = url && plugins.find((known) => url.startsWith(`${dirname(known.url)}/`));
    if (!url || !plugin) continue;
    const where = { file: fileURLToPath(url), line: Number(row), column: Number(column) };
    return [pluginFailed(plugin.name, error.message, where)];
  }
  return [];
}
