import { describe, expect, it } from 'vitest';
import { createRunBus } from '../../src/events/index.js';
import { loadArchitecture } from '../../src/machine/index.js';
import { type MachineConfig, names, type Registrar, stepsOver, type Task } from '../../src/plugin/index.js';
import { check } from '../../src/run/check.js';
import { codesOf, findingsOf } from '../support/findings.js';
import { DEFECTS } from '../support/toy/facts.js';
import { now } from '../support/toy/policies.js';
import type { S } from '../support/toy/state.js';
import { toyPlugin } from '../support/toy/toy-plugin.js';

const toy = loadArchitecture(toyPlugin);

const look = stepsOver<S>()({ name: 'look', outcomes: names('OK', 'BUSY'), apply: () => 'OK' as const });

/** A toy whose caller looks at something again and again. */
const looking = (rounds: (machine: MachineConfig) => number) => {
  const actors = (machine: MachineConfig) => [
    {
      name: 'caller',
      *task(): Task {
        for (let i = 0; i < rounds(machine); i++) yield* look();
      },
    },
  ];
  return loadArchitecture({
    ...toyPlugin,
    register: (registrar: Registrar) =>
      toyPlugin.register({ ...registrar, policy: () => registrar.policy({ ...now, actors }) }),
  });
};

describe('a check', () => {
  // Pinned, so that a change of what is explored is noticed.
  it.each([
    ['now', 0, 2, 21],
    ['now', 1, 2, 53],
    ['later', 0, 2, 64],
    ['later', 1, 2, 268],
    ['later', 2, 3, 947],
  ])('of policy "%s" with %d faults on %d pages: valid, %d states', (policy, faults, pages, states) => {
    const result = check(toy, { policy, pages }, { faults });
    expect(result).toMatchObject({ verdict: 'valid', states, faults, machine: { policy, pages, release: 'fixed' } });
    expect(result.sometimes.every(({ reached }) => reached)).toBe(true);
  });

  it.each([
    ['given-before-wiped', 'no-secret-leaves', 'always', 9],
    ['no-flush', 'nothing-stale-is-used', 'always', 19],
    ['tables-freed-early', 'tables-outlive-entries', 'always', 15],
    ['reader-peeks', 'host-reads-no-secret', 'always', 1],
    ['interruption-forgotten', 'all-given-back', 'eventually', 1],
    ['never-ends', 'no-deadlock', 'deadlock', 22],
    ['deaf-worker', 'interruption-seen', 'sometimes', 0],
    ['lock-kept', 'locks-balanced', 'always', 21],
  ])('finds the defect "%s" by the property that it breaks, "%s"', (defect, property, kind, length) => {
    // Somebody who can always act would hide that everybody else is stuck.
    const options = { reader: defect === 'never-ends' ? 'none' : 'one' };
    const { violation, verdict } = check(toy, { policy: 'later', defects: [defect], options });
    expect([verdict, violation?.property, violation?.kind]).toEqual(['violated', property, kind]);
    expect(violation?.trace).toHaveLength(length);
  });

  it('has a defect for every property', () => {
    const promised = [
      'no-secret-leaves',
      'nothing-stale-is-used',
      'locks-balanced',
      'no-deadlock',
      ...toy.properties.map(({ id }) => id),
    ];
    expect(DEFECTS.map(({ violates }) => violates).sort()).toEqual(promised.sort());
  });

  it('of a release finds what was wrong with it', () => {
    expect(check(toy, { release: 'old' }).violation?.property).toBe('no-secret-leaves');
    expect(check(toy, { release: 'fixed' }).verdict).toBe('valid');
  });

  it('shows the way to the violation, step by step', () => {
    const { violation } = check(toy, {
      policy: 'now',
      defects: ['given-before-wiped'],
      pages: 1,
      options: { reader: 'none' },
    });
    expect(violation?.trace.map(({ actor, step, args, seen }) => [actor, step, ...args, seen ?? ''].join(' '))).toEqual(
      [
        'caller acquire space 0 exclusive ',
        'caller unmap 0 ',
        'caller flush a stretch 0 1 ',
        'caller free emptied tables 0 ',
        'caller release space 0 exclusive ',
        'caller give back 0 given',
      ],
    );
    expect(violation?.trace.at(-1)?.changes).toEqual([
      { field: 'remaining', from: 1, to: 0 },
      { field: 'page[0].place', from: 'guest', to: 'host' },
    ]);
  });

  it('that is cut off is unknown', () => {
    expect(check(toy, { policy: 'later' }, { maxStates: 50 })).toMatchObject({
      verdict: 'unknown',
      limit: 'more than 50 states',
    });
  });

  it('that is given up is unknown, and says so', () => {
    expect(check(toy, { policy: 'later' }, { signal: { aborted: true } })).toMatchObject({
      verdict: 'unknown',
      limit: 'given up before its end',
      cancelled: true,
      states: 1,
    });
    expect(check(toy, { policy: 'later' }, { signal: new AbortController().signal })).not.toHaveProperty('cancelled');
  });

  it('tells its verdict to whoever listens, and is the same twice', () => {
    const bus = createRunBus();
    const heard: unknown[] = [];
    bus.on('verdict', (verdict) => heard.push(verdict));
    const [first, second] = [1, 2].map(() => {
      const { machine, ...result } = check(toy, { policy: 'later' }, { bus, faults: 1 });
      return { ...result, arch: machine.arch };
    });
    expect(second).toEqual(first);
    expect(heard).toEqual([1, 2].map(() => ({ verdict: 'valid', states: 268, transitions: first?.transitions })));
  });

  it('refuses what the architecture does not have', () => {
    expect(codesOf(() => check(toy, { policy: 'latr', pages: 0 }))).toEqual([
      'CVM_MACHINE_UNKNOWN_POLICY',
      'CVM_MACHINE_IMPOSSIBLE_VALUE',
    ]);
  });

  it('does not blame the author of a plugin where the machine is too large', () => {
    const vcpuByVcpu = looking(({ guest }) => guest.vcpus);
    expect(check(vcpuByVcpu, { vcpus: 100 }).states).toBe(101);
    expect(findingsOf(() => check(vcpuByVcpu, { vcpus: 4096, scale: { fanout: 4, batch: 1 } }))).toMatchObject([
      {
        code: 'CVM_MACHINE_TOO_LARGE_TO_CHECK',
        message: 'the machine is too large to check: vcpus 4096, scale fanout 4',
        hint: expect.stringMatching(/^begin with vcpus 1, scale fanout 2;/),
      },
    ]);
  });

  it('does so where the machine is of the usual size', () => {
    expect(
      codesOf(() =>
        check(
          looking(() => 4096),
          {},
        ),
      ),
    ).toEqual(['CVM_AUTHOR_UNKEYED_LOOP']);
  });
});
