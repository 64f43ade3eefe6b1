import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Asked } from '../../src/check/asked.js';
import { Automaton } from '../../src/check/automaton.js';
import { ByteSet } from '../../src/check/byte-set.js';
import { EdgeLog } from '../../src/check/edge-log.js';
import { Effects } from '../../src/check/effects.js';
import { SharedStates } from '../../src/check/shared-states.js';
import { MOST_AT_ONCE, StateStore } from '../../src/check/state-store.js';
import { WalkState } from '../../src/check/walk-state.js';
import { here, integer, lock, type Task } from '../../src/protocol/index.js';
import { range } from '../../src/state/index.js';
import { declarePages, step } from '../support/page-machine.js';
import { modelOf } from '../support/run-model.js';

describe('the store of states', () => {
  it('knows each state once, in the order in which they came, with its parent', () => {
    const states = fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.nat(255)), { maxLength: 200, size: 'max' });
    fc.assert(
      fc.property(states, (given) => {
        const store = new StateStore(3);
        const known = new Map<string, number>();
        const parents: number[] = [];
        given.forEach((state, i) => {
          const words = Int32Array.from(state);
          const index = known.get(state.join());
          expect(store.find(words)).toBe(index ?? -1);
          const added = store.add(words, i - 1);
          if (index !== undefined) expect(added).toBe(-1 - index);
          else {
            expect(added).toBe(known.size);
            known.set(state.join(), known.size);
            parents.push(i - 1);
          }
        });
        expect(store.size).toBe(known.size);
        const read = new Int32Array(3);
        for (const [key, index] of known) {
          store.read(index, read);
          expect([read.join(), store.parent(index)]).toEqual([key, parents[index]]);
        }
      }),
    );
  });

  it('grows beyond its first tables and chunks', () => {
    const store = new StateStore(1);
    const words = new Int32Array(1);
    const write = (number: number) => {
      words[0] = Math.imul(number, 0x9e3779b1);
    };
    const most = 70_000;
    for (let i = 0; i < most; i++) {
      write(i);
      store.add(words, i - 1);
    }
    expect(store.size).toBe(most);
    for (let i = 0; i < most; i += 997) {
      write(i);
      expect([store.find(words), store.parent(i)]).toEqual([i, i - 1]);
    }
    write(most);
    expect(store.find(words)).toBe(-1);
  });

  it('grows in the middle of states that are looked up together', () => {
    const store = new StateStore(1);
    const found = new Int32Array(MOST_AT_ONCE);
    const expected = new Map<number, number>();
    for (let first = 0; first < 40_000; first += MOST_AT_ONCE) {
      // Every third one was there before, perhaps among these.
      const words = Int32Array.from({ length: MOST_AT_ONCE }, (_, k) => (k % 3 === 0 ? (first + k) >> 1 : first + k));
      store.findAll(words, MOST_AT_ONCE, found);
      words.forEach((word, k) => {
        const before = expected.get(word);
        const known = found[k] as number;
        if (known >= 0) expect(known).toBe(before);
        else expect(store.addFound(words, k, k)).toBe(before === undefined ? expected.size : -1 - before);
        expected.set(word, before ?? expected.size);
      });
    }
    for (const [word, index] of expected) expect(store.find(Int32Array.of(word))).toBe(index);
  });
});

describe('the log of edges', () => {
  it('tells from where a goal can be reached', () => {
    const graph = fc.record({
      edges: fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 25, size: 'max' }),
      goals: fc.array(fc.nat(11), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(graph, ({ edges, goals }) => {
        const log = new EdgeLog();
        for (const [from, to] of edges) log.add(from, to);
        const reaches = new Set(goals);
        for (let before = -1; before !== reaches.size; ) {
          before = reaches.size;
          for (const [from, to] of edges) if (reaches.has(to)) reaches.add(from);
        }
        const marked = new ByteSet();
        for (const goal of goals) marked.add(goal);
        const found = log.canReach(marked.members(12), 12);
        expect([...found]).toEqual(Array.from({ length: 12 }, (_, state) => (reaches.has(state) ? 1 : 0)));
      }),
    );
  });

  it('grows', () => {
    const log = new EdgeLog();
    const states = 10_000;
    for (let i = 1; i < states; i++) log.add(i - 1, i);
    const goal = new ByteSet();
    goal.add(states - 1);
    expect([log.count, log.canReach(goal.members(states), states).every((one) => one === 1)]).toEqual([
      states - 1,
      true,
    ]);
  });
});

