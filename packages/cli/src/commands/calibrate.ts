import type { CommandFactory } from '../context.js';
import { exitCodes } from '../help.js';
import { outputOptions } from '../options/output-options.js';
import { REPORTERS } from '../options/reporters.js';
import { costOptions } from '../runs/cost-options.js';

const one = { group: 'Calibrate:', string: true, requiresArg: true } as const;

/** `calibrate`: prices from measured times. */
export const calibrateCommand: CommandFactory = (context) => ({
  command: 'calibrate <data>',
  describe: 'measured times in, a cost profile out, with how far it is off',
  builder: (yargs) =>
    yargs
      .usage(
        '$0 calibrate DATA.csv --arch ARCH --fit OPERATION,... [options]\n\nFinds the prices with which the model comes closest to measured times: least squares of relative errors, no price below zero. Each row of the data is one measured teardown; its columns are id, time, trigger, policy, release, authority, memory, resident, vcpus, cpus, feature, option and defect, of which only time is required. The reporter "profile" writes the profile that --profile takes.',
      )
      .positional('data', { describe: 'CSV file with measured times', type: 'string', demandOption: true })
      .example('$0 calibrate times.csv --arch arm64 --fit clear-page,flush-by-ipa', '')
      .example('$0 calibrate times.csv --arch arm64 --fit clear-page --reporter table --reporter profile=mine.json', '')
      .epilogue(exitCodes)
      .options({
        arch: { ...one, describe: 'architecture that the times are of' },
        fit: { ...one, describe: 'operations whose prices are to be found, separated by commas' },
        id: { ...one, describe: 'id of the profile (default: calibrated)' },
        machine: { ...one, describe: 'what the times were measured on, in words' },
      })
      .options(costOptions)
      .options(outputOptions(REPORTERS.calibrate)),
  handler: async (given) => {
    const { performCalibrate } = await import('../calibrate/perform-calibrate.js');
    await performCalibrate(context, given);
  },
});
