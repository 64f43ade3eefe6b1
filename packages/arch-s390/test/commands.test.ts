/** Rows of docs/s390.md 12.2 and 12.3 that are about commands, by their number. */
import type { MachineConfig } from '@cvm-teardown/core/plugin';
import { interval, sendFatalSignal } from '@cvm-teardown/core/plugin';
import { describe, expect, it, test } from 'vitest';
import { admit } from '../src/admit.js';
import { disable, enable, perform, prepare } from '../src/hypervisor.js';
import { tearDownAddressSpace } from '../src/kvm/exit.js';
import { mmu } from '../src/mmu.js';
import { beginWith } from '../src/policies/begin.js';
import { EINVAL, EIO, ENOMEM, RC_CPU_REFUSED, RC_LEFTOVER_REFUSED, RC_REFUSED } from '../src/results.js';
import { at } from '../src/state.js';
import { plainTouch, touch } from '../src/touches.js';
import { count, play, type Script } from './support/script.js';

const OK = { errno: 0, rc: 1, rrc: 0 };
const MARKED = { errno: 0, rc: 1, rrc: 42 };
const refused = (errno: number) => ({ errno, rc: 0, rrc: 0 });

const commands = { enable, disable, prepare, perform: (machine: MachineConfig) => perform(machine, 0) };
/** Commands in order, the result of each shown. */
const calls = (...names: readonly (keyof typeof commands)[]): Script => ({
  *task(machine, show) {
    for (const name of names) show(yield* commands[name](machine));
  },
});

const slow = { features: { destroyFast: false } };
const fast = { features: { destroyFast: true } };

describe('ENABLE', () => {
  it('K5: is refused for a protected VM', () => {
    expect(play(calls('disable', 'enable', 'enable')).shown).toEqual([OK, OK, refused(EINVAL)]);
  });

  test.each([
    ['K7', 'create-fails', 0, RC_REFUSED],
    ['K8', 'create-needs-destroy', 1, 0x8000 | RC_REFUSED],
  ])('%s: Create fails (%s)', (_row, fault, destroys, rc) => {
    const faults = [{ fault, at: 'create-configuration', occurrence: 1 }];
    const { shown, s, run } = play(calls('disable', 'enable'), {}, { faults });
    expect(shown[1]).toEqual({ errno: EIO, rc, rrc: 0 });
    expect(s.vm).toMatchObject({ handle: 0, cpus: 0, count: 0 });
    expect(s.config.every(({ storage }) => storage === 'none')).toBe(true);
    expect(run.count('destroy-configuration')).toBe(1 + destroys);
  });

  it('destroys the CPUs so far and the configuration when a CPU fails', () => {
    const faults = [{ fault: 'create-cpu-fails', at: 'create-cpu', occurrence: 2 }];
    const { shown, s, run } = play(calls('disable', 'enable'), {}, { faults });
    expect(shown[1]).toMatchObject({ errno: EIO });
    expect(s.vm).toMatchObject({ handle: 0, cpus: 0, count: 0 });
    expect(run.count('destroy-cpu')).toBe(2 + 1);
  });
});

