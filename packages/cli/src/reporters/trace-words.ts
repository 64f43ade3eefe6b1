import type { TraceRow } from './check-outline.js';

/** `take-page(3)`. */
export const callOf = ({ step, args }: Pick<TraceRow, 'step' | 'args'>): string =>
  args.length === 0 ? step : `${step}(${args.join(', ')})`;

/** What the environment did to a step, and what its task was told. */
export const circumstancesOf = (
  { choice, fault, seen }: Pick<TraceRow, 'choice' | 'fault' | 'seen'>,
  emphasize: (text: string) => string = (text) => text,
): string =>
  [
    choice === undefined ? '' : `choice ${choice}`,
    fault === undefined ? '' : emphasize(`fault ${fault}`),
    seen === undefined ? '' : `-> ${seen}`,
  ]
    .filter((part) => part !== '')
    .join(' ');

/** One change per element: `vm.handle: 1 -> 0`. */
export const changesOf = ({ changes }: Pick<TraceRow, 'changes'>): readonly string[] =>
  changes.map(({ field, from, to }) => `${field}: ${from} -> ${to}`);

/** Actors in the order of their first steps. */
export const actorsOf = (trace: readonly Pick<TraceRow, 'actor'>[]): readonly string[] => [
  ...new Set(trace.map(({ actor }) => actor)),
];
