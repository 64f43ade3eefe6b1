/** Statements of docs/model.md that nothing else pins. */
import { describe, expect, it } from 'vitest';
import { walk } from '../../src/check/index.js';
import { ReferenceExecutor } from '../../src/engine/index.js';
import type { MachineModel } from '../../src/engine/machine-model.js';
import { acquire, type LockUse, lock, release, stepsOver, type Task } from '../../src/protocol/index.js';
import { range, type StateView } from '../../src/state/index.js';

const declarations = { asked: range(0, 2), waiting: range(0, 2), first: range(0, 2) };
type S = StateView<typeof declarations>;
const step = stepsOver<S>();

const ask = step<[who: number]>({
  name: 'ask',
  apply: (s, [who]) => {
    s.asked ||= who;
    s.waiting++;
  },
});
const enter = step<[who: number]>({
  name: 'enter',
  apply: (s, [who]) => {
    s.first ||= who;
  },
});
const untilBothAsked = step({ name: 'until-both-asked', guard: (s) => s.waiting === 2 });

const theLock: LockUse = lock('the-lock');

const holder = function* (): Task {
  yield* acquire(theLock);
  yield* untilBothAsked();
  yield* release(theLock);
};
const waiter = (who: number) =>
  function* (): Task {
    yield* ask(who);
    yield* acquire(theLock);
    yield* enter(who);
    yield* release(theLock);
  };

const machine: MachineModel = {
  declarations,
  begin: () => undefined,
  locks: [{ name: 'the-lock', instances: 1 }],
  actors: [
    { name: 'holder', task: holder },
    { name: 'one', task: waiter(1) },
    { name: 'two', task: waiter(2) },
  ],
};

const reaches = (id: string, holds: (s: S) => boolean) => ({
  id,
  kind: 'sometimes' as const,
  summary: id,
  source: 'this test',
  holds,
});

describe('a lock that several actors wait for', () => {
  it('goes to any of them in a walk', () => {
    const result = walk(machine, [
      reaches('in-order', ({ asked, first }) => asked === 1 && first === 1),
      reaches('overtaken', ({ asked, first }) => asked === 1 && first === 2),
    ]);
    expect(result.sometimes).toEqual([
      { id: 'in-order', reached: true },
      { id: 'overtaken', reached: true },
    ]);
  });

  it('goes to the first who came in a run', () => {
    const executor = new ReferenceExecutor(machine, { cpus: 3, sliceNs: 1000 });
    executor.run();
    expect(executor.state.view).toMatchObject({ asked: 1, first: 1 });
  });
});
