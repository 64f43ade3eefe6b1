import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { EdgeLog } from '../../../src/check/edge-log.js';
import { decide, walk } from '../../../src/check/index.js';
import { MAP_ENTRY, OutOfMemory } from '../../../src/check/memory.js';
import { SharedStates } from '../../../src/check/shared-states.js';
import { PageGroup } from '../../../src/check/symmetry/page-group.js';
import { alikeArrays, Reduction } from '../../../src/check/symmetry/reduction.js';
import { Renamer } from '../../../src/check/symmetry/renamer.js';
import { SymmetryProof } from '../../../src/check/symmetry/symmetry-proof.js';
import type { Transitions } from '../../../src/check/transitions.js';
import type { MachineModel } from '../../../src/engine/machine-model.js';
import type { BoundProperty } from '../../../src/properties/index.js';
import { readCode, writeCode } from '../../../src/state/field-access.js';
import type { FieldSlot } from '../../../src/state/layout.js';
import { bothWays, countByHand } from './agreement.js';
import { type AlikeMachine, modelOf } from './alike-machine.js';
import { alikeMachine } from './arbitrary-alike-machine.js';
import { counted, flipped, gatheredOne, neverFound, stopped, twiceZero, wiped } from './planted.js';

vi.setConfig({ testTimeout: 60_000 });
afterEach(() => void vi.restoreAllMocks());

/** Confirmed in ascending order: the walk over any order found something. */
const CONFIRMED = /any order/;

/** Pages of the machine are alike: nothing else may be found. */
function wrongWithAlike(machine: AlikeMachine): string | undefined {
  const both = bothWays(machine);
  if (both === undefined) return undefined;
  const { symmetry } = both.reduced;
  if (symmetry?.used === false && !CONFIRMED.test(symmetry.why)) return symmetry.why;
  return both.agree ? undefined : 'another verdict';
}

/** The reduced walk has one state for all that differ only in what pages are called. */
function wrongCount(machine: AlikeMachine): string | undefined {
  const bare = modelOf({ ...machine, properties: [] });
  const { symmetry, states } = decide(bare.model, [], { faults: machine.faults, symmetry: 'on' });
  if (symmetry?.used !== true) return undefined;
  return states === countByHand(bare, machine.faults) ? undefined : 'another number of states';
}

describe('with symmetry the verdict is the one without', () => {
  it('on random machines whose pages are alike: verdict, property, trace, situations', () => {
    const seen = { valid: 0, violated: 0, reduced: 0 };
    fc.assert(
      fc.property(alikeMachine(0), (machine) => {
        expect(wrongWithAlike(machine)).toBeUndefined();
        const both = bothWays(machine);
        if (both?.whole.verdict === 'valid') seen.valid++;
        if (both?.whole.verdict === 'violated') seen.violated++;
        if (both?.reduced.symmetry?.used === true) seen.reduced++;
      }),
      { numRuns: 200 },
    );
    // Of each kind there were many.
    for (const many of Object.values(seen)) expect(many).toBeGreaterThan(30);
  });

  it('on random machines that treat some page in a way of its own', () => {
    fc.assert(
      fc.property(alikeMachine(6), (machine) => {
        expect(bothWays(machine)?.agree).not.toBe(false);
      }),
      { numRuns: 250 },
    );
  });

  it('and the reduced walk has as many states as counted by hand', () => {
    fc.assert(
      fc.property(alikeMachine(0), (machine) => {
        expect(wrongCount(machine)).toBeUndefined();
      }),
      { numRuns: 40 },
    );
  });
});

describe('where the states of pages name pages', () => {
  it('the reduced walk has as many states as counted by hand', () => {
    const act = (deed: 'remember' | 'link') => ({ kind: 'pick', deed, st: 1 }) as const;
    const machine: AlikeMachine = {
      begin: [0, 0, 0],
      tables: [[], []],
      actors: [
        [act('remember'), act('link')],
        [act('remember'), act('link')],
      ],
      properties: [],
      faults: 0,
    };
    expect(wrongCount(machine)).toBeUndefined();
    const { symmetry } = decide(modelOf(machine).model, [], { symmetry: 'on' });
    expect(symmetry).toEqual({ used: true, alike: [[0, 1, 2]] });
  });
});

