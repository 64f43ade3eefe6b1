/** Rows of docs/s390.md 12.3 that are about the exit of the process, by their number. */
import { describe, expect, it, test } from 'vitest';
import { prepare } from '../src/hypervisor.js';
import { exitProcess } from '../src/process.js';
import { at } from '../src/state.js';
import { play, type Script } from './support/script.js';

const slow = { features: { destroyFast: false } };
const fast = { features: { destroyFast: true } };

describe('exit', () => {
  const exit: Script = { task: exitProcess };

  test.each([
    ['T35', '6.0', {}, { 'destroy-cpu': 2, 'destroy-page': 8, 'destroy-configuration': 1 }],
    ['T35', '6.2', slow, { 'destroy-cpu': 2, 'destroy-page': 8, 'destroy-configuration': 1 }],
    ['fast', '6.2', fast, { 'destroy-cpu': 2, 'destroy-page': 8, 'destroy-configuration-fast': 1 }],
    ['T36', '5.19', {}, { 'destroy-cpu': 2, 'export-page': 8, 'destroy-configuration': 1 }],
  ])('%s: %s', (_row, release, features, expected) => {
    const { s, run } = play(exit, { release, ...features });
    const counted = new Map([...run.operations()].map(([name, { units }]) => [name, units]));
    for (const idle of ['free-page', 'clean-by-configuration', 'end-process']) counted.delete(idle);
    expect(Object.fromEntries(counted)).toEqual(expected);
    expect(s.vm.gone).toBe(true);
    expect(s.page.count(({ place }) => place === 'host')).toBe(8);
    expect(run.count('free-page')).toBe(8);
  });

  it('T37: a CPU that stays keeps its pages from being destroyed: they are exported', () => {
    const faults = [{ fault: 'destroy-cpu-fails', at: 'destroy-cpu', occurrence: 1 }];
    const { s, run } = play(exit, { release: '6.2' }, { faults });
    expect([run.count('export-page'), run.count('destroy-page')]).toEqual([8, 0]);
    expect(at(s.config, 1)).toMatchObject({ registered: true, broken: true });
  });

  test.each([slow, fast])('T42: a record that is set aside is disposed of (%o)', (features) => {
    const { s } = play(
      {
        *task(machine) {
          yield* prepare(machine);
          yield* exitProcess(machine);
        },
      },
      features,
    );
    expect(s.leftover.some(({ live }) => live)).toBe(false);
    expect(s.config.some(({ registered }) => registered)).toBe(false);
    expect(s.table.every(({ holder }) => holder === 'free')).toBe(true);
  });
});