describe('what is remembered of declared states', () => {
  it('is what was found out, or nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(400), fc.integer({ min: 1, max: 60 }), fc.nat()), {
          minLength: 9_000,
          maxLength: 9_000,
        }),
        (found) => {
          const effects = new Effects();
          const naive = new Map<string, number>();
          let known = 0;
          for (const [state, question, after] of found) {
            const key = `${state} ${question}`;
            if (effects.recall(state, question)) {
              known++;
              expect([effects.after, effects.code]).toEqual([naive.get(key), question + 1]);
            }
            effects.remember(state, question, after, question + 1);
            naive.set(key, after);
          }
          expect(known).toBeGreaterThan(100);
          expect(effects.bytes).toBeGreaterThan(new Effects().bytes);
        },
      ),
      { numRuns: 4 },
    );
  });

  it.each([2 ** 31, 2 ** 32, 2 ** 32 - 1, 2 ** 40 + 7])('is no code that takes more than a word: %d', (code) => {
    const effects = new Effects();
    effects.remember(1, 1, 2, code);
    expect(effects.recall(1, 1)).toBe(false);
  });

  it('is nothing where it is switched off', () => {
    const effects = new Effects(true);
    effects.remember(1, 1, 2, 3);
    expect(effects.recall(1, 1)).toBe(false);
  });
});

describe('declared states', () => {
  it.each([
    ['small: each is its own number', { seen: range(0, 2 ** 16 - 1), flags: range(0, 2 ** 15 - 1) }, true],
    [
      'larger: numbered in the order in which they are found',
      { seen: range(0, 2 ** 20), more: range(0, 2 ** 40) },
      false,
    ],
  ])('%s', (_, declarations, areNumbers) => {
    const states = new SharedStates({ declarations });
    expect(states.areNumbers).toBe(areNumbers);
    const words = (first: number): Int32Array =>
      Int32Array.from({ length: states.words }, (_, i) => (i === 0 ? first : 0));
    const numbers = [7, 123_456, 7, 0, 123_456].map((first) => states.numberOf(words(first)));
    expect(numbers).toEqual(areNumbers ? [7, 123_456, 7, 0, 123_456] : [0, 1, 0, 2, 1]);
    const read = new Int32Array(states.words);
    states.read(numbers[1] as number, read);
    expect(read).toEqual(words(123_456));
  });
});

describe('declared states of 32 bits', () => {
  it('are no numbers of their own: one of them would be less than zero', () => {
    const areNumbers = (last: number) => new SharedStates({ declarations: { last: range(0, last) } }).areNumbers;
    expect([areNumbers(2 ** 24 - 1), areNumbers(2 ** 24)]).toEqual([true, false]);
  });
});

describe('the numbers of declared states of which all was asked', () => {
  it('never hold one that was not added, however many are added', () => {
    const asked = new Asked();
    const even = (i: number): number => (2 * Math.imul(i, 0x9e3779b1 & 0x3fffffff)) & 0x7ffffffe;
    for (let i = 0; i < 600_000; i++) asked.add(even(i));
    let held = 0;
    for (let i = 0; i < 600_000; i++) {
      if (asked.has(even(i))) held++;
      if (asked.has(even(i) + 1)) throw new Error(`${even(i) + 1} was never added`);
    }
    expect(held).toBeGreaterThan(200_000);
  });

  it('hold most of some thousands through each growth, 0 and the largest number too', () => {
    const asked = new Asked();
    const numbers = [0, 2 ** 31 - 1, ...Array.from({ length: 20_000 }, (_, i) => i + 1)];
    expect(numbers.some((number) => asked.has(number))).toBe(false);
    for (const number of numbers) asked.add(number);
    expect(numbers.filter((number) => asked.has(number)).length).toBeGreaterThan(0.75 * numbers.length);
    asked.add(0);
    asked.add(2 ** 31 - 1);
    expect([asked.has(0), asked.has(2 ** 31 - 1)]).toEqual([true, true]);
  });
});

