import type { CliContext } from '../context.js';
import { json as jsonReporter } from '../reporters/json.js';
import { lookOf, type Reporter } from './outputs.js';

/** The options of commands that list things, as yargs hands them over. */
export interface ListArguments {
  readonly json?: boolean | undefined;
  readonly color?: boolean | undefined;
}

/** Writes what a listing command found: as JSON with `--json`, else as text. */
export function printData<Data>(
  context: CliContext,
  { json, color }: ListArguments,
  data: Data,
  reporter: Reporter<Data>,
): void {
  context.stdout.write(json === true ? jsonReporter(data) : reporter(data, lookOf(context, color)));
}
