import { describe, expect, it } from 'vitest';
import { loadArchitecture } from '../../src/index.js';
import { interval, names, sub, sweep, type Task, use } from '../../src/protocol/index.js';
import { findMutants } from '../../src/testing/mutation/find-mutants.js';
import { judgeMutant } from '../../src/testing/mutation/judge-mutant.js';
import { nameOf } from '../../src/testing/mutation/mutant.js';
import { mutationFindings, scoreOf } from '../../src/testing/mutation/mutation-findings.js';
import { type MutationWorld, mutationRun } from '../../src/testing/mutation/mutation-run.js';
import { property } from '../support/check-machine.js';
import { awaitGo, byState, declarePages, go, step, write } from '../support/page-machine.js';
import { modelOf, op } from '../support/run-model.js';
import { toyPlugin } from '../support/toy/toy-plugin.js';

/** Says go, wipes two pages, then says that it is done; a second actor waits for go and looks whether it may. */
const done = step({
  name: 'done',
  apply: (s) => {
    s.seen += 1;
  },
});
const idle = step({ name: 'idle', apply: () => {} });
const wipe = byState('wipe', { 0: { uses: [use(op(1, 'atomic'))], after: { st: 1 } } });

const wiping = sub(function* wiping(): Task {
  yield* sweep(interval(0, 2), wipe);
});
const worker = function* (): Task {
  yield* go();
  yield* wiping();
  yield* done();
  yield* idle();
};
const waiter = function* (): Task {
  yield* awaitGo();
  yield* write(1, 2);
};

const model = modelOf({ declarations: declarePages(2), tasks: { worker, waiter } });
const actors = new Set(['worker', 'waiter']);
const properties = [
  property('always', 'done only when wiped', (s) => s.seen === 0 || s.page.at(0).st === 1),
  property('always', 'written only behind go', (s) => s.page.at(1).st !== 2 || s.go),
  property('eventually', 'all is done', (s) => s.seen === 1),
];
const judged = findMutants(model, actors, 0).map((mutant) => ({
  name: nameOf(mutant),
  ...judgeMutant(model, properties, actors, mutant, { faults: 0, maxStates: 10_000 }),
}));

describe('mutants', () => {
  it.each([
    ['effect: go', 'killed'],
    ['effect: done', 'killed'],
    ['effect: idle', 'untouched'],
    ['guard: await-go', 'killed'],
    [`rule: wipe: ${op(1, 'atomic').name}: st=1`, 'killed'],
    ['swap: go / sweep wipe', 'survived'],
    ['swap: sweep wipe / done', 'killed'],
    ['swap: done / idle', 'survived'],
  ])('%s', (name, fate) => {
    expect(judged.find((mutant) => mutant.name === name)).toMatchObject({ fate });
  });

  it('that survive must be listed, and those that are listed must survive', () => {
    const report = { found: judged.length, judged };
    const survivors = judged.filter(({ fate }) => fate === 'survived').map(({ name }) => [name, 'a reason'] as const);
    expect(mutationFindings(report, Object.fromEntries(survivors))).toEqual([]);
    expect(mutationFindings(report, {})).toHaveLength(survivors.length);
    expect(mutationFindings(report, { ...Object.fromEntries(survivors), 'effect: go': 'wrong' })).toHaveLength(1);
    expect(mutationFindings(report, { ...Object.fromEntries(survivors), 'effect: gone': 'wrong' })).toHaveLength(1);
    expect(scoreOf(report).equivalent).toBe(survivors.length);
  });
});

describe('what is put off', () => {
  const maybe = step({
    name: 'maybe',
    outcomes: names('yes', 'no'),
    choices: () => 2,
    apply: (s, _args: [], choice) => {
      s.go = choice === 0;
      return choice === 0 ? 'yes' : 'no';
    },
  });
  const perhaps = sub(function* perhaps(): Task {
    if ((yield* maybe()) === 'yes') yield* done();
  });
  const worker = function* (): Task {
    yield* perhaps();
    yield* sweep(interval(0, 2), wipe);
    yield* idle();
  };
  const chosen = modelOf({ declarations: declarePages(2), tasks: { worker } });
  const onlyIf = property('always', 'done only if chosen', (s) => s.seen === 0 || s.go);
  const allIf = property('eventually', 'done if chosen', (s) => s.seen === 1 || !s.go);

  it('is not forgotten, and not done where it was not put off, when its frame ends', () => {
    const mutant = { kind: 'swap', what: 'done / sweep wipe' } as const;
    const fate = judgeMutant(chosen, [onlyIf, allIf], new Set(['worker']), mutant, { faults: 0, maxStates: 1000 });
    expect(fate).toEqual({ fate: 'survived' });
  });
});