describe('a whole state', () => {
  const model = modelOf({
    declarations: declarePages(3),
    tasks: Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`a${i}`, function* (): Task {}])),
  });

  const begun = (): WalkState => {
    const state = new WalkState(model, new SharedStates(model));
    state.openInitial();
    state.seal();
    return state;
  };

  it('keeps positions, signals, the budget and the declared state apart', () => {
    const state = begun();
    for (let rank = 0; rank < 16; rank++) state.setPosition(rank, 1000 * rank + 7);
    for (const rank of [0, 7, 8, 15]) state.setSignal(rank, true);
    state.setSignal(8, false);
    state.faultsLeft = 3;
    const declared = state.open();
    (declared.view as unknown as { seen: number }).seen = 999;
    declared.pages.get('page')?.fill({ st: 5 });
    expect(state.seal()).toBe(1);
    expect(Array.from({ length: 16 }, (_, rank) => state.position(rank))).toEqual(
      Array.from({ length: 16 }, (_, rank) => 1000 * rank + 7),
    );
    expect(Array.from({ length: 16 }, (_, rank) => rank).filter((rank) => state.signalled(rank))).toEqual([0, 7, 15]);
    expect([state.faultsLeft, (state.shared.view as unknown as { seen: number }).seen]).toEqual([3, 999]);
  });

  it('that was opened and not sealed is as it was before', () => {
    const state = begun();
    (state.open().view as unknown as { seen: number }).seen = 999;
    expect((state.shared.view as unknown as { seen: number }).seen).toBe(0);
  });

  it('lets any number share a lock, or one have it', () => {
    const state = begun();
    const [shared, exclusive] = [lock('lock', 1, 'shared'), lock('lock', 1)];
    state.take(shared, 0);
    state.take(shared, 15);
    expect([state.lockIsFree(shared, 3, 'a3'), state.lockIsFree(exclusive, 3, 'a3')]).toEqual([true, false]);
    expect([state.heldBy(0), state.heldBy(15), state.heldBy(3)]).toEqual([['lock[1]'], ['lock[1]'], []]);
    state.give(shared, 0, 'a0');
    state.give(shared, 15, 'a15');
    state.take(exclusive, 15);
    expect([state.lockIsFree(shared, 3, 'a3'), state.lockIsFree(exclusive, 3, 'a3')]).toEqual([false, false]);
    expect(state.lockIsFree(lock('lock', 0), 15, 'a15')).toBe(true);
    expect(() => state.lockIsFree(shared, 15, 'a15')).toThrow('CVM_AUTHOR_LOCK_ALREADY_HELD');
    state.give(exclusive, 15, 'a15');
    expect(state.words.every((word) => word === 0)).toBe(true);
  });
});

describe('the automaton of a task', () => {
  const coin = step<[], number, number>({ name: 'coin', outcomes: integer(0, 2), choices: 3, apply: (_, __, c) => c });
  const observation = (value: number) => ({ value, label: String(value), code: value });

  it('finds places as they are asked for, and each of them once', () => {
    const automaton = new Automaton({
      name: 'actor',
      task: function* (): Task {
        for (let last = 0; last < 2; ) {
          yield* here('toss', last);
          last = yield* coin();
        }
      },
    });
    expect(automaton.nodes).toHaveLength(1);
    const [one, zero, two] = [1, 0, 2].map((value) => automaton.after(0, observation(value)));
    expect([zero, one === zero]).toEqual([0, false]);
    expect(automaton.after(one as number, observation(0))).toBe(0);
    expect(automaton.after(one as number, observation(1))).toBe(one);
    expect(automaton.after(one as number, observation(2))).toBe(two);
    expect(automaton.node(two as number).pending).toBeUndefined();
    expect(automaton.nodes).toHaveLength(3);
  });
});
