import { describe, expect, it } from 'vitest';
import { parseAssumptions } from '../../src/cost/index.js';
import type { Architecture } from '../../src/machine/index.js';
import { simulate } from '../../src/run/simulate.js';
import {
  type EventResult,
  parseScenario,
  planScenario,
  runScenario,
  type ScenarioResult,
} from '../../src/scenario/index.js';
import { ARCHITECTURES } from '../engine/timed/architectures.js';

const architectures = Object.values(ARCHITECTURES).map(({ shipped }) => shipped);
const ofId = (id: string) => architectures.find(({ manifest }) => manifest.id === id) as Architecture;
const ALL_PRICED = ofId('s390').operations.map(({ name }, i) => [name, `${100 + i}ns`] as const);

function run(file: object, id = 's390'): ScenarioResult {
  const whole = {
    scenario: 1,
    name: 'a',
    arch: { [id]: { release: '6.2' } },
    assume: Object.fromEntries(ALL_PRICED),
    ...file,
  };
  const scenario = parseScenario(new TextEncoder().encode(JSON.stringify(whole)), architectures);
  return runScenario(planScenario(scenario, ofId(id)));
}

const at = ({ events }: ScenarioResult, id: string): EventResult => {
  const found = events.find(({ planned }) => planned.event.id === id);
  if (found === undefined) throw new Error(`no event ${id}`);
  return found;
};
const took = (result: ScenarioResult, id: string): number => {
  const { beginsNs = Number.NaN, doneNs = Number.NaN } = at(result, id);
  return doneNs - beginsNs;
};

describe('a scenario of one teardown', () => {
  it('is the run of that teardown', () => {
    for (const [trigger, policy] of [
      ['reboot', 'async'],
      ['reboot', 'sync'],
      ['exit', 'sync'],
      ['exit', 'helper'],
    ] as const) {
      const result = run({
        guest: { memory: '8MiB', vcpus: 3, resident: '75%' },
        arch: { s390: { release: '6.2', policy: { [trigger]: policy } } },
        events: [{ id: 'x', do: trigger }],
      });
      const assumptions = parseAssumptions(
        ALL_PRICED.map(([name, price]) => `${name}=${price}`),
        ofId('s390').operations,
      );
      const request = { trigger, policy, release: '6.2', memoryBytes: 8 * 2 ** 20, vcpus: 3, resident: 0.75 };
      const alone = simulate(ofId('s390'), request, { assumptions });
      const own = at(result, 'x').run;
      expect(own?.blockedNs).toBe(alone.blockedNs);
      expect([...(own?.operations() ?? [])]).toEqual([...alone.operations()]);
      const moments = alone.engine.milestones.map(({ name, actor, atNs }) => [name, actor, atNs]);
      expect(own?.engine.milestones.map(({ name, actor, atNs }) => [name, actor, atNs])).toEqual(
        expect.arrayContaining(moments),
      );
      const held = ({ level, max, integral, now }: (typeof alone.engine.levels)[number]) => [level, max, integral, now];
      expect(result.engine.levels.map(held).sort()).toEqual(
        alone.engine.levels
          .filter(({ max }) => max > 0)
          .map(held)
          .sort(),
      );
    }
  });
});

describe('guests of one host', () => {
  const two = (cpus: number) =>
    run({
      host: { cpus },
      guests: { a: { memory: '4MiB' }, b: { memory: '4MiB' } },
      arch: { s390: { release: '5.19' } },
      events: [
        { id: 'x', guest: 'a', do: 'reboot' },
        { id: 'y', guest: 'b', do: 'reboot', at: '0s' },
      ],
    });

  it('share its CPUs', () => {
    const [alone, shared] = [two(2), two(1)];
    expect(took(alone, 'x')).toBe(took(alone, 'y'));
    expect(Math.max(took(shared, 'x'), took(shared, 'y'))).toBe(2 * took(alone, 'x'));
    // Who waits does so from the request on, CPU or not.
    expect(at(shared, 'y').run?.blockedNs).toBe(took(shared, 'y'));
    expect(at(shared, 'y').beginsNs).toBe(0);
  });

  it('share nothing else', () => {
    const both = two(2);
    expect(at(both, 'x').run?.count('destroy-page')).toBe(1024);
    expect(at(both, 'y').run?.count('destroy-page')).toBe(1024);
  });
});

