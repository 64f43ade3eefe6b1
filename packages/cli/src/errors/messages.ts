import { choiceHint, type Finding, finding, nearest, quote, quoteAll, type Where } from '@cvm-teardown/core';

/** Mistakes in how the command line is used: one function per message. `where.path` names the option. */

export const unknownCommand = (name: string, known: readonly string[]): Finding =>
  finding('CVM_CLI_UNKNOWN_COMMAND', `unknown command ${quote(name)}`, { hint: choiceHint(name, known) });

/** `command` with its name and the words behind it: `cvm-teardown plugins list`. */
export const helpFor = (command: string): string => `"${command} --help" shows what it takes`;

export const unexpectedArgument = (text: string, command: string): Finding =>
  finding('CVM_CLI_UNEXPECTED_ARGUMENT', `"${command}" takes no argument ${quote(text)}`, { hint: helpFor(command) });

/** A check has pages, a run has memory. */
const INSTEAD: Readonly<Record<string, string>> = { '--memory': '--pages', '--pages': '--memory' };

export const unknownOption = (option: string, known: readonly string[], command: string): Finding => {
  const guess = known.find((other) => other === INSTEAD[option]) ?? nearest(option, known);
  const hint = guess === undefined ? helpFor(command) : `did you mean ${quote(guess)}? ${helpFor(command)}`;
  return finding('CVM_CLI_UNKNOWN_OPTION', `unknown option ${quote(option)}`, { hint });
};

/** `word`: `--color=always`. */
export const switchWithValue = (word: string): Finding => {
  const option = word.split('=', 1)[0] ?? word;
  return finding('CVM_CLI_WRONG_FORM', `${quote(word)}: ${option} is a switch`, {
    hint: `write ${option}, ${option}=true or ${option}=false`,
  });
};

export const missingValue = (option: string): Finding =>
  finding('CVM_CLI_MISSING_VALUE', `option --${option} has no value`, {
    hint: `write --${option} VALUE or --${option}=VALUE`,
  });

/** `what` is an option or the name of an argument. */
export const missingArgument = (what: string, hint?: string): Finding =>
  finding('CVM_CLI_MISSING_ARGUMENT', `${what} is missing`, { hint });

export const repeatedOption = (option: string, values: readonly string[]): Finding =>
  finding(
    'CVM_CLI_REPEATED_OPTION',
    `option --${option} is given ${values.length} times: ${values.map(quote).join(', ')}`,
    {
      hint: 'keep one of them',
    },
  );

/** A name inside a repeatable option that is given two values. */
export const givenTwice = (option: string, name: string, values: readonly [string, string]): Finding =>
  finding('CVM_CLI_GIVEN_TWICE', `${quote(name)} is given twice: ${values.map(quote).join(' and ')}`, {
    where: { path: `--${option}` },
    hint: 'keep one of them',
  });

/** `form`: `name=value`. */
export const wrongForm = (option: string, text: string, form: string): Finding =>
  finding('CVM_CLI_WRONG_FORM', `${quote(text)} is not of the form ${form}`, {
    where: { path: `--${option}` },
    hint: `write --${option} ${form}`,
  });

export const notACount = (option: string, text: string, least: number, most: number, hint?: string): Finding =>
  finding('CVM_CLI_NOT_A_COUNT', `${quote(text)} is not a whole number from ${least} to ${most}`, {
    where: { path: `--${option}` },
    hint,
  });

export const usage = (message: string): Finding =>
  finding('CVM_CLI_USAGE', message.replace(/\s+/g, ' '), { hint: '--help shows what is possible' });

const reporter = { path: '--reporter' };

export const unknownReporter = (name: string, known: readonly string[]): Finding =>
  finding('CVM_CLI_UNKNOWN_REPORTER', `there is no reporter ${quote(name)} here`, {
    where: reporter,
    hint: choiceHint(name, known),
  });

export const outputTwice = (target: string): Finding =>
  finding('CVM_CLI_OUTPUT_TWICE', `two reporters write to ${target === '-' ? 'stdout' : quote(target)}`, {
    where: reporter,
    hint: 'give each but one a file: NAME=FILE',
  });

export const outputIsDirectory = (file: string): Finding =>
  finding('CVM_CLI_OUTPUT_IS_DIRECTORY', `${quote(file)} is a directory`, {
    where: reporter,
    hint: 'name a file in it',
  });

/** `problem` says why, from the operating system: ENOENT, EACCES ... */
export const outputNotWritable = (file: string, problem: string): Finding =>
  finding('CVM_CLI_OUTPUT_NOT_WRITABLE', `${quote(file)} cannot be written: ${problem}`, {
    where: reporter,
    hint: 'name a file in a directory that exists and that you may write to',
  });

export const shippedPluginNotLoaded = (packageName: string, problem: string): Finding =>
  finding('CVM_CLI_PLUGIN_NOT_LOADED', `the plugin ${quote(packageName)} cannot be loaded: ${problem}`, {
    hint: `install cvm-teardown again; ${packageName} comes with it`,
  });

/** `problem`: what it threw while it was loaded, or while it registered. */
export const outputExists = (file: string): Finding =>
  finding('CVM_CLI_OUTPUT_EXISTS', `${quote(file)} is there already`, {
    hint: `go on with it: --resume ${file}; or name another file`,
  });

