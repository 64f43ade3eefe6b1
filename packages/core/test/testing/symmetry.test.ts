import { describe, expect, it } from 'vitest';
import {
  defineOperation,
  here,
  integer,
  page,
  pageSeen,
  type SweepOptions,
  sendFatalSignal,
  stepsOver,
  sub,
  sweep,
  type Task,
  tablesOver,
  use,
} from '../../src/protocol/index.js';
import { list, pageOf, pages, range, type StateView } from '../../src/state/index.js';
import { debugCheckModel } from '../../src/testing/index.js';
import { mistakeIn } from './toys.js';

const COUNT = 3;
const declare = () => ({
  page: pages(COUNT, { st: range(0, 2), next: pageOf('page', COUNT) }),
  shadow: pages(COUNT, { seen: range(0, 1) }),
  other: pages(2, { used: range(0, 1) }),
  last: pageOf('page', COUNT),
  queue: list(2, pageOf('page', COUNT)),
});
type S = StateView<ReturnType<typeof declare>>;
const step = stepsOver<S>();
const table = tablesOver<S>();
const all = { from: 0, to: COUNT };

const model = (tasks: Readonly<Record<string, () => Task<unknown>>>) => ({
  declarations: declare(),
  begin: () => undefined,
  actors: Object.entries(tasks).map(([name, task]) => ({ name, task, daemon: true })),
  locks: [],
});

const choose = step<[count: number], { page: number; flag: number }, { page: number; flag: number }>({
  name: 'choose',
  outcomes: page,
  choices: ([count]) => 2 * count,
  apply: (_s, _args, choice) => pageSeen(choice >> 1, choice % 2),
});
const touch = step<[page: number]>({
  name: 'touch',
  apply: (s, [number]) => {
    s.page.at(number).st = 1;
    s.page.at(number).next = s.last;
    s.shadow.at(number).seen = 1;
    s.last = number;
    if (s.queue.length === 2) s.queue.shift();
    s.queue.push(number);
  },
});
const firmwareCall = defineOperation({
  name: 'call',
  unit: 'page',
  cause: 'firmware call',
  duration: 'busy',
  summary: '',
  source: '',
});
const scrub = table({
  name: 'scrub',
  array: 'page',
  rule: ({ st }) =>
    st === 1
      ? { uses: [use(firmwareCall)], during: { st: 2 }, after: { st: 0 } }
      : st === 2
        ? { wait: true }
        : undefined,
});
/** Touches the page of its choice, as long as it likes. */
const guest = function* (): Task {
  for (;;) {
    yield* here('guest');
    const { page: number, flag } = yield* choose(COUNT);
    yield* touch(number);
    if (flag === 1) yield* sweep({ from: number, to: number + 1 }, scrub);
  }
};
const sweeper = (options: SweepOptions = {}) =>
  function* (): Task {
    yield* sweep(all, scrub, options);
  };

