import type { CommandFactory } from '../context.js';
import { exitCodes } from '../help.js';
import { dryRunOption, machineOptions, memoryOption } from '../options/machine-options.js';
import { outputOptions } from '../options/output-options.js';
import { REPORTERS } from '../options/reporters.js';
import { costOptions } from '../runs/cost-options.js';

/** `run`: one teardown, in virtual time. */
export const runCommand: CommandFactory = (context) => ({
  command: 'run [scenario]',
  describe: 'how long is somebody blocked, what does it cost, when is the memory back?',
  builder: (yargs) =>
    yargs
      .usage(
        '$0 run SCENARIO [options]\n$0 run --arch ARCH [--trigger TRIGGER] [--policy POLICY] [options]\n\nSteps through one teardown, or through what a scenario file says, page by page: counts, times as far as prices are known, and what they rest on. No verdict about safety: that is check.',
      )
      .positional('scenario', { describe: 'a scenario file, - for standard input (docs/scenarios.md)', type: 'string' })
      .example('$0 run scenarios/reboot-1tib.yaml', '')
      .example('$0 run --arch s390 --trigger reboot --policy async --assume destroy-page=1.2us', '')
      .example('$0 run --arch arm64 --trigger close --policy pre-series --memory 64GiB', '')
      .epilogue(exitCodes)
      .options({ ...machineOptions, ...memoryOption })
      .options({ ...costOptions, ...dryRunOption })
      .options(outputOptions(REPORTERS.run)),
  handler: async (given) => {
    if (given.scenario !== undefined) {
      const { performScenario } = await import('../scenario/perform-scenario.js');
      await performScenario(context, given, false);
      return;
    }
    const { performRunCommand } = await import('../runs/perform-run-command.js');
    await performRunCommand(context, given);
  },
});
