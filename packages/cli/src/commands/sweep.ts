import type { Options } from 'yargs';
import type { CommandFactory } from '../context.js';
import { exitCodes } from '../help.js';
import { machineOptions, memoryOption } from '../options/machine-options.js';
import { costOptions } from '../runs/cost-options.js';

const range = { group: 'Ranges:', string: true, requiresArg: true } as const satisfies Options;
const one = { group: 'Output:', string: true, requiresArg: true } as const satisfies Options;

const sweepOptions = {
  arch: { ...range, describe: 'architectures: s390,arm64,ppc', defaultDescription: 'all' },
  trigger: { ...range, describe: 'triggers: reboot,exit' },
  policy: { ...range, describe: 'policies: sync,async', defaultDescription: 'all that know the trigger' },
  release: { ...range, describe: 'releases: 6.2,7.0', defaultDescription: "the policy's own" },
  memory: { ...range, describe: 'memory of the guest: 1GiB..16TiB:x2, or 1GiB,100GiB' },
  resident: { ...range, describe: 'part of the memory that is present: 10%..100%:+10%' },
  vcpus: { ...range, describe: 'virtual CPUs of the guest: 1..256:x2' },
  cpus: { ...range, describe: 'CPUs of the host: 1..16:x2' },
  out: { ...one, describe: 'a new file, in the place of stdout' },
  resume: { ...one, describe: 'the file of a sweep that did not come to its end: go on with it' },
  workers: { ...one, describe: 'threads', defaultDescription: 'all CPUs but one' },
} as const satisfies Record<string, Options>;

/** `sweep`: many runs, over ranges of sizes. */
export const sweepCommand: CommandFactory = (context) => ({
  command: 'sweep',
  describe: 'how do times and counts grow with memory, residency, CPUs? many runs, a line of JSON each',
  builder: (yargs) =>
    yargs
      .usage(
        '$0 sweep --trigger TRIGGER [ranges] [options]\n\nRuns every combination, in several threads, and writes NDJSON in a fixed order: a head, then a line for each point. A sweep that was interrupted, or crashed, goes on with --resume, and gives the same bytes.',
      )
      .example('$0 sweep --arch s390 --trigger reboot --memory 1GiB..16TiB:x2 --resident 10%..100%:+10%', '')
      .example('$0 sweep --arch arm64,s390 --trigger exit --memory 1GiB..1TiB:x2 --out exit.ndjson', '')
      .example('$0 sweep --arch arm64,s390 --trigger exit --memory 1GiB..1TiB:x2 --resume exit.ndjson', '')
      .epilogue(exitCodes)
      .options({ ...machineOptions, ...memoryOption, ...sweepOptions })
      .options(costOptions),
  handler: async (given) => {
    const { performSweep } = await import('../sweep/perform-sweep.js');
    await performSweep(context, given);
  },
});
