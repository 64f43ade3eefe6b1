import type { CommandFactory } from '../context.js';
import { exitCodes } from '../help.js';
import { outputOptions } from '../options/output-options.js';
import { REPORTERS } from '../options/reporters.js';

/** `replay`: a counterexample is done again, move by move. */
export const replayCommand: CommandFactory = (context) => ({
  command: 'replay <file>',
  describe: 'does a counterexample still break what it broke?',
  builder: (yargs) =>
    yargs
      .usage(
        '$0 replay FILE [options]\n\nDoes again what the report of a check says, move by move, and compares: 1 if the violation is still there, 0 if not.',
      )
      .positional('file', { describe: 'JSON report of a check that found a violation', type: 'string' })
      .example('$0 check --arch ppc --policy init-done --release v1 --reporter json=v1.json', '')
      .example('$0 replay v1.json', '')
      .epilogue(exitCodes)
      .options(outputOptions(REPORTERS.replay)),
  handler: async (given) => {
    const { performReplay } = await import('../check/perform-replay.js');
    await performReplay(context, given);
  },
});