/** Without symmetry, and with. */
const verdicts = (model: MachineModel, property: BoundProperty) =>
  (['off', 'on'] as const).map((symmetry) => decide(model, [property], { symmetry }).verdict);

describe('what only some order of a sweep can do', () => {
  it.each(['eventually', 'sometimes'] as const)('is no reason to call it valid: %s', (kind) => {
    expect(verdicts(stopped, wiped(kind))).toEqual(['violated', 'violated']);
  });

  it('nor to fail: what it comes to may be out of bounds', () => {
    expect(decide(counted, [], { symmetry: 'on' })).toMatchObject({
      verdict: 'valid',
      symmetry: { used: false, why: expect.stringMatching(/^a walk over any order of sweeps fails: .*tally/) },
    });
  });

  it('nor is what happens between two pages that ascending sweeps pass at once', () => {
    expect(verdicts(flipped, gatheredOne)).toEqual(['violated', 'violated']);
  });
});

describe('pages that are told apart', () => {
  const odd = (how: 'step' | 'task' | 'range', page: number): AlikeMachine => ({
    begin: [0, 0, 0],
    tables: [[{ busy: false, after: 1, stop: false, gain: 0, needs: 0, fault: false }, undefined, undefined], []],
    actors: [[{ kind: 'prefer', how, page, st: 2 }], [{ kind: 'pick', deed: 'set', st: 1 }]],
    properties: [],
    faults: 0,
  });

  it.each([
    ['step', 0, [[1, 2]]],
    ['step', 1, [[0, 2]]],
    ['task', 2, [[0, 1]]],
    ['range', 1, [[0, 2]]],
  ] as const)('by a %s, page %i: the others stay alike', (how, page, alike) => {
    const { model } = modelOf(odd(how, page));
    expect(decide(model, [], { symmetry: 'on' }).symmetry).toEqual({ used: true, alike });
  });

  it('are none: the whole walk decides, and says why', () => {
    const { model } = modelOf({ ...odd('step', 0), begin: [0, 0] });
    const { symmetry, states } = decide(model, [], { symmetry: 'on' });
    expect(symmetry).toEqual({
      used: false,
      why: expect.stringMatching(/^actor "actor-0", "set": it treats them differently/),
    });
    expect(states).toBe(decide(model, []).states);
  });

  it('by a key that forgets it', () => {
    expect(verdicts(twiceZero, neverFound)).toEqual(['violated', 'violated']);
    expect(decide(twiceZero, [], { symmetry: 'on' }).symmetry).toEqual({ used: true, alike: [[1, 2]] });
  });

  it('by a property', () => {
    const { model } = modelOf({ ...odd('step', 0), actors: [[{ kind: 'pick', deed: 'set', st: 1 }]] });
    const property: BoundProperty = { ...neverFound, holds: (s) => s.page.at(0).st === 0 };
    expect(verdicts(model, property)).toEqual(['violated', 'violated']);
    expect(decide(model, [{ ...property, kind: 'sometimes' }], { symmetry: 'on' }).symmetry).toEqual({
      used: true,
      alike: [[1, 2]],
    });
  });

  it('are as many as they are: one array of two pages, of which nothing depends, is not looked at', () => {
    expect(decide({ ...twiceZero, declarations: {}, actors: [] }, [], { symmetry: 'on' }).symmetry).toEqual({
      used: false,
      why: '0 pages',
    });
  });
});