describe('DISABLE', () => {
  it('T2: stops when a CPU cannot be destroyed, after trying the others', () => {
    const faults = [{ fault: 'destroy-cpu-fails', at: 'destroy-cpu', occurrence: 1 }];
    const { shown, s, run } = play(calls('disable'), {}, { faults });
    expect(shown).toEqual([{ errno: EIO, rc: RC_CPU_REFUSED, rrc: 0 }]);
    expect(at(s.config, 1)).toMatchObject({ registered: true, cpus: 1 });
    expect(s.vm).toMatchObject({ handle: 1, cpus: 0, count: 1 });
    expect(run.count('destroy-configuration')).toBe(0);
  });

  test.each(['6.0', '6.2', '7.0'])('T3: Destroy Configuration fails (%s)', (release) => {
    const faults = [{ fault: 'destroy-fails', at: 'destroy-configuration', occurrence: 1 }];
    const { shown, s } = play(calls('disable'), { release }, { faults });
    expect(shown).toEqual([{ errno: EIO, rc: RC_REFUSED, rrc: 0 }]);
    expect(s.vm).toMatchObject({ handle: 1, asce: 2, count: 1 });
    expect(at(s.config, 1)).toMatchObject({ registered: true, storage: 'donated', table: 1 });
    expect(at(s.table, 1)).toMatchObject({ holder: 'leaked', mark: 1 });
    expect(count(s, 'secure')).toBe(0);
  });

  // What Destroy Configuration still finds to clean says which came first: pages or configuration.
  test.each([
    ['5.10', 8, 0],
    ['5.19', 8, 0],
    ['6.0', 0, 8],
    ['6.2', 0, 8],
    ['7.0', 0, 8],
  ])('%s does things in the order of docs/s390.md 3.6', (release, byPage, byConfiguration) => {
    const { shown, s, run } = play(calls('disable'), { release });
    expect(shown).toEqual([OK]);
    expect(s.vm).toMatchObject({ handle: 0, count: 0 });
    expect(count(s, 'normal')).toBe(8);
    expect(run.count('destroy-page')).toBe(byPage);
    expect(run.count('clean-by-configuration')).toBe(byConfiguration);
    expect(run.count('destroy-page-noop')).toBe(byConfiguration);
  });
});

