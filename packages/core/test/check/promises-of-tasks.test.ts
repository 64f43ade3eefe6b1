import { describe, expect, it } from 'vitest';
import { type WalkOptions, walk } from '../../src/check/index.js';
import { bindCoreProperties } from '../../src/properties/index.js';
import { here, interval, names, sweep, type Task, use } from '../../src/protocol/index.js';
import { check, property, traceOf } from '../support/check-machine.js';
import { byState, declarePages, go, type Rule, step } from '../support/page-machine.js';
import { modelOf, op } from '../support/run-model.js';

describe('everybody can end', () => {
  const spins = function* (): Task {
    for (;;) {
      yield* here('spin');
      yield* go();
    }
  };
  const tryLater = step<[], 'in' | 'busy', 'in' | 'busy'>({
    name: 'try',
    outcomes: names('in', 'busy'),
    apply: (s) => (s.pool > 0 ? 'busy' : 'in'),
  });
  const occupy = step<[free: boolean]>({
    name: 'occupy',
    apply: (s, [free]) => {
      s.pool = free ? 0 : 1;
    },
  });
  const tries = function* (): Task {
    for (;;) {
      yield* here('try');
      if ((yield* tryLater()) === 'in') return;
    }
  };
  const occupies = (givesBack: boolean) =>
    function* (): Task {
      yield* occupy(false);
      if (givesBack) yield* occupy(true);
    };
  const something = property('eventually', 'something', () => true);
  const judged = (givesBack: boolean) =>
    check({ tries, occupies: occupies(givesBack), spins }, [something], { daemons: ['spins'] });

  it('is broken where somebody tries for ever, which no deadlock shows since a daemon goes round', () => {
    const result = judged(false);
    expect(result.violation).toMatchObject({ property: 'everybody-can-end', kind: 'eventually' });
    expect(traceOf(result)).toEqual(['occupies occupy']);
  });

  it('is kept where what is occupied is given back, though one may try for long', () => {
    expect(judged(true).verdict).toBe('valid');
  });

  it('says nothing about daemons', () => {
    expect(check({ spins }, [something], { daemons: ['spins'] }).verdict).toBe('valid');
    expect(check({ spins }, [something]).violation?.property).toBe('everybody-can-end');
  });
});

describe('failures are told', () => {
  const judged = (task: () => Task, options: WalkOptions = { faults: 1 }) => {
    const declarations = declarePages(2);
    const machine = { pageBytes: 4096 } as never;
    const properties = bindCoreProperties(machine, {} as never, undefined, 0);
    return walk({ ...modelOf({ declarations, tasks: { task } }), failuresAreTold: true }, properties, options);
  };

  const write = (told: 'the same' | 'the failure', effect: boolean) => {
    const made = step<[], 'done' | 'failed', 'done' | 'failed'>({
      name: 'write',
      outcomes: names('done', 'failed'),
      faults: ['disk-full'],
      apply: (s, _args, _choice, fault) => {
        if (fault === undefined || !effect) s.seen = 1;
        return fault === undefined || told === 'the same' ? 'done' : 'failed';
      },
    });
    return function* (): Task {
      yield* made();
    };
  };

  it('by steps: a fault that changes something is seen by the task', () => {
    expect(judged(write('the failure', true)).verdict).toBe('valid');
    expect(judged(write('the same', false)).verdict).toBe('valid');
    const result = judged(write('the same', true));
    expect(result.violation).toMatchObject({ property: 'failures-are-told', kind: 'always' });
    expect(result.violation?.trace).toMatchObject([{ step: 'write', fault: 'disk-full', seen: 'done' }]);
    expect(judged(write('the same', true), { faults: 0 }).verdict).toBe('valid');
  });

  const sweeps = (faulty: Rule, duration: 'atomic' | 'busy' = 'atomic') => {
    const rule = { uses: [use(op(1, duration))], during: { st: 2 }, after: { st: 1 }, outcome: 'wiped' };
    const table = byState('wipe', { 0: { ...rule, faults: { 'page-stuck': { uses: rule.uses, ...faulty } } } });
    return function* (): Task {
      yield* sweep(interval(0, 2), table);
    };
  };

  it('by units: a fault ends the sweep, or is counted under a name of its own', () => {
    for (const duration of ['atomic', 'busy'] as const) {
      const during = { during: { st: 3 } };
      expect(judged(sweeps({ ...during, stop: 'stuck' }, duration)).verdict).toBe('valid');
      expect(judged(sweeps({ ...during, outcome: 'skipped' }, duration)).verdict).toBe('valid');
      const result = judged(sweeps(during, duration));
      expect(result.violation?.property).toBe('failures-are-told');
      expect(result.violation?.trace).toMatchObject([{ step: 'wipe', fault: 'page-stuck' }]);
      expect(judged(sweeps({ ...during, outcome: 'wiped' }, duration)).verdict).toBe('violated');
    }
  });
});
