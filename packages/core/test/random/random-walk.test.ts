import { describe, expect, it } from 'vitest';
import { walk } from '../../src/check/index.js';
import { createRunBus } from '../../src/events/index.js';
import { acquire, fail, lock, names, type Task } from '../../src/protocol/index.js';
import { bumps, property } from '../support/check-machine.js';
import { awaitGo, go, step } from '../support/page-machine.js';
import { both, machine, noise, randomly, spin, wayOf } from './planted.js';

const reset = step({
  name: 'reset',
  apply: (s) => {
    s.seen = 0;
  },
});

/** Sees whether somebody else has counted in between: it takes a race. */
const race = {
  a: function* (): Task {
    yield* reset();
    yield* bumps(2)();
  },
  b: bumps(1),
};
const neverThree = property('always', 'never three', (s) => s.seen < 3);

describe('what runs at random find', () => {
  it('a race, of which only the race is left', () => {
    const found = randomly(machine({ ...race, noise, more: noise }), [neverThree]);
    expect(found).toMatchObject({ verdict: 'violated', violation: { property: 'never three', kind: 'always' } });
    expect(found.violation?.foundAfter).toBeGreaterThan(20);
    expect(wayOf(found)?.toSorted()).toEqual(['a bump', 'a bump', 'a reset', 'b bump']);
    expect(found.violation?.trace.at(-1)?.changes).toEqual([{ field: 'seen', from: 2, to: 3 }]);
  });

  it('a promise that does not hold at the beginning', () => {
    const found = randomly(machine({ noise }), [property('always', 'impossible', () => false)]);
    expect(found).toMatchObject({ runs: 1, moves: 0, violation: { property: 'impossible', trace: [], foundAfter: 0 } });
  });

  it('what a step asserts, declared or not', () => {
    const judge = step({ name: 'judge', apply: (s) => (s.seen > 2 ? fail('judged', `seen is ${s.seen}`) : undefined) });
    const model = machine({ judge: () => judge()[Symbol.iterator](), b: bumps(3), noise });
    const declared = randomly(model, [property('always', 'judged')]);
    expect(declared.violation).toMatchObject({ property: 'judged', summary: 'judged in words', detail: 'seen is 3' });
    expect(wayOf(declared)).toEqual(['b bump', 'b bump', 'b bump', 'judge judge']);
    expect(randomly(model).violation).toMatchObject({
      property: 'judged',
      summary: 'seen is 3',
      source: 'asserted by a step',
    });
  });

  it('a planted deadlock', () => {
    const found = randomly(machine({ one: both(0, 1), other: both(1, 0), noise }));
    expect(found.violation).toMatchObject({
      property: 'no-deadlock',
      kind: 'deadlock',
      detail: 'one waits at acquire; other waits at acquire',
    });
    const way = wayOf(found) ?? [];
    expect(way.filter((step) => !step.startsWith('noise'))).toEqual(
      expect.arrayContaining(['one acquire', 'other acquire']),
    );
    expect(way.filter((step) => step.includes('release'))).toEqual([]);
  });

  it('locks that are not given back', () => {
    const keeper = function* (): Task {
      yield* acquire(lock('lock', 1));
    };
    expect(randomly(machine({ keeper, noise })).violation).toMatchObject({
      property: 'locks-balanced',
      detail: 'ends while it holds lock[1]',
    });
  });

  it('nothing where there is nothing, and does not call it valid', () => {
    const found = randomly(machine({ ...race, noise }), [property('always', 'never four', (s) => s.seen < 4)], {
      runs: 30,
    });
    expect(found).toMatchObject({ verdict: 'no-violation-found', runs: 30 });
    expect(found.violation).toBeUndefined();
    expect(found.moves).toBeGreaterThan(30 * 20);
  });
});

