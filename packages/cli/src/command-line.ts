import type { Argv } from 'yargs';
import yargs from 'yargs';
import { COMMANDS } from './commands/index.js';
import { type SetUpArguments, setUpOptions } from './config/set-up-options.js';
import type { CommandContext } from './context.js';
import { UsageFailure } from './errors/usage-failure.js';
import { examples, exitCodes } from './help.js';
import { toolInfo } from './tool-info.js';

/** Wider help is hard to read, narrower help has no room for descriptions. */
const HELP_WIDTH = { least: 60, most: 100 };

/** How a completion script asks; the words that are typed follow, the program first. */
const COMPLETING = '--get-yargs-completions';

const USAGE = 'Usage: $0 <command> [options]';

/** What the types of yargs, which are those of version 17, leave out. */
interface MoreOfYargs18 {
  usageConfiguration(settings: Readonly<Record<string, boolean>>): Argv;
  showCompletionScript(name: string, command: string): Argv;
}

/** What `fail` is given by yargs behind the error: the help that it has gathered so far. */
interface Gathered {
  getDescriptions(): Readonly<Record<string, unknown>>;
  getCommands(): readonly (readonly [command: string, ...unknown[]])[];
}

/**
 * Parses and runs one command. Help, version and completions go to stdout; without a command the help does.
 *
 * @throws UsageFailure, and whatever the command throws
 */
export async function runCommandLine(argv: readonly string[], context: CommandContext): Promise<void> {
  if (argv[0] === COMPLETING) {
    const { completeValues } = await import('./completion/complete-values.js');
    const values = await completeValues(argv.slice(1), context);
    if (values !== undefined) return context.stdout.write(values.map((value) => `${value}\n`).join(''));
  }
  const { name, version } = toolInfo();
  const { columns = HELP_WIDTH.most } = context.stdout;
  const parser = (yargs() as Argv & MoreOfYargs18)
    .usageConfiguration({ 'hide-types': true })
    .scriptName(name)
    .usage(USAGE)
    .epilogue(exitCodes)
    .locale('en')
    .parserConfiguration({
      'boolean-negation': true,
      'camel-case-expansion': false,
      'dot-notation': false,
      'duplicate-arguments-array': true,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'short-option-groups': false,
    })
    .wrap(Math.min(HELP_WIDTH.most, Math.max(HELP_WIDTH.least, columns)))
    .strict()
    .version(version)
    .help()
    .alias('help', 'h')
    .showHelpOnFail(false)
    .exitProcess(false)
    .check((given, options) => refuseMisused(given, options as unknown as Declared, argv), true)
    .fail((message, error: Error | undefined, gathered) => {
      if (error !== undefined && error.name !== 'YError') throw error;
      throw new UsageFailure(message, knownTo(gathered as unknown as Gathered));
    });
  parser.options(setUpOptions).middleware((async (given: SetUpArguments & Record<string, unknown>, parser) => {
    // Help is there for who has a broken config file, too.
    if (given['help'] === true || given['version'] === true) return;
    const defaults = await context.configure(given);
    const { key } = parser.getOptions();
    for (const [name, value] of Object.entries(defaults)) {
      if (name in key && given[name] === undefined) given[name] = value;
    }
  }) as Middleware as unknown as Parameters<Argv['middleware']>[0]);
  for (const command of COMMANDS) parser.command(command(context));
  // yargs' own completion command ends the process, which we leave to bin.ts.
  parser.command('completion', 'a script that lets the shell complete what is typed', {}, () => {
    (parser as Argv & MoreOfYargs18).showCompletionScript(name, 'completion');
  });

  let printed = '';
  const { _: words } = await parser.parseAsync(
    helpLast(argv),
    {},
    (_error: unknown, _argv: unknown, output: string) => {
      printed = output;
    },
  );
  if (printed === '' && words.length === 0) printed = await helpOf(parser);
  const ofAll = printed.startsWith(USAGE.replace('$0', name));
  if (printed !== '') context.stdout.write(`${ofAll ? `${examples}\n\n` : ''}${printed}\n`);
}

/** What yargs hands to it, which its types leave out: the parser, which knows the options of the command. */
type Middleware = (
  given: SetUpArguments & Record<string, unknown>,
  parser: { readonly getOptions: () => Declared },
) => Promise<void>;

/** What `check` is told about the options of the command. */
interface Declared {
  readonly array: readonly string[];
  readonly boolean: readonly string[];
  readonly key: Readonly<Record<string, unknown>>;
}

/** What yargs lets pass: a repeated option comes as a list, a negated one as false, a switch takes any value for false. */
function refuseMisused(given: object, { array, boolean, key }: Declared, argv: readonly string[]): true {
  const entries = Object.entries(given).filter(([option]) => option !== '_');
  const known = { options: Object.keys(key), commands: [] };
  const repeated = entries.filter(([option, value]) => Array.isArray(value) && !array.includes(option));
  if (repeated.length > 0) throw new UsageFailure('', known, { repeated: Object.fromEntries(repeated) });
  const negated = entries.filter(([option, value]) => [value].flat().includes(false) && !boolean.includes(option));
  if (negated.length > 0)
    throw new UsageFailure(`Unknown arguments: ${negated.map(([option]) => option).join(', ')}`, known);
  const behindDashes = argv.slice(argv.indexOf('--') + 1 || argv.length);
  if (behindDashes.length > 0) throw new UsageFailure(`Unknown arguments: ${behindDashes.join(', ')}`, known);
  const switched = argv.filter((word) => /^--[^=]+=(?!true$|false$)/.test(word) && boolean.includes(nameIn(word)));
  if (switched.length > 0) throw new UsageFailure('', known, { switched });
  return true;
}

const nameIn = (word: string): string => word.replace(/^--(no-)?/, '').split('=', 1)[0] ?? '';

/** `help check` is `check --help`. */
const helpLast = ([first, ...rest]: readonly string[]): string[] =>
  first === undefined ? [] : first === 'help' ? [...rest, '--help'] : [first, ...rest];

const knownTo = (gathered: Gathered) => ({
  options: Object.keys(gathered.getDescriptions()),
  commands: gathered.getCommands().map(([command]) => command.split(' ')[0] ?? command),
});

const helpOf = (parser: Argv): Promise<string> => Promise.resolve(parser.getHelp());