describe('no mutant', () => {
  /** May fail, and then changes nothing. */
  const risky = step({
    name: 'risky',
    outcomes: names('done', 'failed'),
    faults: ['fails'],
    apply: (s, _args: [], _choice, fault) => {
      if (fault !== undefined) return 'failed';
      s.seen += 1;
      return 'done';
    },
  });
  const wipeOrNot = byState('wipe', {
    0: {
      uses: [],
      after: { st: 1 },
      faults: {
        stuck: { uses: [], after: { st: 3 }, outcome: 'stuck', faults: { twice: { uses: [], after: { st: 2 } } } },
      },
    },
  });
  const worker = function* (): Task {
    if ((yield* risky()) === 'failed') yield* go();
    yield* sweep(interval(0, 2), wipeOrNot);
  };
  const frail = modelOf({ declarations: declarePages(2), tasks: { worker } });
  const who = new Set(['worker']);
  const namesOf = (faults: number) => findMutants(frail, who, faults).map(nameOf);

  it('is a swap of two that are neighbours only behind a fault, with which nothing is swapped', () => {
    expect(namesOf(1)).toContain('swap: risky / go');
    const mutant = { kind: 'swap', what: 'risky / go' } as const;
    expect(judgeMutant(frail, [], who, mutant, { faults: 1, maxStates: 1000 })).toEqual({ fate: 'untouched' });
  });

  it('is about what a fault does where none strikes', () => {
    const [lost] = namesOf(1).filter((name) => name.startsWith('rule: wipe, stuck'));
    expect(lost).toBeDefined();
    expect(namesOf(0)).not.toContain(lost);
  });

  it('is about a second fault at the same page: one strikes it at a time', () => {
    expect(namesOf(2).filter((name) => name.startsWith('rule: wipe, stuck'))).toHaveLength(1);
  });

  it('is about a counter that only a property reads', () => {
    const counts = byState('wipe', { 0: { uses: [], counters: { seen: 1 } }, 1: { uses: [], after: { st: 2 } } });
    const worker = function* (): Task {
      yield* sweep(interval(0, 2), counts);
    };
    const counting = modelOf({ declarations: declarePages(2), tasks: { worker } });
    const rules = (ghosts: readonly string[]) => findMutants(counting, who, 0, ghosts).map(nameOf);
    expect(rules([])).toEqual(['rule: wipe: at no cost: seen=1']);
    expect(rules(['seen'])).toEqual([]);
  });

  it('that is known to survive is not tried on a costly machine, unless no other one has touched it', () => {
    const arch = loadArchitecture(toyPlugin);
    const machine = (policy: string) => ({ request: { policy, trigger: 'reboot', release: 'fixed', pages: 1 } });
    const costly = { ...machine('later'), costly: true };
    const fateOf = (known: readonly string[], ...worlds: readonly MutationWorld[]) =>
      mutationRun(arch, worlds, { known }).judged.find(({ name }) => name === 'effect: end-guest')?.fate;
    expect(fateOf([], machine('now'))).toBe('survived');
    expect(fateOf([], machine('now'), costly)).toBe('killed');
    expect(fateOf(['effect: end-guest'], machine('now'), costly)).toBe('survived');
    expect(fateOf(['effect: end-guest'], costly)).toBe('killed');
  });

  it('is looked for where the policy itself is not valid', () => {
    const request = { policy: 'now', trigger: 'reboot', release: 'old', pages: 2 };
    expect(() => mutationRun(loadArchitecture(toyPlugin), [{ request }])).toThrow('the unmutated policy');
  });
});
