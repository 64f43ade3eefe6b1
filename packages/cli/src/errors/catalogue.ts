import type { CatalogueEntry } from '@cvm-teardown/core';

/** Every code of the command line itself; core has the others. */
export const cliCatalogue = {
  CVM_CLI_UNKNOWN_COMMAND: {
    title: 'Unknown command',
    explanation: 'The first word behind cvm-teardown is a command, and there is no command of that name.',
    remedy: 'Correct the name; "cvm-teardown --help" lists the commands.',
  },
  CVM_CLI_UNEXPECTED_ARGUMENT: {
    title: 'Argument that the command does not take',
    explanation: 'A word stands alone where the command knows only options. A value needs its option in front of it.',
    remedy: 'Put the option in front of it, or leave it out.',
  },
  CVM_CLI_UNKNOWN_NAME: {
    title: 'Nothing has this name',
    explanation: 'Neither an error code nor anything that an architecture declares is called so.',
    remedy: 'Correct the name; "cvm-teardown plugins info <arch>" lists all that an architecture declares.',
  },
  CVM_CLI_UNKNOWN_OPTION: {
    title: 'Unknown option',
    explanation: 'The command has no option of that name.',
    remedy: 'Correct the name; --help behind the command lists its options.',
  },
  CVM_CLI_MISSING_VALUE: {
    title: 'Option without a value',
    explanation: 'The option needs a value, and none follows it.',
    remedy: 'Write the value behind the option, or leave the option out.',
  },
  CVM_CLI_MISSING_ARGUMENT: {
    title: 'Something required is missing',
    explanation: 'The command cannot work without this option or argument.',
    remedy: 'Give it; the hint says what it can be.',
  },
  CVM_CLI_REPEATED_OPTION: {
    title: 'Option given more than once',
    explanation: 'The option has one value, and several would leave open which of them counts.',
    remedy: 'Keep one of them.',
  },
  CVM_CLI_GIVEN_TWICE: {
    title: 'Name given two values',
    explanation: 'One feature, option or constant of the machine is given two different values.',
    remedy: 'Keep one of them.',
  },
  CVM_CLI_WRONG_FORM: {
    title: 'Value not of the form of its option',
    explanation: 'The option takes values of a certain form, such as name=value.',
    remedy: 'Write it as the hint shows.',
  },
  CVM_CLI_NOT_A_COUNT: {
    title: 'Not a whole number, or too large',
    explanation: 'Counts are whole numbers, in digits, within the limits that the message states.',
    remedy: 'Write a number within the limits.',
  },
  CVM_CLI_USAGE: {
    title: 'Command line not understood',
    explanation: 'The command line does not follow the rules of its command.',
    remedy: 'Compare it with what --help shows.',
  },
  CVM_CLI_UNKNOWN_REPORTER: {
    title: 'Unknown reporter',
    explanation: 'The command cannot write its report in this form.',
    remedy: 'Choose one of the reporters in the hint.',
  },
  CVM_CLI_OUTPUT_TWICE: {
    title: 'Two reports to one place',
    explanation: 'Two reporters would write to the same file, or both to stdout, and mix or overwrite each other.',
    remedy: 'Give each but one a file of its own: NAME=FILE.',
  },
  CVM_CLI_OUTPUT_IS_DIRECTORY: {
    title: 'Output is a directory',
    explanation: 'A report is written to a file, and the name belongs to a directory.',
    remedy: 'Name a file in that directory.',
  },
  CVM_CLI_OUTPUT_NOT_WRITABLE: {
    title: 'Output cannot be written',
    explanation: 'The file, or the temporary file beside it, could not be created. It is tried before the work starts.',
    remedy: 'Name a file in a directory that exists and that you may write to.',
  },
  CVM_CLI_OUTPUT_EXISTS: {
    title: 'Output is there already',
    explanation: 'The lines of a sweep are written as they come; a file that is there is not overwritten.',
    remedy: 'Go on with it by --resume, or name another file.',
  },
  CVM_CLI_NOT_THIS_SWEEP: {
    title: 'File of another sweep',
    explanation:
      'A sweep can only go on in the file of the same sweep: its first line has a digest of all points, prices and versions.',
    remedy: 'Repeat the options with which it was begun, or begin a new file.',
  },
  CVM_CLI_WRONG_RANGE: {
    title: 'Range that cannot be read',
    explanation: 'A range says where it begins, where it ends, and how to go on: by a factor, or by a step.',
    remedy: 'Write 1GiB..16TiB:x2, 10%..100%:+10%, or a list with commas.',
  },
  CVM_CLI_PLUGIN_NOT_LOADED: {
    title: 'Plugin that does not load',
    explanation:
      'The package of an architecture was not found, or threw while it was being loaded or while it registered.',
    remedy:
      'If it comes with cvm-teardown, install that again, and report it if that does not help. If not, tell the author of the plugin.',
  },
  CVM_CLI_PLUGIN_NOT_FOUND: {
    title: 'No such plugin',
    explanation:
      'A plugin is a package that is installed where the command runs (or beside the config file that names it), or a path that begins with ./, ../ or /.',
    remedy: 'Install the package there, or correct the name.',
  },
  CVM_CLI_PLUGIN_FAILED: {
    title: 'Plugin that threw',
    explanation:
      'The code of a plugin threw while a machine of its architecture was made or run: a mistake of the plugin.',
    remedy: 'Tell its author. Authors: debugCheck of @cvm-teardown/core/testing goes through the protocol code.',
  },
  CVM_CLI_CONFIG_NOT_LOADED: {
    title: 'Config file that does not load',
    explanation: 'The file is no JSON, or threw while it was being loaded.',
    remedy: 'Mend it; docs/plugins.md shows one.',
  },
  CVM_CLI_CONFIG_INVALID: {
    title: 'Value that a config file cannot have',
    explanation: 'Something in the config file has another form than it must have.',
    remedy: 'Mend the place that the finding points to.',
  },
  CVM_CLI_CONFIG_UNKNOWN_KEY: {
    title: 'Unknown key in a config file',
    explanation: 'A key that is not read would look as if it had an effect.',
    remedy: 'Correct its spelling or remove it.',
  },
  CVM_CLI_SEVERAL_CONFIGS: {
    title: 'Several config files',
    explanation: 'Config files are not merged, and one of them would be passed by silently.',
    remedy: 'Keep one, or name one with --config.',
  },
  CVM_CLI_INPUT_NOT_FOUND: {
    title: 'No such file or folder',
    explanation: 'A word behind the command names a file or a folder, and there is none of that name.',
    remedy: 'Correct the name; it is relative to the working directory.',
  },
  CVM_CLI_INPUT_NOT_READABLE: {
    title: 'File that cannot be read',
    explanation: 'The file is there, but the operating system does not let it be read, or it is a device or a pipe.',
    remedy: 'Name a regular file that you may read.',
  },
  CVM_CLI_NO_LITMUS_FILES: {
    title: 'No litmus files',
    explanation: 'The folder, or the pattern, leads to no file that ends in .yaml, .yml or .json.',
    remedy: 'Name another folder, or the files themselves.',
  },
  CVM_CLI_NOT_WITH: {
    title: 'Options that do not go together',
    explanation: 'The command can be used in several ways, and the two options belong to different ones.',
    remedy: 'Leave one of them out.',
  },
  CVM_CLI_ONLY_WITH: {
    title: 'Option that needs another one',
    explanation: 'The option says something about a way of using the command that was not asked for.',
    remedy: 'Add the option that the message names, or leave this one out.',
  },
  CVM_CLI_NOT_A_REPRODUCTION: {
    title: 'File that cannot be replayed',
    explanation:
      'Replay takes the JSON report of a check that found a violation. The file is something else, is damaged, or reports no counterexample.',
    remedy: 'Write one with "check --reporter json=FILE".',
  },
} satisfies Readonly<Record<`CVM_CLI_${string}`, CatalogueEntry>>;
