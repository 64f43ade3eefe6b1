import type { CommandFactory } from '../context.js';
import { exitCodes } from '../help.js';
import { machineOptions, memoryOption } from '../options/machine-options.js';
import { outputOptions } from '../options/output-options.js';
import { costOptions } from '../runs/cost-options.js';

/** `run`: one teardown, in virtual time. */
export const runCommand: CommandFactory = (context) => ({
  command: 'run',
  describe: 'how long is somebody blocked, what does it cost, when is the memory back?',
  builder: (yargs) =>
    yargs
      .usage(
        '$0 run --arch ARCH [--trigger TRIGGER] [--policy POLICY] [options]\n\nSteps through one teardown, page by page: counts, times as far as prices are known, and what they rest on. No verdict about safety: that is check.',
      )
      .example('$0 run --arch s390 --trigger reboot --policy async --assume destroy-page=1.2us', '')
      .example('$0 run --arch arm64 --trigger close --policy pre-series --memory 64GiB', '')
      .epilogue(exitCodes)
      .options({ ...machineOptions, ...memoryOption })
      .options(costOptions)
      .options(outputOptions(['table', 'json', 'ndjson', 'csv', 'markdown'])),
  handler: async (given) => {
    const { performRunCommand } = await import('../runs/perform-run-command.js');
    await performRunCommand(context, given);
  },
});