describe('liveness, once faults have stopped', () => {
  const goes = property('eventually', 'goes', (s) => s.go);
  const open = step<[], 'ok' | 'fails', 'ok' | 'fails'>({
    name: 'open',
    outcomes: names('ok', 'fails'),
    faults: ['no memory'],
    apply: (s, _, __, fault) => {
      if (fault === undefined) s.go = true;
      return fault === undefined ? 'ok' : 'fails';
    },
  });
  const once = function* (): Task {
    yield* open();
  };
  const untilItWorks = function* (): Task {
    while ((yield* open()) === 'fails');
  };

  it('a promise that a fault puts out of reach is broken, and one that it only delays is not', () => {
    const found = randomly(machine({ once, noise }), [goes]);
    expect(found.violation).toMatchObject({
      property: 'goes',
      kind: 'eventually',
      detail: 'from the last state on it can never hold again',
      trace: [{ actor: 'once', step: 'open', fault: 'no memory', seen: 'fails' }],
    });
    expect(randomly(machine({ untilItWorks, noise }), [goes]).verdict).toBe('no-violation-found');
    expect(randomly(machine({ once, noise }), [goes], { faults: 0 }).verdict).toBe('no-violation-found');
  });

  it('a planted livelock, which only a fault leads into', () => {
    const lost = function* (): Task {
      if ((yield* open()) === 'fails') yield* spin();
    };
    const found = randomly(machine({ lost, noise }), [], { runs: 50 });
    expect(found.violation).toMatchObject({
      property: 'everybody-ends',
      kind: 'eventually',
      detail:
        'from the last state on it did not hold within 2000 moves without further faults; then lost waits at idle',
    });
    expect(wayOf(found)).toEqual(['lost open']);
    expect(randomly(machine({ spinner: spin, noise }, { daemons: ['spinner'] }), [], { runs: 5 }).verdict).toBe(
      'no-violation-found',
    );
  });

  it('says the same as a walk about small machines', () => {
    const two = machine({ once, b: bumps(1) });
    const walked = walk(two, [goes], { faults: 1 }).violation;
    const { seed, foundAfter, ...violation } = randomly(two, [goes], { faults: 1 }).violation ?? {};
    expect(violation).toEqual(walked);
  });

  it('waits for those that can go on only when others do', () => {
    const waiting = function* (): Task {
      yield* awaitGo();
    };
    const going = function* (): Task {
      yield* noise();
      yield* go();
    };
    expect(randomly(machine({ waiting, going }), [goes], { runs: 10 }).verdict).toBe('no-violation-found');
    const { violation } = randomly(machine({ waiting, noise }), [goes], { runs: 10 });
    expect(violation).toMatchObject({ property: 'no-deadlock', detail: 'waiting waits at await-go' });
  });
});

describe('runs', () => {
  const model = machine({ ...race, noise });

  it('are the same with the same seed, and others with another one', () => {
    const first = randomly(model, [neverThree]);
    expect(randomly(model, [neverThree])).toEqual(first);
    const meets = property('sometimes', 'three', (s) => s.seen === 3);
    const reached = (seed: number) => randomly(model, [meets], { seed, runs: 1 }).sometimes[0]?.runs;
    expect(new Set(Array.from({ length: 16 }, (_, seed) => reached(seed)))).toEqual(new Set([0, 1]));
  });

  it('can be repeated alone', () => {
    const { violation, runs } = randomly(model, [neverThree], { seed: 0xffff_fffe });
    expect(runs).toBeGreaterThan(1);
    const alone = randomly(model, [neverThree], { seed: violation?.seed as number, runs: 1 });
    expect(alone.violation).toEqual(violation);
  });

  it('have seeds of 32 bits', () => {
    for (const seed of [-1, 0.5, 2 ** 32, 2 ** 40 + 1]) {
      expect(() => randomly(model, [], { seed })).toThrow('CVM_MACHINE_IMPOSSIBLE_VALUE');
    }
  });

  it('count in how many of them something was reached', () => {
    const reached = [
      property('sometimes', 'counted', (s) => s.seen > 0),
      property('sometimes', 'never', () => false),
      property('sometimes', 'one', (s) => s.seen === 3),
    ];
    const { sometimes } = randomly(model, reached, { runs: 100 });
    const [counted, never, one] = sometimes.map(({ runs }) => runs) as [number, number, number];
    expect([counted, never]).toEqual([100, 0]);
    expect(one).toBeGreaterThan(0);
    expect(one).toBeLessThan(100);
  });

  it('tell how many were made, and can be given up', () => {
    const bus = createRunBus();
    const told: number[] = [];
    const signal = { aborted: false };
    bus.on('progress', ({ done, total, unit }) => {
      expect([total, unit]).toEqual([200, 'runs']);
      told.push(done);
      if (done === 4) signal.aborted = true;
    });
    const result = randomly(model, [], { bus, signal });
    expect(told).toEqual([0, 1, 2, 3, 4]);
    // The fifth was given up on its way.
    expect(result).toMatchObject({ verdict: 'no-violation-found', runs: 4, cancelled: true });
  });

  it('end when daemons are left alone, which may go on for ever', () => {
    const { moves } = randomly(machine({ a: bumps(1), spin }, { daemons: ['spin'] }), [], { runs: 1, moves: 100_000 });
    expect(moves).toBeLessThan(2000);
  });
});
