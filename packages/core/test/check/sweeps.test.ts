import { describe, expect, it } from 'vitest';
import { walk } from '../../src/check/index.js';
import { Transitions } from '../../src/check/transitions.js';
import {
  interval,
  milestone,
  type Sweep,
  sendFatalSignal,
  sweep,
  type TableTail,
  type Task,
  use,
} from '../../src/protocol/index.js';
import type { PageArray } from '../../src/state/index.js';
import { property } from '../support/check-machine.js';
import { explore } from '../support/explore.js';
import { byState, declarePages, note, tableOver, write } from '../support/page-machine.js';
import { modelOf, op, type TestMachine } from '../support/run-model.js';

const declarations = declarePages(2);
type Machine = TestMachine<typeof declarations>;

const sweeps = (...all: readonly Sweep[]) =>
  function* (): Task {
    for (const one of all) yield* one;
  };

const check = (machine: Omit<Machine, 'declarations'>, kept: Parameters<typeof property>[2]) =>
  walk(modelOf({ declarations, ...machine }), [property('always', 'kept', kept)]).verdict;

const PAGE = interval(0, 1);
const slowly = (after: number) =>
  byState(`slowly to ${after}`, {
    0: { uses: [use(op(1, 'end'))], after: { st: after }, counters: { pool: 1 }, entries: -1 },
  });

describe('in every interleaving', () => {
  it('one of two units in flight on a page commits, the other one is void with all that it counts', () => {
    const tasks = { a: sweeps(sweep(PAGE, slowly(1))), b: sweeps(sweep(PAGE, slowly(3))) };
    expect(check({ tasks }, (s) => s.pool <= 1)).toBe('valid');
    expect(check({ tasks }, (s) => (s.page.at(0).st === 0) === (s.pool === 0))).toBe('valid');
    // Either may be the first.
    expect(check({ tasks }, (s) => s.page.at(0).st !== 1)).toBe('violated');
    expect(check({ tasks }, (s) => s.page.at(0).st !== 3)).toBe('violated');
    expect(explore(modelOf({ declarations, tasks }))?.finals.size).toBe(2);
  });

  it('a table loses an entry when, and only when, the unit below commits', () => {
    const nothing = tableOver({ name: 'nothing', array: 'table', rule: () => undefined });
    const tails: readonly TableTail[] = [{ kind: 'table', every: 2, table: nothing }];
    const both = interval(0, 2);
    const tasks = { a: sweeps(sweep(both, slowly(1), { tails })), b: sweeps(sweep(both, slowly(3), { tails })) };
    const begin: NonNullable<Machine['begin']> = (s) => s.table.fill({ allocated: true, entries: 2 });
    expect(check({ tasks, begin }, (s) => s.table.at(0).entries === s.page.count(({ st }) => st === 0))).toBe('valid');
  });

  it('a signal ends one sweep, not two', () => {
    const table = byState('page', { 0: { after: { st: 1 } } });
    const tasks = {
      *sweeper(): Task {
        for (let times = 0; times < 2; times++) {
          if ((yield* sweep(interval(0, 2), table, { signals: 'page' })) === 'interrupted') yield* note(1);
        }
      },
      *killer(): Task {
        yield* sendFatalSignal('sweeper');
      },
    };
    expect(check({ tasks }, (s) => s.order.length <= 1)).toBe('valid');
    expect(check({ tasks }, (s) => s.order.length === 0)).toBe('violated');
  });

  it('says which pages were gathered, whatever the sweep had gathered where it went on from the same place', () => {
    const mark = ({ st }: { readonly st: number }) => (st === 0 ? { st: 2 } : undefined);
    const tasks = {
      gatherer: sweeps(sweep(interval(0, 3), byState('nothing', {}), { batch: { size: 4, mark } })),
      *writer(): Task {
        yield* write(0, 5);
      },
    };
    const transitions = new Transitions(modelOf({ declarations: declarePages(3), tasks }), { faults: 0 });
    const said = new Set<string>();
    const open = [transitions.begin().words.slice()];
    for (const words of open) {
      transitions.current.words.set(words);
      const { store } = transitions.current.shared.pages.get('page') as PageArray;
      const unmarked = [0, 1, 2].filter((page) => store.get(page) === 0);
      transitions.visit((next, { name, seen }) => {
        open.push(next.words.slice());
        if (name === 'gather for nothing') expect(seen).toBe(`pages ${unmarked.join(' ')}`);
        if (name === 'gather for nothing') said.add(seen);
      });
    }
    expect(said).toEqual(new Set(['pages 0 1 2', 'pages 1 2']));
  });

  it('a paced sweep keeps no pace, and markers are no moves', () => {
    const table = byState('page', { 0: { after: { st: 1 } } });
    const tasks = {
      *sweeper(): Task {
        yield* milestone('begins');
        yield* sweep(interval(0, 2), table, { pace: { units: 1, ns: 100 } });
        yield* milestone('ends');
      },
    };
    expect(explore(modelOf({ declarations, tasks }))).toMatchObject({ states: 3, transitions: 2 });
  });

  it('a span is one move over all pages of its stretch', () => {
    const table = byState('page', { 0: { after: { st: 1 } } });
    const span = { kind: 'span', name: 'flush', every: 2, uses: () => [], map: () => ({ st: 5 }) } as const;
    const tasks = { a: sweeps(sweep(interval(0, 2), table, { tails: [span] })) };
    expect(check({ tasks }, (s) => s.page.count(({ st }) => st === 5) !== 1)).toBe('valid');
    expect(check({ tasks }, (s) => s.page.count(({ st }) => st === 5) !== 2)).toBe('violated');
  });
});
