import { describe, expect, it } from 'vitest';
import { here, sweep, type Task } from '../../src/protocol/index.js';
import { debugCheckModel } from '../../src/testing/index.js';
import { bump, mistakeIn, note, type S, step, table, toy } from './toys.js';

describe('D1: state is out of reach', () => {
  it('of task code that kept a reference to it', () => {
    let kept: S | undefined;
    const grab = step({
      name: 'grab',
      apply: (s) => {
        kept = s;
      },
    });
    const worker = function* (): Task {
      yield* grab();
      if (kept?.vm.handle === 0) yield* bump();
      yield* note(1);
    };
    expect(mistakeIn(toy({ worker }))).toBe(
      'actor "worker" at "its start" before grab(): state "vm.handle" is touched outside a step [CVM_AUTHOR_STATE_OUTSIDE_STEP]\n' +
        '  hint: touch state only inside guard and apply, and never keep the state, a page or a list of it beyond the call',
    );
  });

  it('of task code that kept one page', () => {
    let kept: { st: number } | undefined;
    const grab = step({
      name: 'grab',
      apply: (s) => {
        kept = s.page.at(1);
      },
    });
    const worker = function* (): Task {
      yield* grab();
      if (kept !== undefined) kept.st = 2;
      yield* bump();
    };
    expect(mistakeIn(toy({ worker }))).toMatch(/actor "worker".*state "page\[1\]" is touched.*STATE_OUTSIDE_STEP/);
  });

  it('of task code that kept a whole page array', () => {
    let kept: S['page'] | undefined;
    const grab = step({
      name: 'grab',
      apply: (s) => {
        kept = s.page;
      },
    });
    const worker = function* (): Task {
      yield* grab();
      kept?.fill({ st: 1 });
      yield* bump();
    };
    expect(mistakeIn(toy({ worker }))).toMatch(/state "pages" is touched.*STATE_OUTSIDE_STEP/);
  });

  it('of an apply that kept the state before the move', () => {
    let kept: Readonly<S> | undefined;
    const look = step({
      name: 'look',
      guard: (s) => {
        kept = s;
        return true;
      },
      apply: (s) => {
        s.vm.handle = kept?.vm.handle === 0 ? 1 : 0;
      },
    });
    expect(
      mistakeIn(
        toy({
          *worker() {
            yield* look();
          },
        }),
      ),
    ).toMatch(/before look\(\): state "vm.handle" is touched/);
  });

  it('of functions that are given arguments only', () => {
    let kept: S | undefined;
    const pick = step({
      name: 'pick',
      choices: () => (kept?.vm.handle ?? 0) + 1,
      apply: (s) => {
        kept = s;
      },
    });
    expect(
      mistakeIn(
        toy({
          *a() {
            yield* pick();
            yield* pick();
          },
        }),
      ),
    ).toMatch(/before pick\(\): state "vm.handle"/);
  });

  it('of the rules of a page table', () => {
    let kept: S | undefined;
    const grab = step({
      name: 'grab',
      apply: (s) => {
        kept = s;
      },
    });
    const cheat = table({ name: 'cheat', array: 'page', rule: () => ({ after: { st: kept?.vm.handle ?? 1 } }) });
    const worker = function* (): Task {
      yield* grab();
      yield* sweep({ from: 0, to: 2 }, cheat);
    };
    expect(mistakeIn(toy({ worker }))).toMatch(/before sweep cheat of page\[0, 2\): state "vm.handle" is touched/);
  });
});

describe('D1: a value that does not fit its field', () => {
  it('is located by actor, position and step', () => {
    const grow = step({
      name: 'grow',
      apply: (s) => {
        s.vm.handle += 1;
      },
    });
    const worker = function* (): Task {
      for (;;) {
        yield* here('loop');
        yield* grow();
      }
    };
    expect(mistakeIn(toy({ 'worker*': worker }))).toBe(
      'actor "worker" at "@loop()" before grow(): 4 does not fit "vm.handle", which is declared as 0..3 [CVM_AUTHOR_VALUE_OUT_OF_RANGE]\n' +
        '  hint: declare a wider range, or mend the value',
    );
  });
});

describe('D1: page states are out of reach of guards', () => {
  const waitForPage = step<[page: number]>({ name: 'wait-for-page', guard: (s, [page]) => s.page.at(page).st === 0 });

  it('which may not look at one', () => {
    expect(
      mistakeIn(
        toy({
          *worker() {
            yield* bump();
            yield* waitForPage(1);
          },
        }),
      ),
    ).toBe(
      'actor "worker" at "-" before wait-for-page(1): the guard of "wait-for-page" reads the page state "page[1]" [CVM_AUTHOR_GUARD_READS_PAGES]\n' +
        '  hint: it may read flags, locks and counters; waiting for a page is a unit with "wait"',
    );
  });

  it('nor count them', () => {
    const free = (page: { st: number }) => page.st === 0;
    const waitForMany = step({ name: 'wait-for-many', guard: (s) => s.page.count(free) > 1 });
    expect(
      mistakeIn(
        toy({
          *worker() {
            yield* waitForMany();
          },
        }),
      ),
    ).toMatch(/reads the page state "page\[0\]"/);
  });

  it('and of the selectors of page tables', () => {
    const scrub = table({
      name: 'scrub',
      array: 'page',
      select: (s) => s.page.at(0).st,
      rule: () => ({ after: { st: 1 } }),
    });
    expect(
      mistakeIn(
        toy({
          *worker() {
            yield* sweep({ from: 0, to: 2 }, scrub);
          },
        }),
      ),
    ).toMatch(/before sweep scrub of page\[0, 2\): the select of "scrub" reads the page state "page\[0\]"/);
  });

  it('but not of units, which are counted', () => {
    const mapped = (page: { st: number }) => page.st > 0;
    const flush = step({ name: 'flush', units: (s) => s.page.count(mapped), apply: () => undefined });
    expect(
      debugCheckModel(
        toy({
          *worker() {
            yield* flush();
          },
        }),
      ).complete,
    ).toBe(true);
  });
});
