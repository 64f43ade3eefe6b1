import type { CommandFactory } from '../context.js';
import { exitCodes } from '../help.js';
import { outputOptions } from '../options/output-options.js';
import { REPORTERS } from '../options/reporters.js';

/** `validate`: the model's report card. */
export const validateCommand: CommandFactory = (context) => ({
  command: 'validate',
  describe: 'how far can this model be trusted? published times, measured counts, litmus files',
  builder: (yargs) =>
    yargs
      .usage(
        '$0 validate [--arch ARCH,...] [options]\n\nHolds the models against what is known: published times (those that prices were fitted to stand apart), counts that were measured on real kernels, and the litmus files that come with each architecture. Says what could not be checked.',
      )
      .example('$0 validate --arch arm64', '')
      .example('$0 validate --reporter json=card.json', '')
      .epilogue(`Ends with 1 where a count, a published bound or a litmus file is missed.\n\n${exitCodes}`)
      .options({
        arch: { describe: 'architectures, separated by commas (default: all)', string: true, requiresArg: true },
        litmus: { describe: 'check the litmus files too (--no-litmus: leave them out)', boolean: true, default: true },
      })
      .options(outputOptions(REPORTERS.validate)),
  handler: async (given) => {
    const { performValidate } = await import('../validate/perform-validate.js');
    await performValidate(context, given);
  },
});
