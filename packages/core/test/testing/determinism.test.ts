import { describe, expect, it } from 'vitest';
import { here, type Task } from '../../src/protocol/index.js';
import { debugCheckModel } from '../../src/testing/index.js';
import { ask, bump, coin, mistakeIn, note, toy } from './toys.js';

describe('D2: a task repeats itself', () => {
  it('unless it counts in a variable outside', () => {
    let rounds = 0;
    const worker = function* (): Task {
      yield* coin();
      rounds++;
      yield* note(rounds % 2);
      yield* bump();
    };
    expect(mistakeIn(toy({ worker }))).toMatch(
      /^actor "worker".*: task "worker" does not repeat itself.*TASK_NOT_DETERMINISTIC/,
    );
  });

  it('unless it counts in a variable outside, without end', () => {
    let rounds = 0;
    const worker = function* (): Task {
      for (;;) {
        yield* here('loop', rounds++);
        yield* bump();
      }
    };
    expect(mistakeIn(toy({ 'worker*': worker }))).toMatch(/: @loop\(\d+\) at first, @loop\(\d+\) when replayed/);
  });

  it('unless it throws dice', () => {
    const worker = function* (): Task {
      for (;;) {
        yield* here('loop');
        if (Math.random() < 0.5) yield* note(1);
        else yield* bump();
        yield* ask();
      }
    };
    expect(mistakeIn(toy({ 'worker*': worker }))).toMatch(/actor "worker".*TASK_NOT_DETERMINISTIC/);
  });

  it('unless it learns from another task behind the back of the state', () => {
    const shared = { stop: false };
    const first = function* (): Task {
      shared.stop = false;
      yield* bump();
      shared.stop = true;
    };
    const second = function* (): Task {
      yield* ask();
      yield* note(shared.stop ? 1 : 2);
      yield* ask();
    };
    expect(mistakeIn(toy({ first, second }))).toMatch(/actor "second".*note\(\d\) at first, note\(\d\) when replayed/);
  });

  it('and a local of its own is no mistake', () => {
    const worker = function* (): Task {
      let rounds = 0;
      for (; rounds < 3; rounds++) yield* coin();
      yield* note(rounds);
    };
    expect(debugCheckModel(toy({ worker })).checks.determinism).toBeGreaterThan(10);
  });
});