describe('what is remembered of renamed states', () => {
  const picks: AlikeMachine = {
    begin: [0, 1, 2],
    tables: [[], []],
    actors: [[{ kind: 'pick', deed: 'set', st: 1 }], [{ kind: 'pick', deed: 'remember', st: 1 }]],
    properties: [],
    faults: 0,
    wide: true,
  };

  it('counts as memory', () => {
    const { model } = modelOf(picks);
    const bytes: number[] = [];
    const reduce = (transitions: Transitions): Reduction => {
      const reduction = new Reduction(transitions, alikeArrays(model.declarations), [[0, 1, 2]], []);
      const prove = reduction.prove.bind(reduction);
      vi.spyOn(reduction, 'prove').mockImplementation(() => {
        prove();
        bytes.push(reduction.bytesAhead);
      });
      return reduction;
    };
    const { states } = walk(model, [], { order: 'any', reduce });
    expect(states).toBeGreaterThan(5);
    expect((bytes.at(-1) as number) - (bytes[0] as number)).toBeGreaterThan(MAP_ENTRY * states);
  });

  it('may be too much: that is no sign of pages that are told apart', () => {
    const { model } = modelOf(picks);
    const { numberOf } = SharedStates.prototype;
    for (let most = 1; most < 20_000; most += Math.ceil(most / 8)) {
      let left = most;
      vi.spyOn(SharedStates.prototype, 'numberOf').mockImplementation(function (this: SharedStates, words) {
        if (left-- <= 0) throw new OutOfMemory();
        return numberOf.call(this, words);
      });
      const { verdict, symmetry } = decide(model, [], { symmetry: 'on' });
      if (symmetry?.used === true) return expect([verdict, most > 20]).toEqual(['valid', true]);
      expect([verdict, symmetry]).toEqual([
        'unknown',
        { used: false, why: 'a walk over any order of sweeps is unknown' },
      ]);
    }
    return expect.unreachable('it needs no more');
  });
});

describe('mutants of the reduction are noticed', () => {
  const machines = (odd: number): readonly AlikeMachine[] => fc.sample(alikeMachine(odd), { seed: 1, numRuns: 60 });
  /** Whether something comes out wrong, or goes wrong. */
  const isWrong = (judge: (machine: AlikeMachine) => string | undefined) => (machine: AlikeMachine) => {
    try {
      return judge(machine) !== undefined;
    } catch {
      return true;
    }
  };

  it('that forgets where actors stand', () => {
    vi.spyOn(Renamer.prototype, 'position').mockImplementation((_permutation, _rank, id) => id);
    expect(machines(0).some(isWrong(wrongCount))).toBe(true);
  });

  it('that forgets a field which names a page', () => {
    const { renameDeclared } = Renamer.prototype;
    vi.spyOn(Renamer.prototype, 'renameDeclared').mockImplementation(function (this: Renamer, from, number, into) {
      renameDeclared.call(this, from, number, into);
      const { offset, width } = this.transitions.states.layout.slots.get('last') as FieldSlot;
      writeCode(into, offset, width, readCode(from, offset, width));
    });
    expect(machines(0).some(isWrong(wrongWithAlike))).toBe(true);
  });

  it('that takes any of several renamings that sort pages', () => {
    vi.spyOn(PageGroup.prototype, 'behind').mockImplementation((_second, first) => first);
    expect(machines(0).some(isWrong(wrongCount))).toBe(true);
  });

  it('that does not look at steps, sweeps and properties', () => {
    vi.spyOn(SymmetryProof.prototype, 'compareState').mockReturnValue(undefined);
    expect(machines(8).some(isWrong((machine) => (bothWays(machine)?.agree === false ? 'verdict' : undefined)))).toBe(
      true,
    );
  });

  it('that does not look at where tasks go on', () => {
    vi.spyOn(SymmetryProof.prototype, 'compareTasks').mockReturnValue(undefined);
    expect(verdicts(twiceZero, neverFound)).toEqual(['violated', 'valid']);
  });

  it('that counts on an order of pages', () => {
    vi.spyOn(EdgeLog.prototype, 'addToFan').mockImplementation(function (this: EdgeLog, from, to) {
      this.add(from, to);
    });
    expect(verdicts(stopped, wiped('eventually'))).toEqual(['violated', 'valid']);
  });

  it('that lets others act between two pages that are passed at once', () => {
    vi.spyOn(Reduction.prototype, 'gatherer').mockReturnValue(-1);
    expect(verdicts(flipped, gatheredOne)).toEqual(['violated', 'valid']);
  });

  it('that takes what some order reaches for reached', () => {
    vi.spyOn(Reduction.prototype, 'isReached').mockReturnValue(true);
    expect(verdicts(stopped, wiped('sometimes'))).toEqual(['violated', 'valid']);
  });
});
