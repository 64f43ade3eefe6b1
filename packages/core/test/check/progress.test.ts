import { describe, expect, it } from 'vitest';
import { acquire, here, interval, lock, names, release, sweep, type Task, use } from '../../src/protocol/index.js';
import { bumps, check, property, traceOf } from '../support/check-machine.js';
import { awaitGo, byState, go, type PagesView, step } from '../support/page-machine.js';
import { op } from '../support/run-model.js';

describe('eventually', () => {
  const ends = property('eventually', 'ends at 3', (s) => s.seen === 3);
  /** Counts to three, or goes back to two for ever once it has come there. */
  const retry = step<[], 'on' | 'stuck', 'on' | 'stuck'>({
    name: 'retry',
    outcomes: names('on', 'stuck'),
    choices: 2,
    apply: (s, _, choice) => {
      if (choice === 0) s.seen = Math.min(3, s.seen + 1);
      else s.pool = 1;
      return s.pool === 0 ? 'on' : 'stuck';
    },
  });
  const idle = step({ name: 'idle' });
  const task = function* (): Task {
    for (;;) {
      yield* here('loop');
      if ((yield* retry()) === 'stuck') break;
    }
    for (;;) {
      yield* here('stuck');
      yield* idle();
    }
  };

  it('finds the livelock: something still moves, but never there', () => {
    const result = check({ task }, [ends]);
    expect(result.violation).toMatchObject({ property: 'ends at 3', kind: 'eventually' });
    expect(traceOf(result)).toEqual(['task retry']);
    expect(check({ task }, []).verdict).toBe('valid');
  });

  it('holds if the way there is open from everywhere, however long one can dally', () => {
    const dally = step<[], 'on' | 'stay', 'on' | 'stay'>({
      name: 'dally',
      outcomes: names('on', 'stay'),
      choices: 2,
      apply: (s, _, choice) => {
        if (choice === 1) return 'stay';
        s.seen++;
        return 'on';
      },
    });
    const dallies = function* (): Task {
      for (let i = 0; i < 3; ) {
        yield* here('dally', i);
        if ((yield* dally()) === 'on') i++;
      }
    };
    expect(check({ dallies }, [ends])).toMatchObject({ verdict: 'valid', states: 4, transitions: 6 });
  });

  it('must be true at the end', () => {
    expect(check({ a: bumps(3) }, [ends]).verdict).toBe('valid');
    expect(check({ a: bumps(4) }, [ends])).toMatchObject({ verdict: 'violated' });
  });

  it('does not count on a fault to get there', () => {
    const wayOut = step<[], 'out' | 'in', 'out' | 'in'>({
      name: 'way-out',
      outcomes: names('out', 'in'),
      faults: ['a lucky one'],
      apply: (s, _, __, fault) => {
        if (fault === undefined) return 'in';
        s.seen = 3;
        return 'out';
      },
    });
    const caged = function* (): Task {
      for (;;) {
        yield* here('cage');
        if ((yield* wayOut()) === 'out') return;
      }
    };
    expect(check({ caged }, [ends], { faults: 1 })).toMatchObject({ verdict: 'violated' });
  });
});

describe('a deadlock', () => {
  const takes = (first: number, second: number) =>
    function* (): Task {
      for (const instance of [first, second]) yield* acquire(lock('lock', instance));
      for (const instance of [second, first]) yield* release(lock('lock', instance));
    };

  it('is found, with who waits where', () => {
    const result = check({ a: takes(0, 1), b: takes(1, 0) });
    expect(result.violation).toMatchObject({
      property: 'no-deadlock',
      kind: 'deadlock',
      detail: 'a waits at acquire; b waits at acquire',
    });
    expect(traceOf(result)).toEqual(['a acquire', 'b acquire']);
    expect(check({ a: takes(0, 1), b: takes(0, 1) }).verdict).toBe('valid');
  });

  it('is no deadlock when only daemons are left', () => {
    const waits = function* (): Task {
      yield* awaitGo();
    };
    expect(check({ a: bumps(1), waits }, [], { daemons: ['waits'] }).verdict).toBe('valid');
    expect(check({ a: bumps(1), waits }).violation?.detail).toBe('waits waits at await-go');
  });

  it('may be an actor that waits for a lock that its holder has kept', () => {
    const keeper = function* (): Task {
      yield* acquire(lock('lock'));
      yield* awaitGo();
    };
    const result = check({ keeper, a: takes(0, 1) });
    expect(result.violation?.detail).toBe('keeper waits at await-go; a waits at acquire');
    // The same with somebody who says go: then the keeper ends with its lock.
    const says = function* (): Task {
      yield* go();
    };
    expect(check({ keeper, says }).violation?.property).toBe('locks-balanced');
  });

  it('on a page whose unit is in flight does not exist: that unit can always end', () => {
    const busy = byState('busy', {
      0: { uses: [use(op(1, 'busy'))], during: { st: 2 }, after: { st: 0 } },
      2: { wait: true },
    });
    const sweeper = function* (): Task {
      yield* sweep(interval(0, 1), busy);
    };
    expect(check({ a: sweeper, b: sweeper, c: sweeper }).verdict).toBe('valid');
    // Nor on a page that is busy although nobody works on it: that is a page like any other.
    const begin = (s: PagesView) => s.page.fill({ st: 2 });
    expect(check({ a: sweeper }, [], { begin }).verdict).toBe('valid');
  });
});
