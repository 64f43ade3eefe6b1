import { describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../src/engine/reference/reference-executor.js';
import { TimedExecutor, type TimedOptions } from '../../src/engine/timed/timed-executor.js';
import { createRunBus, type Progress, type RunBus } from '../../src/events/index.js';
import { interval, stepsOver, sweep, type Task, use } from '../../src/protocol/index.js';
import { byState, declarePages } from '../support/page-machine.js';
import { modelOf, op, PRICES } from '../support/run-model.js';

const EVENTS = 2 ** 18;
const PAGES = 3 * EVENTS;
const table = byState('work', { 0: { uses: [use(op(10))], after: { st: 1 } } });
const touch = stepsOver<unknown>()({ name: 'touch', operation: op(1) });

/** One page after the other, or a few steps and all pages at once. */
const tasks = {
  *sweeper(): Task {
    yield* sweep(interval(0, 1000), table);
    yield* sweep(interval(1000, PAGES), table);
  },
};
const stepping = {
  *sweeper(): Task {
    yield* sweep(interval(0, PAGES), table);
  },
  *stepper(): Task {
    for (let i = 0; i < PAGES; i++) yield* touch();
  },
};

const make = (
  executor: 'reference' | 'timed',
  of: Readonly<Record<string, () => Task>>,
  options: Partial<TimedOptions>,
) =>
  new (executor === 'timed' ? TimedExecutor : ReferenceExecutor)(
    modelOf({ declarations: declarePages(PAGES), tasks: of }),
    { cost: PRICES, cpus: 2, sliceNs: 1000, ...options },
  );

const listening = (bus: RunBus): Progress[] => {
  const heard: Progress[] = [];
  bus.on('progress', (progress) => heard.push({ ...progress }));
  return heard;
};

describe('progress', () => {
  it('tells virtual time and pages, of how many, from time to time: page by page', () => {
    const bus = createRunBus();
    const heard = listening(bus);
    make('reference', tasks, { bus }).run();
    expect(heard.map(({ done, total, unit, atNs, events }) => [done, total, unit, atNs, events])).toEqual(
      [1, 2, 3].map((i) => [i * EVENTS - 1, PAGES, 'pages', (i * EVENTS - 1) * 10, i * EVENTS]),
    );
  });

  it('does so by events that really happen: none where a sweep is one', () => {
    const bus = createRunBus();
    const heard = listening(bus);
    make('timed', tasks, { bus }).run();
    expect(heard).toEqual([]);
    make('timed', stepping, { bus }).run();
    expect(heard.map(({ unit, events }) => [unit, events])).toEqual([1, 2, 3].map((i) => ['pages', i * EVENTS]));
  });
});

describe('events', () => {
  it.each(['reference', 'timed'] as const)('are per phase and range, not per page: %s', (executor) => {
    const bus = createRunBus();
    let events = 0;
    for (const name of ['phase-start', 'phase-end', 'range-start', 'range-end', 'run-end'] as const)
      bus.on(name, () => events++);
    make(executor, tasks, { bus }).run();
    expect(events).toBe(2 * 2 + 1);
  });
});

describe.each(['reference', 'timed'] as const)('a run that is given up, on the %s executor', (executor) => {
  it('before it begins has done nothing', () => {
    const { cancelled, endNs, actors } = make(executor, tasks, { signal: { aborted: true } }).run();
    expect({ cancelled, endNs }).toEqual({ cancelled: true, endNs: 0 });
    expect(actors.map(({ end, phases }) => [end, phases.flatMap(({ operations }) => [...operations])])).toEqual([
      ['cancelled', []],
    ]);
  });

  it('on its way says what it has done by then', () => {
    const controller = new AbortController();
    const turns = make(executor, stepping, { signal: controller.signal }).turns();
    for (let turn = 0; turn < 3; turn++) expect(turns.next().done).toBe(false);
    controller.abort();
    const { done, value } = turns.next();
    expect(done).toBe(true);
    if (done !== true) return;
    expect(value).toMatchObject({ cancelled: true, actors: [{ end: 'cancelled' }, { end: 'cancelled' }] });
    const [sweeper] = value.actors;
    const swept = sweeper?.phases[0]?.operations.get('atomic-10')?.units ?? 0;
    // What is in flight is counted, and everything before it.
    expect([value.endNs > 0, swept]).toEqual([true, Math.floor(value.endNs / 10) + 1]);
  });

  it('goes to its end when nobody gives it up', () => {
    const run = make(executor, tasks, { signal: new AbortController().signal });
    const turns = [...run.turns()].length;
    expect(turns > 0).toBe(executor === 'reference');
    expect(make(executor, tasks, {}).run()).toMatchObject({ cancelled: false, endNs: PAGES * 10 });
  });
});