/** `problem` says why it cannot be gone on with. */
export const notThisSweep = (file: string, problem: string): Finding =>
  finding('CVM_CLI_NOT_THIS_SWEEP', `${quote(file)} is not this sweep: ${problem}`, {
    where: { path: '--resume' },
    hint: 'go on with the options with which it was begun, or begin a new one with --out',
  });

/** `problem`: `its end lies before its beginning`. */
export const wrongRange = (option: string, text: string, problem: string, example: string): Finding =>
  finding('CVM_CLI_WRONG_RANGE', `${quote(text)} is no range: ${problem}`, {
    where: { path: `--${option}` },
    hint: `write a value, a list with commas, or a range such as ${example}`,
  });

export const pluginNotLoaded = (name: string, problem: string, where: Where): Finding =>
  finding('CVM_CLI_PLUGIN_NOT_LOADED', `the plugin ${quote(name)} cannot be loaded: ${problem}`, {
    where,
    hint: 'that is for its author; what it exports by default must be made by defineArchPlugin, and must not throw',
  });

/** `beside`: a file of that name that was probably meant. */
export const pluginNotFound = (name: string, folder: string, beside: string | undefined, where: Where): Finding =>
  finding('CVM_CLI_PLUGIN_NOT_FOUND', `there is no plugin ${quote(name)} to be found from ${quote(folder)}`, {
    where,
    hint:
      beside === undefined
        ? 'install the package there, or give a path that begins with ./ or /'
        : `did you mean the path ${quote(beside)}?`,
  });

/** It threw after it was loaded. `problem`: what it threw. */
export const pluginFailed = (name: string, problem: string, where: Where): Finding =>
  finding('CVM_CLI_PLUGIN_FAILED', `the plugin ${quote(name)} threw: ${problem}`, {
    where,
    hint: 'that is for its author; debugCheck of @cvm-teardown/core/testing finds such mistakes',
  });

export const configNotLoaded = (file: string, problem: string): Finding =>
  finding('CVM_CLI_CONFIG_NOT_LOADED', `the config file cannot be loaded: ${problem}`, {
    where: { file },
    hint: 'its default export, or the JSON, is an object with "plugins" and "defaults"',
  });

export const configInvalid = (problem: string, where: Where): Finding =>
  finding('CVM_CLI_CONFIG_INVALID', problem, {
    where,
    hint: 'a config file has "plugins", a list of names or paths, and "defaults", options by their names',
  });

export const configUnknownKey = (key: string, known: readonly string[], where: Where): Finding =>
  finding('CVM_CLI_CONFIG_UNKNOWN_KEY', `unknown key ${quote(key)}`, { where, hint: choiceHint(key, known) });

export const severalConfigs = (first: string, others: readonly string[]): Finding =>
  finding('CVM_CLI_SEVERAL_CONFIGS', `there are several config files: ${quoteAll([first, ...others])}`, {
    hint: 'keep one of them, or name one with --config',
  });

/** `similar`: a file beside it that was probably meant. */
export const inputNotFound = (file: string, similar?: string): Finding =>
  finding('CVM_CLI_INPUT_NOT_FOUND', `there is no file or folder ${quote(file)}`, {
    hint: similar === undefined ? 'names are relative to the working directory' : `did you mean ${quote(similar)}?`,
  });

/** `problem` says why: EACCES, or that it is a device. */
export const inputNotReadable = (file: string, problem: string): Finding =>
  finding('CVM_CLI_INPUT_NOT_READABLE', `${quote(file)} cannot be read: ${problem}`, {
    hint: 'name a file that you may read',
  });

export const noLitmusFiles = (word: string): Finding =>
  finding('CVM_CLI_NO_LITMUS_FILES', `there are no litmus files in ${quote(word)}`, {
    hint: 'of a folder those count that end in .yaml, .yml or .json; hidden ones and node_modules are passed by',
  });

/** `similar`: a name that was probably meant. */
export const unknownName = (name: string, similar: string | undefined): Finding =>
  finding('CVM_CLI_UNKNOWN_NAME', `nothing is called ${quote(name)}`, {
    hint:
      similar === undefined
        ? '"cvm-teardown plugins info <arch>" lists what has a name; error codes begin with CVM_'
        : `did you mean ${quote(similar)}?`,
  });

/** An option that belongs to another way of using its command. `other`: the option that it does not go with. */
export const notWith = (option: string, other: string): Finding =>
  finding('CVM_CLI_NOT_WITH', `option --${option} does not go with ${other}`, {
    where: { path: `--${option}` },
    hint: `leave one of them out`,
  });

/** An option that means something beside another one only. */
export const onlyWith = (option: string, other: string): Finding =>
  finding('CVM_CLI_ONLY_WITH', `option --${option} means nothing without ${other}`, {
    where: { path: `--${option}` },
    hint: `add ${other}, or leave --${option} out`,
  });

/** `problem` says what is wrong with it. */
export const notAReproduction = (file: string, problem: string): Finding =>
  finding('CVM_CLI_NOT_A_REPRODUCTION', `${quote(file)} is no report of a violation: ${problem}`, {
    hint: 'a reproduction is what "check --reporter json=FILE" writes when a property is violated',
  });
