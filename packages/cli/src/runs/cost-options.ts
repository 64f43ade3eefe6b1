import type { Options } from 'yargs';

const many = { group: 'Costs:', string: true, array: true, requiresArg: true } as const satisfies Options;

/** What operations cost; read by `read-costs.ts`. */
export const costOptions = {
  assume: { ...many, describe: 'price of an operation: destroy-page=1.2us (repeatable)' },
  profile: { ...many, describe: 'cost profile that comes with an architecture: id or arch=id (repeatable)' },
} as const satisfies Record<string, Options>;
