import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Judge } from '../../src/check/judge.js';
import type { Move } from '../../src/check/move.js';
import { type TransitionOptions, Transitions } from '../../src/check/transitions.js';
import type { WalkState } from '../../src/check/walk-state.js';
import type { MachineModel } from '../../src/engine/machine-model.js';
import { createMachine } from '../../src/machine/create-machine.js';
import type { MachineRequest } from '../../src/machine/machine-request.js';
import { MODEL } from '../../src/machine/tokens.js';
import type { BoundProperty } from '../../src/properties/index.js';
import { readCode } from '../../src/state/field-access.js';
import type { PackedState } from '../../src/state/state.js';
import { ARCHITECTURES } from '../engine/timed/architectures.js';
import { modelOf } from '../support/run-model.js';
import { scenario } from '../support/scenario.js';
import { scenarioMachine } from '../support/scenario-model.js';
import { eventfulMachine, modelOf as eventfulModelOf } from './eventful-machine.js';
import { modelOf as alikeModelOf } from './symmetry/alike-machine.js';
import { alikeMachine } from './symmetry/arbitrary-alike-machine.js';

/** All values of a declared state, however it is packed. */
const valuesOf = ({ layout, scalars, pages }: PackedState): number[] => [
  ...[...layout.slots.values()].map(({ offset, width }) => readCode(scalars.bytes, offset, width)),
  ...[...pages.values()].flatMap(({ store }) => Array.from({ length: store.length }, (_, page) => store.get(page))),
];

/** A whole state without the number of its declared one. */
const sayState = ({ words, shared }: WalkState): string => `${words.slice(1).join()} ${valuesOf(shared).join()}`;

const sayMove = ({ rank, name, args, choice, fault, seen, broken, turn, among }: Move): string =>
  JSON.stringify([rank, name, args, choice, fault, seen, broken, turn, among]);

interface Found {
  /** Each move and the state behind it, in words; last, what was thrown. */
  readonly said: readonly string[];
  readonly states: readonly Int32Array[];
}

function movesIn(transitions: Transitions): Found {
  const said: string[] = [];
  const states: Int32Array[] = [];
  try {
    transitions.visit((next, move) => {
      said.push(`${sayMove(move)} ${move.broken === undefined ? sayState(next) : ''}`);
      if (move.broken === undefined) states.push(next.words.slice());
    });
  } catch (error) {
    said.push((error as Error).message);
  }
  return { said, states };
}

/**
 * Makes each move twice: with what is remembered of declared states, which are packed in bits; and anew, fields in bytes of their
 * own. Returns how many states it has looked at: at most `most`.
 */
function compare(
  model: MachineModel,
  options: TransitionOptions,
  most: number,
  properties: readonly BoundProperty[] = [],
) {
  const remembered = new Transitions(model, options);
  const anew = new Transitions(model, { ...options, remembers: false, packing: 'bytes' });
  const judge = new Judge(properties);
  const seen = new Map<string, string>();
  const open: (readonly [Int32Array, Int32Array])[] = [];
  const reach = (words: Int32Array, same: Int32Array): void => {
    const known = seen.get(words.join());
    // States are the same here if, and only if, they are the same there.
    if (known !== undefined) expect(known).toBe(same.join());
    else open.push([words, same]);
    seen.set(words.join(), same.join());
  };
  reach(remembered.begin().words.slice(), anew.begin().words.slice());
  let looked = 0;
  for (; looked < open.length && looked < most; looked++) {
    const [words, same] = open[looked] as (typeof open)[number];
    remembered.current.words.set(words);
    anew.current.words.set(same);
    compareJudgement(judge, remembered.current, anew.current);
    const [found, expected] = [movesIn(remembered), movesIn(anew)];
    expect(found.said).toEqual(expected.said);
    for (const [i, reached] of found.states.entries()) reach(reached, expected.states[i] as Int32Array);
  }
  expect(new Set(seen.values()).size).toBe(seen.size);
  return looked;
}

function compareJudgement(judge: Judge, state: WalkState, { shared }: WalkState): void {
  const { properties, sometimes, eventually } = judge;
  const broken = properties.find(({ kind, holds }) => kind === 'always' && holds?.(shared.view) === false);
  expect(judge.broken(state)).toBe(broken);
  for (const { property, holds } of [...sometimes, ...eventually])
    expect(holds(state)).toBe(property.holds?.(shared.view) === true);
}

const options = fc.record({ faults: fc.nat(2), order: fc.constantFrom('ascending' as const, 'any' as const) });

describe('moves that are remembered are those that are made anew', () => {
  it('on random machines with tails, batches, locks and signals', () => {
    fc.assert(
      fc.property(scenario({ actors: 3, acts: 3 }), options, (of, given) => {
        compare(modelOf(scenarioMachine(of)), given, 150);
      }),
      { numRuns: 40 },
    );
  });

  it('on random machines with choices, faults and properties', () => {
    fc.assert(
      fc.property(alikeMachine(6), options, fc.boolean(), (machine, given, failuresAreTold) => {
        const { model, properties } = alikeModelOf(machine);
        compare({ ...model, failuresAreTold }, given, 150, properties);
      }),
      { numRuns: 40 },
    );
  });

  it('on random machines in which whatever can make a difference does', () => {
    let looked = 0;
    fc.assert(
      fc.property(eventfulMachine, options, (machine, given) => {
        looked += compare(eventfulModelOf(machine), given, 200);
      }),
      { numRuns: 40 },
    );
    expect(looked).toBeGreaterThan(1000);
  });

  const machines: readonly [string, MachineRequest][] = [
    ['s390', { policy: 'async', trigger: 'reboot', release: '6.2', pages: 3, scale: { sweepBatch: 2 } }],
    ['ppc', { policy: 'init-done', trigger: 'secure-entry', release: '5.8', pages: 4 }],
    ['arm64', { policy: 'mainline', trigger: 'unmap', pages: 4 }],
  ];

  it.each(machines)('on %s %j', (arch, request) => {
    const { architecture } = ARCHITECTURES[arch] as (typeof ARCHITECTURES)[string];
    const model = createMachine(architecture, request, 'check').resolve(MODEL);
    expect(compare(model, { faults: 2 }, 1500)).toBeGreaterThan(20);
  });
});
