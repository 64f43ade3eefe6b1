import type { CommandFactory } from '../context.js';
import { exitCodes } from '../help.js';
import { colorOption, jsonOption } from '../options/output-options.js';

/** `explain <name>`: what a name means that a report or a message mentions. */
export const explainCommand: CommandFactory = (context) => ({
  command: 'explain <name>',
  describe: 'what is this error code, operation, property, policy, defect, release or setting?',
  builder: (yargs) =>
    yargs
      .positional('name', { string: true, demandOption: true, describe: 'a name from a report, a message or a list' })
      .options({ ...jsonOption, ...colorOption })
      .example('$0 explain CVM_UNITS_AMBIGUOUS_SIZE', '')
      .example('$0 explain nothing-stale-is-used', '')
      .example('$0 explain uv-page-in', '')
      .epilogue(exitCodes),
  handler: async ({ name, ...given }) => {
    const { explain } = await import('../explain/explain.js');
    const { explanationText } = await import('../reporters/explanation-text.js');
    const { printData } = await import('../output/print-data.js');
    printData(context, given, explain(name, await context.architectures()), explanationText);
  },
});
