import { type Finding, quoteAll } from '@cvm-teardown/core';
import {
  helpFor,
  missingArgument,
  missingValue,
  repeatedOption,
  switchWithValue,
  unexpectedArgument,
  unknownCommand,
  unknownOption,
  usage,
} from './messages.js';
import type { UsageFailure } from './usage-failure.js';

/**
 * Findings for what yargs says in words. The words are those of its English locale; a test for each shows that the next
 * version still uses them. What is not recognised is passed on as it is.
 */
export function usageFindings(failure: UsageFailure, argv: readonly string[]): readonly Finding[] {
  const { repeated = {}, switched = [] } = failure.misused;
  const misused = [
    ...Object.entries(repeated).map(([option, values]) => repeatedOption(option, values.map(String))),
    ...switched.map(switchWithValue),
  ];
  if (misused.length > 0) return misused;
  for (const [pattern, findings] of rules) {
    const match = pattern.exec(failure.message);
    if (match !== null) return findings(match[1] ?? '', failure, argv);
  }
  return [usage(failure.message)];
}

type Rule = readonly [
  pattern: RegExp,
  findings: (names: string, failure: UsageFailure, argv: readonly string[]) => readonly Finding[],
];

const rules: readonly Rule[] = [
  [/^Unknown (?:argument|command)s?: (.*)$/s, (names, failure, argv) => unknowns(names.split(', '), failure, argv)],
  [/^Not enough arguments following: (.*)$/s, (name) => [missingValue(name.replace(/^-*/, ''))]],
  [/^Not enough non-option arguments/, (_, { known }, argv) => [missing(known.commands, commandsIn(argv))]],
];

/** The options behind an unknown command are not unknown: nobody has looked at them. */
function unknowns(names: readonly string[], failure: UsageFailure, argv: readonly string[]): readonly Finding[] {
  const findings = names.map((name) => unknown(name, failure, argv));
  const commands = findings.filter(({ code }) => code === 'CVM_CLI_UNKNOWN_COMMAND');
  return commands.length > 0 ? commands : findings;
}

/** An option, a command, or a word that the command does not take. */
function unknown(name: string, { known }: UsageFailure, argv: readonly string[]): Finding {
  const spelt = argv.find((word) => /^-/.test(word) && word.replace(/^--?(no-)?/, '').split('=')[0] === name);
  const short = name.length === 1 && argv.some((word) => /^-[^-]/.test(word) && word.includes(name));
  if (spelt !== undefined || short) {
    const options = known.options.map((option) => `--${option}`);
    return unknownOption(spelt?.split('=')[0] ?? `-${name}`, options, commandsIn(argv));
  }
  const bare = name.replace(/^"(\s*)"$/, '$1');
  return known.commands.length > 0
    ? unknownCommand(bare, known.commands)
    : unexpectedArgument(bare, commandsIn(argv, bare));
}

const missing = (commands: readonly string[], command: string): Finding =>
  commands.length > 0
    ? missingArgument(`the word behind "${command}"`, `valid: ${quoteAll(commands)}`)
    : missingArgument(`an argument of "${command}"`, helpFor(command));

/** Commands that have commands themselves. */
const GROUPS: readonly (string | undefined)[] = ['plugins', 'profiles'];

/** The commands that a command line begins with, up to `end` or the first option. */
function commandsIn(argv: readonly string[], end?: string): string {
  const after = argv.findIndex((word) => word.startsWith('-') || word === end);
  const words = argv.slice(0, after < 0 ? undefined : after);
  return ['cvm-teardown', ...words.slice(0, GROUPS.includes(words[0]) ? 2 : 1)].join(' ');
}
