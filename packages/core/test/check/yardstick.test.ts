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

/** By hand: `held` of the workers hold a page each, in one of two states; every other page is free or freed. */
function counted(count: number, workers: number) {
  let states = 0;
  let transitions = 0;
  for (let held = 0, ways = 1; held <= Math.min(workers, count); held++) {
    const here = ways * 2 ** count;
    states += here;
    // Who holds a page moves on; who does not claims any of the free ones, which are half of the others on average.
    transitions += here * (held + ((workers - held) * (count - held)) / 2);
    ways *= ((workers - held) * (count - held)) / (held + 1);
  }
  return { states, transitions };
}

describe('the yardstick of state-space exploration', () => {
  it.each([
    [1, 1],
    [3, 2],
    [5, 4],
    [8, 3],
  ])('%d pages, %d workers: as many states and transitions as counted by hand', (count, workers) => {
    expect(walk(yardstick(count, workers), [])).toMatchObject({ verdict: 'valid', ...counted(count, workers) });
  });

  it('is what others have measured: 1,045,504 states for 10 pages and 3 workers', () => {
    expect(counted(10, 3)).toEqual({ states: 1_045_504, transitions: 4_193_280 });
  });
});
