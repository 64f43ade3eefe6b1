import type { Options } from 'yargs';

const many = { group: 'Costs:', string: true, array: true, requiresArg: true } as const satisfies Options;

/** What operations cost; read by `read-costs.ts`. */
export const costOptions = {
  assume: { ...many, describe: 'price of an operation: destroy-page=1.2us (repeatable)' },
  profile: {
    ...many,
    describe: 'cost profile: id or arch=id of one that comes with an architecture, or a JSON file (repeatable)',
  },
} as const satisfies Record<string, Options>;
