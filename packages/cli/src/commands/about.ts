import type { CommandFactory } from '../context.js';
import { exitCodes } from '../help.js';
import { colorOption, jsonOption } from '../options/output-options.js';

/** `about`: versions, what is modelled and what is not. */
export const aboutCommand: CommandFactory = (context) => ({
  command: 'about',
  describe: 'versions, what is modelled and what is not, where to read more',
  builder: (yargs) => yargs.options({ ...jsonOption, ...colorOption }).epilogue(exitCodes),
  handler: async (given) => {
    const { about } = await import('../plugins/about.js');
    const { aboutText } = await import('../reporters/about-text.js');
    const { printData } = await import('../output/print-data.js');
    printData(context, given, about(await context.architectures()), aboutText);
  },
});