describe('memory of the host', () => {
  const guests = { old: { memory: '64MiB' }, new: { memory: '64MiB' } };

  it('is waited for until a guest gives it back', () => {
    const result = run({
      host: { memory: '100MiB', oom_after: '1h' },
      guests,
      events: [
        { id: 'end', guest: 'old', do: 'exit', at: '1s' },
        { id: 'up', guest: 'new', do: 'boot', at: '0s' },
      ],
    });
    expect(at(result, 'up').end).toBe('done');
    expect(at(result, 'up').doneNs).toBeGreaterThan(at(result, 'end').beginsNs ?? 0);
    expect(result.oomKills).toBe(0);
  });

  it('is enough at once where there is enough', () => {
    const result = run({ host: { memory: '128MiB' }, guests, events: [{ id: 'up', guest: 'new', do: 'boot' }] });
    expect(took(result, 'up')).toBe(0);
  });

  it('is not given back by a reboot', () => {
    const result = run({
      host: { memory: '100MiB', oom_after: '1s' },
      guests,
      events: [
        { id: 'again', guest: 'old', do: 'reboot' },
        { id: 'up', guest: 'new', do: 'boot', at: '0s' },
      ],
    });
    expect(at(result, 'up').end).toBe('starved');
  });

  it('is taken from the largest process, once it has been short for long enough', () => {
    const result = run({
      host: { memory: '100MiB', oom_after: '2s' },
      guests: { one: { memory: '64MiB' } },
      events: [
        { id: 'small', do: 'start-process', memory: '10MiB' },
        { id: 'large', do: 'start-process', memory: '20MiB', at: '0s' },
        { id: 'up', do: 'boot', guest: 'one', at: '1s' },
        { id: 'last', do: 'start-process', memory: '15MiB', at: '2s' },
      ],
    });
    expect(result.oomKills).toBe(1);
    expect(['small', 'large', 'up', 'last'].map((id) => at(result, id).end)).toEqual([
      'done',
      'killed',
      'done',
      'done',
    ]);
    expect(took(result, 'last')).toBe(2_000_000_000);
  });

  it('is taken at a rate', () => {
    const result = run({
      events: [{ id: 'p', do: 'start-process', memory: '1GiB', rate: '256MiB/s' }],
      guest: { memory: '1MiB' },
    });
    expect(took(result, 'p')).toBe(4_000_000_000);
  });
});

describe('what a guest does', () => {
  it('begins with the parts of its memory', () => {
    const { state } = run({
      guest: { memory: '4MiB', resident: '50%', shared: '25%', swapped: '12.5%' },
      events: [
        { id: 'up', do: 'boot' },
        { id: 'x', do: 'reboot', at: '1h' },
        { id: 'y', do: 'touch', amount: '1MiB', after: 'up.done' },
      ],
    });
    // Everything was cleaned by the reboot; what was swapped out still is.
    const page = state.pages.get('x/page');
    expect(page?.count(({ uv }) => uv === 'exported')).toBe(128);
    expect(page?.count(({ place }) => place === 'guest')).toBe(768);
  });

  it('counts in the state that is torn down', () => {
    const result = run({
      guest: { memory: '4MiB' },
      events: [
        { id: 'gone', do: 'swap-out', amount: '25%' },
        { id: 'end', do: 'exit', after: 'gone.done' },
      ],
    });
    expect(at(result, 'end').run?.count('destroy-page')).toBe(768);
  });

  it('keeps to its rate, besides what it pays', () => {
    const result = run({
      guest: { memory: '64MiB' },
      events: [
        { id: 'again', do: 'reboot' },
        { id: 'use', do: 'touch', rate: '32MiB/s', after: 'again.scrubbed' },
      ],
    });
    expect(took(result, 'use')).toBe(2_000_000_000);
  });
});

describe('copies', () => {
  it('are guests and events of their own, one behind the other', () => {
    const result = run({
      guests: { s: { memory: '1MiB', copies: 3, next: 'end.done' } },
      events: [
        { id: 'up', guest: 's', do: 'boot' },
        { id: 'end', guest: 's', do: 'exit', after: 'up.done + 1s' },
      ],
    });
    expect(result.events.map(({ planned }) => planned.event.id)).toEqual([
      'up-1',
      'end-1',
      'up-2',
      'end-2',
      'up-3',
      'end-3',
    ]);
    expect(at(result, 'up-2').beginsNs).toBe(at(result, 'end-1').doneNs);
    expect(took(result, 'end-3')).toBe(took(result, 'end-1'));
  });

  it('begin together if nothing else is said', () => {
    const result = run({
      host: { cpus: 8 },
      guests: { s: { memory: '1MiB', copies: 3 } },
      events: [{ id: 'end', guest: 's', do: 'exit', at: '1s' }],
    });
    expect(result.events.map(({ beginsNs }) => beginsNs)).toEqual([1e9, 1e9, 1e9]);
  });
});
