import { describe, expect, it } from 'vitest';
import { parseAssumptions } from '../../src/cost/index.js';
import { createRunBus } from '../../src/events/index.js';
import { createMachine, loadArchitecture } from '../../src/machine/index.js';
import { BUS, CONFIG, COSTS, MODEL, POLICY, PROPERTIES } from '../../src/machine/tokens.js';
import { createLayout, createState } from '../../src/state/index.js';
import { toyPlugin } from '../support/toy/toy-plugin.js';

const toy = loadArchitecture(toyPlugin);

describe('a machine', () => {
  it('binds what the plugin registered to its configuration', () => {
    const machine = createMachine(toy, { policy: 'later', pages: 3 }, 'check');
    expect(machine.resolve(POLICY).id).toBe('later');
    const { declarations, begin, actors, locks } = machine.resolve(MODEL);
    expect(actors.map(({ name }) => name)).toEqual(['caller', 'worker', 'reaper', 'killer', 'reader']);
    expect(locks).toEqual([{ name: 'space', instances: 1 }]);
    const state = createState(createLayout(declarations));
    begin(state.view);
    expect(state.pages.get('page')?.length).toBe(3);
    expect(state.pages.get('page')?.count((page) => page['mapped'] === true)).toBe(3);
  });

  it('has one of each: two questions, one answer', () => {
    const machine = createMachine(toy, {}, 'run');
    expect(machine.resolve(CONFIG)).toBe(machine.resolve(CONFIG));
    expect(machine.resolve(MODEL)).toBe(machine.resolve(MODEL));
    expect(createMachine(toy, {}, 'run').resolve(CONFIG)).not.toBe(machine.resolve(CONFIG));
  });

  it('has the properties that say something about it: core, then its own', () => {
    const ids = (policy: string) =>
      createMachine(toy, { policy }, 'check')
        .resolve(PROPERTIES)
        .map(({ id }) => id);
    const own = ['tables-outlive-entries', 'host-reads-no-secret', 'all-given-back'];
    expect(ids('now')).toEqual(['no-secret-leaves', 'nothing-stale-is-used', 'failures-are-told', ...own]);
    expect(ids('later')).toEqual([...ids('now'), 'interruption-seen']);
  });

  it('hands its configuration to properties', () => {
    const machine = createMachine(toy, {}, 'check');
    const tables = machine.resolve(PROPERTIES).find(({ id }) => id === 'tables-outlive-entries');
    const state = createState(createLayout(machine.resolve(MODEL).declarations));
    machine.resolve(MODEL).begin(state.view);
    expect(tables?.holds?.(state.view)).toBe(true);
    state.pages.get('table')?.fill({ allocated: false });
    expect(tables?.holds?.(state.view)).toBe(false);
  });

  it("has the prices of the architecture's first profile, unless it is given others", () => {
    const costs = (options = {}) => createMachine(toy, {}, 'run', options).resolve(COSTS);
    expect([costs().unitNs('wipe-page', 2), costs().unitNs('give-page', 1)]).toEqual([200, undefined]);
    expect(costs({ profiles: [] }).unitNs('wipe-page', 2)).toBeUndefined();
    const assumptions = parseAssumptions(['give-page=7ns', 'wipe-page=1us'], toy.operations);
    expect([costs({ assumptions }).unitNs('wipe-page', 2), costs({ assumptions }).unitNs('give-page', 1)]).toEqual([
      2000, 7,
    ]);
  });

  it('speaks on the bus that it is given', () => {
    const bus = createRunBus();
    expect(createMachine(toy, {}, 'run', { bus }).resolve(BUS)).toBe(bus);
    expect(createMachine(toy, {}, 'run').resolve(BUS)).not.toBe(bus);
  });
});