describe('PREPARE and PERFORM', () => {
  it('T5, T6: are refused when async_destroy is 0, and leave the CPUs alone', () => {
    const { shown, s } = play(calls('prepare', 'perform'), { options: { asyncDestroy: 0 } });
    expect(shown).toEqual([refused(EINVAL), refused(EINVAL)]);
    expect(s.vm).toMatchObject({ handle: 1, cpus: 2 });
  });

  it('T8: PERFORM needs something that was set aside', () => {
    expect(play(calls('perform')).shown).toEqual([refused(EINVAL)]);
  });

  test.each(['6.2', '6.14', '7.0'])('T9: without Destroy Fast (%s)', (release) => {
    const { shown, s, run } = play(calls('prepare'), { release, ...slow });
    expect(shown).toEqual([MARKED]);
    expect(s.vm).toMatchObject({ handle: 0, asce: 2, setAside: 1, count: 1 });
    expect(at(s.leftover, 1)).toEqual({ live: true, config: 1, table: 1 });
    expect([s.page.count(({ uv }) => uv === 'normal', 0, 2), count(s, 'secure')]).toEqual([2, 6]);
    expect(at(s.config, 1)).toMatchObject({ registered: true, cpus: 0, storage: 'donated' });
    expect(run.count('destroy-configuration') + run.count('destroy-configuration-fast')).toBe(0);
  });

  it('T10: with Destroy Fast', () => {
    const { shown, s } = play(calls('prepare'), fast);
    expect(shown).toEqual([MARKED]);
    expect(s.vm).toMatchObject({ handle: 0, asce: 1, setAside: 1, count: 1 });
    expect(at(s.leftover, 1)).toMatchObject({ live: true, config: 0 });
    expect(at(s.config, 1)).toMatchObject({ registered: false, storage: 'none' });
    expect([at(s.table, 1).mark, count(s, 'secure')]).toEqual([0, 6]);
  });

  test.each([
    ['T9', slow, OK, 1],
    ['T10', fast, refused(0), 0],
  ])('T11, T12: PERFORM after %s, and again', (_row, features, result, destroys) => {
    const { shown, s, run } = play(calls('prepare', 'perform', 'perform'), features);
    expect(shown).toEqual([MARKED, result, refused(EINVAL)]);
    expect(s.vm).toMatchObject({ count: 0, setAside: 0 });
    expect(count(s, 'normal')).toBe(8);
    expect(s.config.every(({ registered, storage }) => !registered && storage === 'none')).toBe(true);
    expect(s.table.filter(({ holder }) => holder !== 'free')).toHaveLength(1);
    expect(run.count('destroy-configuration')).toBe(destroys);
  });

  test.each([slow, fast])('T13, T14: a second PREPARE is refused, and DISABLE cleans up both (%o)', (features) => {
    const half = play(calls('prepare', 'enable', 'prepare'), features);
    expect(half.shown).toEqual([MARKED, OK, refused(EINVAL)]);
    expect(half.s.vm).toMatchObject({ cpus: 0, setAside: 1, count: 2 });
    expect(half.s.vm.handle).toBeGreaterThan(0);
    const { shown, s } = play(calls('prepare', 'enable', 'prepare', 'disable'), features);
    expect(shown[3]).toEqual(OK);
    expect(s.vm).toMatchObject({ handle: 0, setAside: 0, count: 0 });
    expect([count(s, 'normal'), s.leftover.some(({ live }) => live)]).toEqual([8, false]);
  });

  it('T15: DISABLE of a normal VM does not collect the leftover', () => {
    const { shown, s } = play(calls('prepare', 'disable'));
    expect(shown[1]).toEqual(refused(EINVAL));
    expect(s.vm.setAside).toBe(1);
  });

  const killed: Script['task'] = function* task(machine, show) {
    show(yield* prepare(machine));
    yield* sendFatalSignal('caller');
    show(yield* perform(machine, 0));
  };

  test.each([
    ['6.2', slow, 4],
    ['6.14', fast, 4],
    ['7.0', fast, 5],
  ])('T17: a fatal signal ends PERFORM after a batch or a page (%s)', (release, features, left) => {
    const { shown, s } = play({ task: killed }, { release, ...features, scale: { sweepBatch: 4 } });
    expect(shown).toEqual([MARKED, MARKED]);
    expect(s.needCleanup.toArray()).toEqual([1]);
    expect([s.vm.count, s.vm.setAside]).toEqual([1, 0]);
    expect(count(s, 'secure')).toBe(release === '7.0' ? left + 1 : left);
  });

  test.each([slow, fast])('T18: the end of the VM disposes of it once (%o)', (features) => {
    const { s, run } = play(
      {
        *task(machine, show) {
          yield* killed(machine, show);
          yield* tearDownAddressSpace(machine);
        },
      },
      { release: '6.14', ...features },
    );
    expect(run.count('destroy-configuration') + run.count('destroy-configuration-fast')).toBe(1);
    expect(s.vm).toMatchObject({ gone: true, count: 0 });
    expect(s.leftover.some(({ live }) => live)).toBe(false);
    expect(s.table.every(({ holder }) => holder === 'free')).toBe(true);
  });

  it('T21: no memory for the record', () => {
    const faults = [{ fault: 'no-memory', at: 'begin-set-aside', occurrence: 1 }];
    const { shown, s } = play(calls('prepare'), {}, { faults });
    expect(shown).toEqual([refused(ENOMEM)]);
    expect(s.vm).toMatchObject({ handle: 1, cpus: 0, setAside: 0, count: 1 });
  });

  it('no memory for a new table: the record is freed, and DISABLE still works', () => {
    const faults = [{ fault: 'no-memory', at: 'replace-asce', occurrence: 1 }];
    const { shown, s } = play(calls('prepare', 'disable'), slow, { faults });
    expect(shown).toEqual([refused(ENOMEM), OK]);
    expect(s.leftover.some(({ live }) => live)).toBe(false);
    expect(s.vm).toMatchObject({ handle: 0, asce: 1, count: 0 });
  });

  it('T23: bound queues make Destroy Fast fail, and DISABLE works once they are reset', () => {
    const faults = [{ fault: 'queues-bound', at: 'destroy-configuration-fast', occurrence: 1 }];
    const { shown, s } = play(calls('prepare'), fast, { faults });
    expect(shown).toEqual([{ errno: EIO, rc: 0x104, rrc: 0 }]);
    expect(s.vm).toMatchObject({ handle: 1, cpus: 0, count: 1 });
    expect(at(s.config, 1)).toMatchObject({ registered: true, storage: 'donated' });
    expect(play(calls('prepare', 'disable'), fast, { faults }).shown[1]).toEqual(OK);
  });

  it('T24: Destroy Configuration of the leftover fails', () => {
    const faults = [{ fault: 'leftover-destroy-fails', at: 'destroy-leftover', occurrence: 1 }];
    const { shown, s } = play(calls('prepare', 'perform'), slow, { faults });
    expect(shown[1]).toEqual({ errno: EIO, rc: RC_LEFTOVER_REFUSED, rrc: 0 });
    expect(s.vm.count).toBe(1);
    expect(at(s.table, 1)).toMatchObject({ holder: 'leaked', mark: 1 });
    expect(at(s.config, 1)).toMatchObject({ registered: true, storage: 'donated' });
    expect(s.leftover.some(({ live }) => live)).toBe(false);
  });

  test.each([
    ['6.2', 2],
    ['6.4', 0],
    ['fixed', 0],
  ])('a guest of at most 2 GiB is refused since 6.4 (%s)', (release, asce) => {
    const { shown, s } = play(calls('prepare'), { release, ...slow, scale: { low: 8 } });
    expect(shown).toEqual([asce === 0 ? refused(EINVAL) : MARKED]);
    expect(s.vm.asce).toBe(asce === 0 ? 1 : asce);
  });

  it('T41: ENABLE before PERFORM gets the new table', () => {
    const { shown, s } = play(calls('prepare', 'enable'), slow);
    expect(shown[1]).toEqual(OK);
    expect([s.vm.asce, at(s.config, s.vm.handle).table, at(s.table, 1).mark]).toEqual([2, 2, 1]);
  });
});

