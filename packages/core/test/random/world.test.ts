import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Move } from '../../src/check/move.js';
import { Transitions } from '../../src/check/transitions.js';
import type { WalkState } from '../../src/check/walk-state.js';
import type { MachineModel } from '../../src/engine/machine-model.js';
import { createMachine } from '../../src/machine/create-machine.js';
import type { MachineRequest } from '../../src/machine/machine-request.js';
import { MODEL } from '../../src/machine/tokens.js';
import { Random } from '../../src/random/random.js';
import { World } from '../../src/random/world.js';
import { ARCHITECTURES } from '../engine/timed/architectures.js';
import { modelOf } from '../support/run-model.js';
import { scenario } from '../support/scenario.js';
import { scenarioMachine } from '../support/scenario-model.js';

const FAULTS = 3;

/** A move, and the state behind it: all that can be seen of it from outside. */
const said = ({ rank, name, args, choice, fault, seen, broken }: Move) => ({
  rank,
  name,
  args,
  choice,
  fault,
  seen,
  broken,
});

/** Goes one random way with the moves of a walk, and the same way with a live world. Everything must be the same everywhere. */
function goTogether(model: MachineModel, random: Random, most: number): number {
  const transitions = new Transitions(model, { faults: FAULTS, packing: 'bytes' });
  const world = new World(model);
  transitions.current.words.set(transitions.begin().words);
  for (let moves = 0; moves < most; moves++) {
    const next: { readonly move: Move; readonly words: Int32Array }[] = [];
    transitions.visit(({ words }: WalkState, move) => next.push({ move: move.copy(), words: words.slice() }));
    const possible = next.map(({ move: { rank, choice, fault } }) => ({ rank, choice, fault }));
    expect(possibleIn(world, transitions.current.faultsLeft)).toEqual(possible);
    expect(world.stands).toBe(next.length === 0);
    if (next.length === 0) return moves;
    const { move, words } = random.pick(next);
    expect(said(world.make(move))).toEqual(said(move));
    if (move.broken !== undefined) return moves;
    transitions.current.words.set(words);
    expect(bytesOf(world.state)).toEqual(bytesOf(transitions.current.shared));
    expect(world.performers.map(({ done }) => done)).toEqual(
      model.actors.map((_, rank) => transitions.done(transitions.current, rank)),
    );
  }
  return most;
}

/** Everything that can be done, in the order of a walk. */
function possibleIn(world: World, faultsLeft: number) {
  return world.performers.flatMap(({ rank }) =>
    Array.from({ length: world.choices(rank) }, (_, choice) => choice).flatMap((choice) => {
      if (!world.can({ rank, choice })) return [];
      const faults = faultsLeft > 0 ? world.faults(rank) : [];
      return [undefined, ...faults].map((fault) => ({ rank, choice, fault }));
    }),
  );
}

const bytesOf = ({ scalars, pages }: World['state']) => [
  [...scalars.bytes],
  ...[...pages.values()].map(({ store }) => Array.from({ length: store.length }, (_, page) => store.get(page))),
];

describe('a live world', () => {
  it('moves as a walk does, on random machines', () => {
    fc.assert(
      fc.property(scenario({ actors: 4, acts: 4 }), fc.nat(0xffff_ffff), (of, seed) => {
        goTogether(modelOf(scenarioMachine(of)), new Random(seed), 150);
      }),
      { numRuns: 60 },
    );
  });

  const machines: readonly [string, MachineRequest][] = [
    ['s390', { policy: 'async', trigger: 'reboot', release: '6.2', pages: 5, scale: { sweepBatch: 2 } }],
    ['s390', { policy: 'helper', trigger: 'exit', release: '7.0', pages: 5 }],
    ['ppc', { policy: 'init-done', trigger: 'secure-entry', release: '5.8', pages: 6 }],
    ['ppc', { policy: 'init-done', trigger: 'unplug', release: 'v6', pages: 6 }],
    ['arm64', { policy: 'mainline', trigger: 'unmap', pages: 6 }],
  ];

  it.each(machines)('moves as a walk does: %s %j', (arch, request) => {
    const { architecture } = ARCHITECTURES[arch] as (typeof ARCHITECTURES)[string];
    const model = createMachine(architecture, request, 'check').resolve(MODEL);
    let moves = 0;
    for (let seed = 0; seed < 6; seed++) moves += goTogether(model, new Random(seed), 120);
    expect(moves).toBeGreaterThan(60);
  });

  it('begins anew as it began', () => {
    const { architecture } = ARCHITECTURES['s390'] as (typeof ARCHITECTURES)[string];
    const model = createMachine(architecture, { policy: 'sync', pages: 4 }, 'check').resolve(MODEL);
    const world = new World(model);
    const begun = bytesOf(world.state);
    const names = () => Array.from({ length: 12 }, () => world.make({ rank: 0, choice: 0 }).name);
    const first = names();
    expect(bytesOf(world.state)).not.toEqual(begun);
    world.restart();
    expect(bytesOf(world.state)).toEqual(begun);
    expect(names()).toEqual(first);
    expect(world.moves).toBe(24);
  });
});
