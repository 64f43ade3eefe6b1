import { describe, expect, it } from 'vitest';
import { walk } from '../../src/check/index.js';
import type { MachineModel } from '../../src/engine/machine-model.js';
import type { BoundProperty } from '../../src/properties/index.js';
import { names, type Task } from '../../src/protocol/index.js';
import { follow } from '../../src/random/follow.js';
import { Promises } from '../../src/random/promises.js';
import { World } from '../../src/random/world.js';
import { bumps, property } from '../support/check-machine.js';
import { step } from '../support/page-machine.js';
import { both, machine } from './planted.js';

const settling = { seed: 1, settleMoves: 500 };
const rows = (model: MachineModel, properties: readonly BoundProperty[], faults = 1) =>
  walk(model, properties, { faults }).violation?.trace ?? [];
const again = (model: MachineModel, properties: readonly BoundProperty[], trace: ReturnType<typeof rows>, id: string) =>
  follow(new World(model), new Promises(properties), trace, id, settling);

const open = step<[], 'ok' | 'fails', 'ok' | 'fails'>({
  name: 'open',
  outcomes: names('ok', 'fails'),
  faults: ['no memory'],
  apply: (s, _, __, fault) => {
    if (fault === undefined) s.go = true;
    return fault === undefined ? 'ok' : 'fails';
  },
});
const opens = function* (): Task {
  yield* open();
};

describe('a trace that is followed', () => {
  const few = property('always', 'few', (s) => s.seen < 4);
  const goes = property('eventually', 'goes', (s) => s.go);

  it('breaks what it broke, with the same rows: a state, a final state, a deadlock', () => {
    const cases: readonly [MachineModel, readonly BoundProperty[], string][] = [
      [machine({ a: bumps(3), b: bumps(3) }), [few], 'few'],
      [machine({ opens, b: bumps(1) }), [goes], 'goes'],
      [machine({ one: both(0, 1), other: both(1, 0) }), [], 'no-deadlock'],
    ];
    for (const [model, properties, id] of cases) {
      const trace = rows(model, properties);
      expect(trace.length).toBeGreaterThan(0);
      const followed = again(model, properties, trace, id);
      expect(followed).toMatchObject({ trace, broken: { property: { id } } });
      expect(followed.divergence).toBeUndefined();
    }
  });

  it('breaks nothing where the machine was repaired, and says where it is different', () => {
    const trace = rows(machine({ a: bumps(3), b: bumps(3) }), [few]);
    const same = again(machine({ a: bumps(3), b: bumps(3) }), [], trace, 'few');
    expect([same.broken, same.divergence, same.trace.length]).toEqual([undefined, undefined, 4]);

    const gone = again(
      machine({ a: bumps(3) }),
      [few],
      trace.map((row) => ({ ...row, actor: 'b' })),
      'few',
    );
    expect(gone).toMatchObject({ trace: [], divergence: { row: 1, what: 'there is no actor b' } });

    const shorter = again(machine({ a: bumps(1), b: bumps(3) }), [few], trace, 'few');
    expect(shorter.broken).toBeUndefined();
    expect(shorter.divergence?.what).toBe('a cannot do this: it has ended');

    const calm = again(machine({ opens: bumps(1) }), [goes], rows(machine({ opens }), [goes]), 'goes');
    expect(calm).toMatchObject({ trace: [], divergence: { row: 1, what: 'opens cannot do this: it is at bump' } });
  });

  it('says what other step is made, and what changes otherwise', () => {
    const [first] = rows(machine({ a: bumps(1) }), [property('always', 'none', (s) => s.seen < 1)]);
    const trace = [{ ...first, step: 'jump', args: [1] }] as ReturnType<typeof rows>;
    const other = again(machine({ a: bumps(1) }), [], trace, 'none');
    expect(other.divergence).toEqual({ row: 1, what: 'a does bump() instead of jump(1)' });

    const twice = step({
      name: 'bump',
      apply: (s) => {
        s.seen += 2;
      },
    });
    const model = machine({
      a: function* (): Task {
        yield* twice();
      },
    });
    const changed = again(model, [property('always', 'none', (s) => s.seen < 1)], [first] as never, 'none');
    expect(changed.divergence).toEqual({ row: 1, what: 'it changes seen 0 -> 2 instead of seen 0 -> 1' });
    expect(changed.broken?.property.id).toBe('none');
  });

  it('may break something else, earlier', () => {
    const trace = rows(machine({ a: bumps(3), b: bumps(3) }), [few]);
    const fewer = property('always', 'fewer', (s) => s.seen < 2);
    const followed = again(machine({ a: bumps(3), b: bumps(3) }), [few, fewer], trace, 'few');
    expect(followed.broken?.property.id).toBe('fewer');
    expect(followed.trace).toEqual(trace.slice(0, 2));
  });
});
