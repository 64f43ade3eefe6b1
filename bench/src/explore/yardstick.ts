import type { MachineModel } from '../../../packages/core/dist/engine/machine-model.js';
import { here, nothing, page, pageSeen, stepsOver, type Task } from '../../../packages/core/dist/protocol/index.js';
import { pages, range, type StateView } from '../../../packages/core/dist/state/index.js';

/** `taken`: which pages are not free, a bit each; it says nothing new, but guards do not read page states. */
const declare = (count: number) => ({ page: pages(count, { state: range(0, 3) }), taken: range(0, 2 ** count - 1) });
type S = StateView<ReturnType<typeof declare>>;
const step = stepsOver<S>();

const claim = step<[count: number], { page: number; flag: number }, { page: number; flag: number }>({
  name: 'claim',
  outcomes: page,
  choices: ([count]) => count,
  guard: (s, _, choice) => (s.taken & (1 << choice)) === 0,
  apply: (s, _, choice) => {
    s.taken |= 1 << choice;
    s.page.at(choice).state = 1;
    return pageSeen(choice);
  },
});

const move = step<[number: number, to: number]>({
  name: 'move',
  outcomes: nothing,
  apply: (s, [number, to]) => {
    s.page.at(number).state = to;
  },
});

function* worker(count: number): Task {
  for (;;) {
    yield* here('idle');
    const { page: mine } = yield* claim(count);
    yield* move(mine, 2);
    yield* move(mine, 3);
  }
}

/** Workers claim free pages, and take each through two further states. The twin of promela/yardstick.pml. */
export const yardstick = (count: number, workers = 3): MachineModel => ({
  declarations: declare(count),
  begin: () => undefined,
  actors: Array.from({ length: workers }, (_, i) => ({ name: `worker${i}`, task: () => worker(count), daemon: true })),
  locks: [],
});