describe('D6: a machine that is symmetric in its pages', () => {
  it.each([
    ['a guest', { guest }],
    ['a sweep, with units in flight', { guest: short, sweeper: sweeper() }],
    ['a sweep that is interrupted', { killer, guest: short, sweeper: sweeper({ signals: 'page' }) }],
    [
      'batches of one page',
      { guest: short, sweeper: sweeper({ batch: { size: 1, mark: ({ st }) => (st === 1 ? {} : undefined) } }) },
    ],
  ])('is not suspected: %s', (_, tasks) => {
    const { checks } = debugCheckModel(model(tasks), { symmetric: true, maxStates: 20_000 });
    expect(checks.symmetry).toBeGreaterThan(100);
  });

  it('must not sweep in ascending order', () => {
    expect(mistakeIn(model({ guest: short, sweeper: sweeper() }), { symmetric: true, order: 'ascending' })).toMatch(
      /^actor "sweeper" at "its start" before sweep scrub of page\[0, 3\): "scrub" treats pages differently that are alike: with pages \d and \d exchanged it (does not lead where it should|leads where it should not) .*ASYMMETRIC/,
    );
  });

  it('must not gather several pages, which is done in ascending order', () => {
    const batch = { size: 2, mark: ({ st }: { st: number }) => (st === 1 ? {} : undefined) };
    expect(mistakeIn(model({ guest: short, sweeper: sweeper({ batch }) }), { symmetric: true })).toMatch(
      /actor "sweeper".*"(gather for scrub|scrub)" treats pages differently/,
    );
  });

  it('must not prefer page 0 in a step', () => {
    const firstFree = step({
      name: 'first-free',
      outcomes: page,
      apply: (s) => pageSeen(Array.from({ length: COUNT }, (_, i) => i).findIndex((i) => s.page.at(i).st === 0)),
    });
    const worker = function* (): Task {
      const { page: number } = yield* firstFree();
      if (number >= 0) yield* touch(number);
    };
    expect(mistakeIn(model({ worker }), { symmetric: true })).toMatch(
      /before first-free\(\): "first-free" treats pages differently/,
    );
  });

  it('must not prefer page 0 in a task', () => {
    const worker = function* (): Task {
      const { page: number } = yield* choose(COUNT);
      if (number !== 0) yield* touch(number);
    };
    expect(mistakeIn(model({ worker }), { symmetric: true })).toMatch(
      /actor "worker" at "its start" before choose\(3\): "choose" treats/,
    );
  });

  it('must not name a page', () => {
    const worker = function* (): Task {
      yield* touch(1);
    };
    expect(mistakeIn(model({ worker }), { symmetric: true })).toMatch(
      /before touch\(1\): "touch" treats pages differently/,
    );
  });

  it('must not wait for a page by its number', () => {
    const waitForZero = step({ name: 'wait-for-zero', guard: (s) => s.last === 0 });
    const begin = (s: S) => {
      s.last = 0;
    };
    const worker = function* (): Task {
      yield* waitForZero();
    };
    expect(mistakeIn({ ...model({ worker }), begin }, { symmetric: true })).toMatch(
      /before wait-for-zero\(\): "wait-for-zero" treats pages .* exchanged it does not lead where it should /,
    );
  });

  it('must not sweep a part of its pages', () => {
    const low = function* (): Task {
      yield* sweep({ from: 0, to: 1 }, scrub);
    };
    expect(mistakeIn(model({ guest: short, low }), { symmetric: true })).toMatch(
      /actor "low".*"scrub" treats pages differently/,
    );
  });

  it('may sweep a part of its pages, if the others are not said to be alike', () => {
    const high = function* (): Task {
      yield* sweep({ from: 1, to: COUNT }, scrub);
    };
    const classOf = (number: number) => (number < 1 ? 'low' : 'high');
    expect(mistakeIn(model({ guest: short, high }), { symmetric: true })).toMatch(/ASYMMETRIC/);
    expect(debugCheckModel(model({ guest: short, high }), { symmetric: classOf }).checks.symmetry).toBeGreaterThan(100);
    expect(mistakeIn(model({ guest: short, high }), { symmetric: (number) => number })).toMatch(/NOTHING_COMPARED/);
  });

  it('must not tell a page as an integer', () => {
    const tell = step({
      name: 'tell',
      outcomes: integer(0, COUNT - 1),
      choices: COUNT,
      apply: (_s, _args, choice) => choice,
    });
    const worker = function* (): Task {
      const number = yield* tell();
      yield* touch(number);
    };
    expect(mistakeIn(model({ worker }), { symmetric: true })).toMatch(/actor "worker".*treats pages differently/);
  });

  it('must not keep a page at here() as an integer', () => {
    const worker = (typed: boolean) =>
      function* (): Task {
        const { page: number } = yield* choose(COUNT);
        yield* here('again', typed ? { page: number } : number);
        yield* touch(number);
      };
    for (const typed of [true, false]) {
      // Tasks are renamed by replay: it is enough that the locals follow from typed observations.
      expect(debugCheckModel(model({ worker: worker(typed) }), { symmetric: true }).checks.symmetry).toBeGreaterThan(1);
    }
  });

  it('has properties that do not name a page either', () => {
    const property = {
      id: 'zero-is-safe',
      kind: 'always' as const,
      summary: '',
      source: '',
      holds: (s: S) => s.page.at(0).st < 2,
    };
    expect(mistakeIn(model({ guest: short, sweeper: sweeper() }), { symmetric: true, properties: [property] })).toMatch(
      /"zero-is-safe" treats pages differently.*: with pages 0 and \d exchanged it is (true, else false|false, else true)/,
    );
  });

  it('has pages at all, of which something depends', () => {
    const idle = step({ name: 'idle', apply: () => undefined });
    const worker = sub(function* worker(): Task {
      yield* idle();
    });
    expect(mistakeIn(model({ worker }), { symmetric: true })).toMatch(
      /the debug check "symmetry" compared nothing: no state changes when two pages are exchanged .*NOTHING_COMPARED/,
    );
  });
});

function* killer(): Task {
  yield* sendFatalSignal('sweeper');
}

/** Touches one page of its choice, and another one. */
function* short(): Task {
  const { page: number } = yield* choose(COUNT);
  yield* touch(number);
  const again = yield* choose(COUNT);
  yield* touch(again.page);
}
