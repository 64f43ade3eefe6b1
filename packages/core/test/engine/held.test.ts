import { describe, expect, it } from 'vitest';
import type { MachineModel } from '../../src/engine/machine-model.js';
import { ReferenceExecutor } from '../../src/engine/reference/reference-executor.js';
import { TimedExecutor } from '../../src/engine/timed/timed-executor.js';
import {
  HELD,
  HELD_SWAPPABLE,
  HELD_UNSWAPPABLE,
  interval,
  type Levels,
  milestone,
  sweep,
  type Task,
  use,
} from '../../src/protocol/index.js';
import { byState, declarePages, type PagesView, step } from '../support/page-machine.js';
import { modelOf, op, PRICES } from '../support/run-model.js';
import { spend } from '../support/wait.js';

const PAGES = 10;
const declarations = declarePages(PAGES);
const isHeld = ({ st }: { st: number }): boolean => st === 0;
const held = (s: PagesView): Levels => ({ [HELD_SWAPPABLE]: s.page.count(isHeld) * 100 });

/** State 0 is held; 1 is free; 2 is out of reach. */
const free = byState('free', {
  0: { uses: [use(op(10, 'end'))], after: { st: 1 }, levels: { [HELD_SWAPPABLE]: -100 } },
});
const lose = byState('lose', {
  0: { uses: [use(op(10))], after: { st: 2 }, levels: { [HELD_SWAPPABLE]: -100, [HELD_UNSWAPPABLE]: 100 } },
});
const toFree = ({ st }: { st: number }) => (st === 0 ? { st: 1 } : undefined);
const freeAll = step({ name: 'free-all', recounts: true, apply: (s) => s.page.map(toFree) });

describe.each([
  ['reference', (model: MachineModel) => new ReferenceExecutor(model, { cost: PRICES, cpus: 2, sliceNs: 1000 })],
  ['timed', (model: MachineModel) => new TimedExecutor(model, { cost: PRICES, cpus: 2, sliceNs: 1000 })],
] as const)('memory that is held, on the %s executor', (_, make) => {
  const levelsOf = (tasks: Readonly<Record<string, () => Task>>) => {
    const { levels } = make({ ...modelOf({ declarations, tasks }), levels: held }).run();
    return Object.fromEntries(levels.map(({ level, ...rest }) => [level, rest]));
  };

  it('is there from the start, and goes as rules say', () => {
    const levels = levelsOf({
      *worker() {
        yield* spend(5);
        yield* sweep(interval(0, 3), free);
        yield* spend(50);
      },
    });
    const integral = BigInt(100 * (7 * 85 + 15 + 25 + 35));
    const expected = { start: 1000, now: 700, max: 1000, integral, oneWay: true };
    expect(levels).toEqual({ [HELD]: expected, [HELD_SWAPPABLE]: expected });
  });

  it('has a total that stays when only its kind changes', () => {
    const levels = levelsOf({
      *worker() {
        yield* sweep(interval(0, PAGES), lose);
      },
    });
    expect(levels[HELD]).toMatchObject({ start: 1000, now: 1000, max: 1000, oneWay: true });
    expect(levels[HELD_SWAPPABLE]).toMatchObject({ start: 1000, now: 0, max: 1000 });
    expect(levels[HELD_UNSWAPPABLE]).toMatchObject({ start: 0, now: 1000, max: 1000, oneWay: true });
  });

  it('is counted anew around a step that changes many pages', () => {
    const levels = levelsOf({
      *worker() {
        yield* spend(20);
        yield* freeAll();
        yield* spend(20);
      },
      *other() {
        yield* sweep(interval(0, PAGES), free);
      },
    });
    // Two pages are free at 20: the step, of a lower rank, comes before the end of the second unit, whose commit is then void.
    expect(levels[HELD]).toEqual({
      start: 1000,
      now: 0,
      max: 1000,
      integral: BigInt(1000 * 10 + 900 * 10),
      oneWay: true,
    });
  });

  it('has a peak where it rises and falls', () => {
    const take = byState('take', { 1: { uses: [use(op(10))], after: { st: 0 }, levels: { [HELD_SWAPPABLE]: 100 } } });
    const levels = levelsOf({
      *worker() {
        yield* sweep(interval(0, 5), free);
        yield* sweep(interval(0, 5), take);
        yield* sweep(interval(0, 7), free);
      },
    });
    expect(levels[HELD]).toMatchObject({ start: 1000, now: 300, max: 1000, oneWay: false });
  });

  it('is told with each milestone, as it is then', () => {
    const { milestones } = make({
      ...modelOf({
        declarations,
        tasks: {
          *waiter() {
            yield* spend(25);
            yield* milestone('unblocked');
          },
          *worker() {
            yield* milestone('begins');
            yield* sweep(interval(0, 5), lose);
            yield* milestone('done');
          },
        },
      }),
      levels: held,
    }).run();
    // The third page is lost at its start, which is 20.
    expect(milestones.map(({ name, atNs, levels }) => [name, atNs, Object.fromEntries(levels)])).toEqual([
      ['begins', 0, { [HELD]: 1000, [HELD_SWAPPABLE]: 1000 }],
      ['unblocked', 25, { [HELD]: 1000, [HELD_SWAPPABLE]: 700, [HELD_UNSWAPPABLE]: 300 }],
      ['done', 50, { [HELD]: 1000, [HELD_SWAPPABLE]: 500, [HELD_UNSWAPPABLE]: 500 }],
    ]);
  });
});
