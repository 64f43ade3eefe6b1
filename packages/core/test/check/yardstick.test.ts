import { describe, expect, it } from 'vitest';
import { walk } from '../../src/check/index.js';
import type { MachineModel } from '../../src/engine/machine-model.js';
import { here, nothing, page, pageSeen, stepsOver } from '../../src/protocol/index.js';
import type { Task } from '../../src/protocol/task.js';
import { pages, range, type StateView } from '../../src/state/index.js';

/** `taken`: which pages are not free, a bit each; it says nothing new, but guards do not read page states. */
const declare = (count: number) => ({ page: pages(count, { st: range(0, 3) }), taken: range(0, 2 ** count - 1) });
type S = StateView<ReturnType<typeof declare>>;
const step = stepsOver<S>();

/** Which page it was is the observation; a page that is not free is no choice. */
const claim = step<[count: number], { page: number; flag: number }, { page: number; flag: number }>({
  name: 'claim',
  outcomes: page,
  choices: ([count]) => count,
  guard: (s, _, choice) => (s.taken & (1 << choice)) === 0,
  apply: (s, _, choice) => {
    s.taken |= 1 << choice;
    s.page.at(choice).st = 1;
    return pageSeen(choice);
  },
});
const move = step<[page: number, to: number]>({
  name: 'move',
  outcomes: nothing,
  apply: (s, [number, to]) => {
    s.page.at(number).st = to;
  },
});

function worker(count: number) {
  return function* (): Task {
    for (;;) {
      yield* here('idle');
      const { page: number } = yield* claim(count);
      yield* move(number, 2);
      yield* move(number, 3);
    }
  };
}

const yardstick = (count: number, workers: number): MachineModel => ({
  declarations: declare(count),
  begin: () => undefined,
  actors: Array.from({ length: workers }, (_, i) => ({ name: `worker${i}`, task: worker(count), daemon: true })),
  locks: [],
});

describe('the yardstick of state-space exploration', () => {
  it('has as many states and transitions as counted by hand on a small one', () => {
    // 1 page, 1 worker: free, claimed, scrubbed, freed.
    expect(walk(yardstick(1, 1), [])).toMatchObject({ verdict: 'valid', states: 4, transitions: 3 });
  });

  it('10 pages, 3 workers', { timeout: 60_000 }, () => {
    const t = Date.now();
    const r = walk(yardstick(10, 3), []);
    console.log(r, Date.now() - t);
    expect(r).toMatchObject({ verdict: 'valid', states: 1_045_504, transitions: 4_193_280 });
  });
});