describe('pages of the dead guest', () => {
  const after = (act: Script['task'], ...before: readonly (keyof typeof commands)[]): Script => ({
    *task(machine, show) {
      yield* calls(...before).task(machine, () => {});
      yield* act(machine, show);
    },
  });
  const PAGE = 5;

  test.each([
    ['6.6', 'exported'],
    ['6.13', 'normal'],
  ])('T27: a normal guest touches one (%s)', (release, uv) => {
    const { s } = play(
      after((machine) => plainTouch(machine, PAGE), 'prepare'),
      { release },
    );
    expect(s.page.at(PAGE)).toMatchObject({ uv, owner: 0, busy: false });
  });

  test.each([slow, fast])('T28: a new protected guest touches one (%o)', (features) => {
    const { s, run } = play(
      after((machine) => touch(machine, PAGE), 'prepare', 'enable'),
      features,
    );
    expect(s.page.at(PAGE)).toMatchObject({ uv: 'secure', owner: s.vm.handle });
    expect([run.count('destroy-page'), run.count('import-page')]).toEqual([2 + 1, 1]);
  });

  test.each([
    ['T29', false, 1],
    ['T30', true, 0],
  ])('%s: a new protected guest touches a shared one, MISC %s', (_row, misc, exports) => {
    const { s, run } = play(
      {
        begin: (state, machine) => {
          beginWith(1)(state, machine);
          state.page.at(PAGE).uv = 'shared';
        },
        *task(machine) {
          yield* prepare(machine);
          yield* enable(machine);
          yield* touch(machine, PAGE);
        },
      },
      { features: { misc } },
    );
    expect(s.page.at(PAGE)).toMatchObject({ uv: 'secure', owner: s.vm.handle });
    expect(run.count('export-page')).toBe(exports);
  });

  test.each([
    ['6.14', 'secure'],
    ['7.0', 'exported'],
  ])('T33: PERFORM meets a page of the running guest (%s)', (release, uv) => {
    const { s, run } = play(
      after(
        function* act(machine, show) {
          yield* admit(machine, 'unpack', 0);
          show(yield* perform(machine, 0));
        },
        'prepare',
        'enable',
      ),
      { release },
    );
    expect(s.page.at(0).uv).toBe(uv);
    expect(run.count('destroy-page-refused')).toBe(1);
    expect(s.vm.count).toBe(1);
  });

  it('T38: a page that is taken from a live guest is exported', () => {
    const { s, run } = play({
      *task(machine) {
        yield* mmu.unmap(machine, interval(3, 5), 'unmap');
      },
    });
    expect([s.page.at(3).place, s.page.at(2).place]).toEqual(['host', 'guest']);
    expect(run.count('export-page')).toBe(2);
  });
});
