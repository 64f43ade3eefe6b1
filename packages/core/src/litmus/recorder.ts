import { formatPath } from '../errors/format-path.js';
import { type Declarations, flag, range } from '../state/declare.js';
import type { LitmusTest, LitmusTestActor, LitmusTestCall, PossibleFault } from './litmus-test.js';

/**
 * What a check keeps beside the machine's state, so that it can judge executions by looking at states: which calls returned,
 * what they counted, which faults struck. Plain fields, which rules of page tables can count in; their names begin with a
 * word that no plugin's field begins with.
 */
export const RECORDER = 'litmus.';

export const isRecorded = (field: string): boolean => field.startsWith(RECORDER);

/** Actors that are to end and have not. */
export const LEFT = `${RECORDER}left`;
/** The calls of `do` are over. */
export const BEGUN = `${RECORDER}begun`;

export const returnedField = ({ path }: LitmusTestCall): string => `${RECORDER}${formatPath(path)}.returned`;
export const countField = ({ path }: LitmusTestCall['counts'][number]): string => RECORDER + formatPath(path);
/** Chances that are left before a certain fault strikes: 0 once it has. */
export const chanceField = ({ path }: { readonly path: LitmusTestCall['path'] }): string => RECORDER + formatPath(path);
/** How often a possible fault may still strike. */
export const timesField = ({ path }: PossibleFault): string => RECORDER + formatPath(path);

const MOST_COUNTED = 2 ** 24 - 1;

/** Whether something is expected of a call: then it must be seen to return. */
export const isWatched = ({ returns, counts, faults }: LitmusTestCall): boolean =>
  returns !== undefined || counts.length + faults.length > 0;

const callsOf = (actors: readonly LitmusTestActor[]): LitmusTestCall[] => actors.flatMap(({ calls }) => calls);

export function recorderDeclarations({ actors, faults }: Pick<LitmusTest, 'actors' | 'faults'>): Declarations {
  const calls = callsOf(actors);
  return {
    [LEFT]: range(0, actors.length),
    [BEGUN]: flag(),
    ...Object.fromEntries([
      ...calls.filter(isWatched).map((call) => [returnedField(call), flag()]),
      ...calls.flatMap(({ counts }) => counts.map((count) => [countField(count), range(0, MOST_COUNTED)])),
      ...calls.flatMap((call) => call.faults.map((fault) => [chanceField(fault), range(0, fault.chance)])),
      ...faults.map((fault) => [timesField(fault), range(0, fault.times)]),
    ]),
  };
}

/** The recorder at the beginning. */
export function beginRecorder(
  { actors, faults }: Pick<LitmusTest, 'actors' | 'faults'>,
  s: Record<string, unknown>,
): void {
  s[LEFT] = actors.filter(({ daemon }) => !daemon).length;
  for (const fault of callsOf(actors).flatMap((call) => call.faults)) s[chanceField(fault)] = fault.chance;
  for (const fault of faults) s[timesField(fault)] = fault.times;
}
