import type { CommandFactory } from '../context.js';
import { exitCodes } from '../help.js';
import { colorOption, jsonOption } from '../options/output-options.js';

/** `profiles list | show <profile>`: the prices of operations, and what they rest on. */
export const profilesCommand: CommandFactory = (context) => ({
  command: 'profiles',
  describe: 'cost profiles: what operations cost on which machine, and how that is known',
  builder: (yargs) =>
    yargs
      .usage('Usage: $0 profiles list | show <profile>')
      .epilogue(exitCodes)
      .demandCommand(1)
      .command(listCommand(context))
      .command(showCommand(context)),
  handler: () => undefined,
});

const listCommand: CommandFactory = (context) => ({
  command: 'list',
  describe: 'one line for each profile',
  builder: (yargs) => yargs.options({ ...jsonOption, ...colorOption }).epilogue(exitCodes),
  handler: async (given) => {
    const { profileList } = await import('../profiles/profile-list.js');
    const { profileListTable } = await import('../reporters/profile-tables.js');
    const { printData } = await import('../output/print-data.js');
    printData(context, given, profileList(await context.architectures()), profileListTable);
  },
});

const showCommand: CommandFactory = (context) => ({
  command: 'show <profile>',
  describe: 'all prices of a profile, with their sources',
  builder: (yargs) =>
    yargs
      .positional('profile', {
        string: true,
        demandOption: true,
        describe: 'id of a profile, such as power9, or a file that ends in .json',
      })
      .options({ ...jsonOption, ...colorOption })
      .epilogue(exitCodes),
  handler: async ({ profile, ...given }) => {
    const { showProfiles } = await import('../profiles/profile-list.js');
    const { profileTable } = await import('../reporters/profile-tables.js');
    const { printData } = await import('../output/print-data.js');
    printData(context, given, showProfiles(profile, await context.architectures(), context.cwd), profileTable);
  },
});
