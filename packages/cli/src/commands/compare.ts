import type { Options } from 'yargs';
import type { CommandFactory } from '../context.js';
import { exitCodes } from '../help.js';
import { dryRunOption, machineOptions, memoryOption } from '../options/machine-options.js';
import { outputOptions } from '../options/output-options.js';
import { REPORTERS } from '../options/reporters.js';
import { costOptions } from '../runs/cost-options.js';

const one = { group: 'Comparison:', string: true, requiresArg: true } as const satisfies Options;

const comparisonOptions = {
  arch: { ...one, describe: 'architectures: s390,arm64,ppc' },
  trigger: { ...one, describe: 'compare policies for this trigger, in the place of the headline' },
  policy: { ...one, describe: 'policies: sync,async', defaultDescription: 'all that know the trigger' },
  baseline: { ...one, describe: 'policy that the others are compared with', defaultDescription: 'the first' },
} as const satisfies Record<string, Options>;

/** `compare`: the same guest and trigger under several policies, side by side. */
export const compareCommand: CommandFactory = (context) => ({
  command: 'compare [scenario]',
  describe: 'how do policies compare on the same guest? alone: famous redesigns, before and after',
  builder: (yargs) =>
    yargs
      .usage(
        '$0 compare [SCENARIO] [options]\n\nAlone the headline: five famous redesigns, each beside what it replaced. With --trigger a comparison of your own; with a scenario file all architectures that it is for.',
      )
      .positional('scenario', { describe: 'a scenario file, - for standard input', type: 'string' })
      .example('$0 compare --arch s390 --memory 1TiB --assume destroy-page=1.2us', '')
      .example('$0 compare --arch s390 --trigger reboot --policy sync,async --memory 1TiB', '')
      .example('$0 compare --reporter table --reporter json=headline.json', '')
      .epilogue(exitCodes)
      .options({ ...machineOptions, ...memoryOption, ...comparisonOptions })
      .options({ ...costOptions, ...dryRunOption })
      .options(outputOptions(REPORTERS.compare)),
  handler: async (given) => {
    if (given.scenario !== undefined) {
      const { performScenario } = await import('../scenario/perform-scenario.js');
      await performScenario(context, given, true);
      return;
    }
    const { performCompare } = await import('../compare/perform-compare.js');
    await performCompare(context, given);
  },
});
