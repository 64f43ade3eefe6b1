import { describe, expect, it } from 'vitest';
import {
  changedFields,
  createLayout,
  createState,
  describeState,
  flag,
  list,
  oneOf,
  pages,
  range,
  record,
  records,
  type StateView,
} from '../../src/state/index.js';

const declarations = {
  count: range(3, 9),
  vm: record({ handle: range(0, 2), alive: flag() }),
  config: records(2, { cpus: range(0, 4) }),
  left: list(3, oneOf('a', 'b')),
  page: pages(2, { owner: range(0, 3), place: oneOf('guest', 'host') }),
};

const create = () => {
  const state = createState(createLayout(declarations));
  return { state, view: state.view as unknown as StateView<typeof declarations> };
};

describe('a state in words', () => {
  it('has a row for every field, in the order of their declaration', () => {
    const { state, view } = create();
    view.vm.handle = 1;
    view.left.push('b');
    view.left.push('a');
    view.page.at(1).owner = 2;
    expect([...describeState(state)]).toEqual([
      ['count', 3],
      ['vm.handle', 1],
      ['vm.alive', false],
      ['config[0].cpus', 0],
      ['config[1].cpus', 0],
      ['left', '[b, a]'],
      ['page[0].owner', 0],
      ['page[0].place', 'guest'],
      ['page[1].owner', 2],
      ['page[1].place', 'guest'],
    ]);
  });

  it('shows what has changed, and nothing else', () => {
    const { state, view } = create();
    const before = describeState(state);
    expect(changedFields(before, describeState(state))).toEqual([]);
    (view.config[1] as { cpus: number }).cpus = 4;
    view.left.push('a');
    view.page.at(0).place = 'host';
    view.vm.alive = true;
    expect(changedFields(before, describeState(state))).toEqual([
      { field: 'vm.alive', from: false, to: true },
      { field: 'config[1].cpus', from: 0, to: 4 },
      { field: 'left', from: '[]', to: '[a]' },
      { field: 'page[0].place', from: 'guest', to: 'host' },
    ]);
    expect(changedFields(describeState(state), before).map(({ field, from, to }) => [field, from, to])).toContainEqual([
      'left',
      '[a]',
      '[]',
    ]);
  });
});
