import type { Options } from 'yargs';
import type { CommandFactory } from '../context.js';
import { exitCodes } from '../help.js';
import { machineOptions } from '../options/machine-options.js';
import { outputOptions } from '../options/output-options.js';
import { REPORTERS } from '../options/reporters.js';

const one = { group: 'Check:', string: true, requiresArg: true } as const satisfies Options;

const checkOptions = {
  pages: { ...one, describe: 'pages of the small machine (default 2; at random 100)' },
  faults: { ...one, describe: 'faults that may strike in one execution (default 1; at random 2)' },
  'max-states': { ...one, describe: 'stop beyond this many states: unknown (default 20000000)' },
  'max-memory': { ...one, describe: "stop beyond this size of states: unknown (default half of the machine's memory)" },
  'max-time': { ...one, describe: 'stop after this time, such as 10min: unknown (default none)' },
  symmetry: {
    group: one.group,
    boolean: true,
    describe: 'count states once that differ only in what their pages are called (fewer states, same verdict)',
  },
} as const satisfies Record<string, Options>;

const random = { ...one, group: 'Check at random:' } as const satisfies Options;

const randomOptions = {
  random: {
    group: random.group,
    boolean: true,
    describe: 'random schedules and faults on a machine that is too large to walk',
  },
  seed: { ...random, describe: '32 bits, of the first run; each further run has the next number (default: drawn)' },
  runs: { ...random, describe: 'runs at most (default 100)' },
  moves: { ...random, describe: 'moves of one run before its faults stop (default 10000)' },
} as const satisfies Record<string, Options>;

/** `check`: every interleaving, choice and fault of a small machine, or of the machines that litmus files describe. */
export const checkCommand: CommandFactory = (context) => ({
  command: 'check [files..]',
  describe: 'is this teardown safe, under every interleaving and fault of a small machine?',
  builder: (yargs) =>
    yargs
      .usage(
        '$0 check --arch ARCH [--policy POLICY] [options]\n$0 check FILES [options]\n\nWalks through every interleaving, choice and fault of a small machine, or of those that litmus files describe; shows the shortest counterexample.',
      )
      .positional('files', { describe: 'litmus files, folders with them, or patterns', type: 'string', array: true })
      .example('$0 check --arch s390 --policy async --release fixed --pages 3', '')
      .example('$0 check --arch ppc --policy init-done --release v1 --reporter json=v1.json', '')
      .example('$0 check --random --arch s390 --policy async --release fixed --pages 200', '')
      .example("$0 check litmus 'bugs/**/*.yaml'", '')
      .epilogue(exitCodes)
      .options(machineOptions)
      .options(checkOptions)
      .options(randomOptions)
      .options(outputOptions(REPORTERS.check)),
  handler: async (given) => {
    if ((given.files ?? []).length > 0) {
      const { performLitmus } = await import('../litmus/perform-litmus.js');
      return performLitmus(context, given);
    }
    if (given.random) {
      const { performRandomCheck } = await import('../check/perform-random-check.js');
      return performRandomCheck(context, given);
    }
    const { performCheck } = await import('../check/perform-check.js');
    await performCheck(context, given);
  },
});
