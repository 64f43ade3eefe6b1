import type { CommandFactory } from '../context.js';
import { exitCodes } from '../help.js';
import { colorOption, jsonOption } from '../options/output-options.js';

/** `plugins list | info <id>`: the architectures and all that they declare. */
export const pluginsCommand: CommandFactory = (context) => ({
  command: 'plugins',
  describe: 'the architectures, and what each of them models',
  builder: (yargs) =>
    yargs
      .usage('Usage: $0 plugins list | info <id>')
      .epilogue(exitCodes)
      .demandCommand(1)
      .command(listCommand(context))
      .command(infoCommand(context)),
  handler: () => undefined,
});

const listCommand: CommandFactory = (context) => ({
  command: 'list',
  describe: 'one line for each architecture',
  builder: (yargs) => yargs.options({ ...jsonOption, ...colorOption }).epilogue(exitCodes),
  handler: async (given) => {
    const { pluginList } = await import('../plugins/plugin-list.js');
    const { pluginListTable } = await import('../reporters/plugin-list-table.js');
    const { printData } = await import('../output/print-data.js');
    printData(context, given, pluginList(await context.architectures()), pluginListTable);
  },
});

const infoCommand: CommandFactory = (context) => ({
  command: 'info <id>',
  describe: 'all that an architecture declares: policies, releases, defects, operations, properties',
  builder: (yargs) =>
    yargs
      .positional('id', { string: true, demandOption: true, describe: 's390, arm64 or ppc' })
      .options({ ...jsonOption, ...colorOption })
      .epilogue(exitCodes),
  handler: async ({ id, ...given }) => {
    const { findArchitecture } = await import('../architectures.js');
    const { pluginInfo } = await import('../plugins/plugin-info.js');
    const { pluginInfoTable } = await import('../reporters/plugin-info-table.js');
    const { printData } = await import('../output/print-data.js');
    printData(context, given, pluginInfo(findArchitecture(await context.architectures(), id)), pluginInfoTable);
  },
});
