import type { MutationReport } from './mutation-run.js';

/** Mutants that no property can show, by name, with the reason: nothing that is modelled differs. */
export type Equivalent = Readonly<Record<string, string>>;

export interface MutationScore {
  readonly killed: number;
  readonly equivalent: number;
}

/** Of the mutants that were judged. Those that never made a difference are none. */
export const scoreOf = ({ judged }: MutationReport): MutationScore => ({
  killed: judged.filter(({ fate }) => fate === 'killed').length,
  equivalent: judged.filter(({ fate }) => fate === 'survived').length,
});

/** Survivors that are not listed, and listed ones that were killed or, if all were judged, are not there any more. */
export function mutationFindings({ found, judged }: MutationReport, equivalent: Equivalent): readonly string[] {
  const survivors = judged.filter(({ fate }) => fate === 'survived' || fate === 'unknown');
  const others = new Map(judged.filter(({ fate }) => fate === 'killed').map(({ name, by }) => [name, by]));
  const names = new Set(judged.map(({ name }) => name));
  return [
    ...survivors.filter(({ name }) => !Object.hasOwn(equivalent, name)).map(({ name, fate }) => `${name}: ${fate}`),
    ...Object.keys(equivalent).flatMap((name) => {
      if (others.has(name)) return [`${name}: listed as equivalent, and killed by ${others.get(name)}`];
      return judged.length === found && !names.has(name) ? [`${name}: listed as equivalent, and not there`] : [];
    }),
  ];
}
