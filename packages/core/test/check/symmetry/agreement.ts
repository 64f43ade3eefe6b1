import { type Decision, decide } from '../../../src/check/index.js';
import { exchange } from '../../../src/check/symmetry/page-group.js';
import { alikeArrays } from '../../../src/check/symmetry/reduction.js';
import { Renaming } from '../../../src/check/symmetry/renaming.js';
import { Transitions } from '../../../src/check/transitions.js';
import { type AlikeMachine, modelOf } from './alike-machine.js';

/** Beyond so many states a machine is not looked at. */
const MOST_STATES = 20_000;

const said = ({ verdict, violation, sometimes }: Decision): string =>
  JSON.stringify([verdict, violation?.property, violation?.trace, sometimes]);

export interface Agreement {
  readonly whole: Decision;
  readonly reduced: Decision;
  readonly agree: boolean;
}

/** Both ways to a verdict; undefined if the machine is too large. */
export function bothWays(machine: AlikeMachine): Agreement | undefined {
  const { model, properties } = modelOf(machine);
  const { faults } = machine;
  const whole = decide(model, properties, { faults, maxStates: MOST_STATES });
  if (whole.verdict === 'unknown') return undefined;
  const reduced = decide(model, properties, { faults, symmetry: 'on' });
  return { whole, reduced, agree: said(whole) === said(reduced) };
}

/** States that are no renaming of each other, sweeps in any order, counted without the reduction. All pages must be alike. */
export function countByHand({ model }: ReturnType<typeof modelOf>, faults: number): number {
  const transitions = new Transitions(model, { faults, order: 'any' });
  const { pages, arrays } = alikeArrays(model.declarations);
  const renamings = Array.from(
    { length: pages - 1 },
    (_, page) => new Renaming(transitions, exchange(pages, page, page + 1), arrays),
  );
  const seen = new Set<string>();
  const open: Int32Array[] = [];
  let count = 0;
  const reach = (words: Int32Array): void => {
    if (seen.has(words.join())) return;
    count++;
    seen.add(words.join());
    const alike = [words];
    for (const one of alike)
      for (const renaming of renamings) {
        const other = renaming.state(one);
        if (seen.has(other.join())) continue;
        seen.add(other.join());
        alike.push(other);
      }
    open.push(words);
  };
  reach(transitions.begin().words.slice());
  for (let words = open.pop(); words !== undefined; words = open.pop()) {
    transitions.current.words.set(words);
    transitions.visit((next, { broken }) => {
      if (broken === undefined) reach(next.words.slice());
    });
  }
  return count;
}
