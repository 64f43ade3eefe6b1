import { interval, type PageTable, sweep, type Task } from '@cvm-teardown/core/plugin';
import { describe, expect, it } from 'vitest';
import { createSvm, judgePageIn, judgePageInval, judgePageOut, terminateSvm, writePate } from '../src/firmware.js';
import { initDone, initStart, type Kvm, plugSlot, svmOff, unplugSlot } from '../src/hypervisor.js';
import { secureAccess } from '../src/mmu.js';
import { gfns, play, type Script, vm } from './support/script.js';
import { specTable } from './support/spec.js';

type Flags = Parameters<typeof vm>[1];
type Words = Parameters<typeof gfns> extends [unknown, ...infer W] ? W : never;

const state =
  (flags: Flags, ...words: Words): Script['given'] =>
  (s) => {
    vm(s, flags);
    gfns(s, ...words);
  };
const onGfn0 = (table: (kvm: Kvm) => PageTable): Script['does'] =>
  function* (kvm): Task<string> {
    return yield* sweep(interval(0, 1), table(kvm));
  };
const pageIn = onGfn0(({ tables }) => tables.pageIn);
const share = onGfn0(({ tables }) => tables.share);
const hostTouch = onGfn0(({ tables }) => tables.pageOut);
const done: Script['does'] = (kvm) => initDone(kvm, [kvm.layout.all]);

/** Row of docs/ppc.md 15 -> the case. */
const CASES: Readonly<Record<string, () => void>> = {
  '5': () => {
    const after = play({ given: state('0'), does: (kvm) => initStart([kvm.layout.all]) });
    expect(after.vm.flags).toBe('start');
    expect(after.gfn.map(({ word, uv }) => `${word} ${uv}`)).toEqual(Array(4).fill('normal secure'));
    expect(after.count('uv-register-mem-slot')).toBe(1);
  },
  '7': () => {
    const after = play({ given: state('0'), does: done });
    expect(after.returned).toBe('H_UNSUPPORTED');
    expect(after.vm.flags).toBe('none');
  },
  '9': () => {
    const after = play({
      given: state('S', 'N', 'N', 'N', 'N'),
      does: done,
      faults: [{ fault: 'page-not-isolated', at: 'migrate-remaining', occurrence: 3 }],
    });
    expect(after.returned).toBe('H_STATE');
    expect(after.vm.flags).toBe('start');
    expect(after.gfn.map(({ word }) => word)).toEqual(['uvmem', 'uvmem', 'normal', 'normal']);
  },
  '10': () => {
    const after = play({
      given: (s) => {
        state('S', 'N', 'N', 'N', 'N')(s);
        s.poolFree = 2;
      },
      does: done,
    });
    expect(after.returned).toBe('H_STATE');
    expect(after.vm.flags).toBe('start');
    expect(after.poolFree).toBe(0);
    expect(after.gfn.map(({ word }) => word)).toEqual(['uvmem', 'uvmem', 'normal', 'normal']);
  },
  '12': () => {
    const given = state('SD', 'U', 'U', 'M', 'H');
    const before = play({ given, does: function* () {} });
    const after = play({ given, does: done });
    expect(after.returned).toBe('H_SUCCESS');
    expect(after.gfn).toEqual(before.gfn);
  },
  '21': () => {
    const after = play({ given: state('S', 'hole'), does: pageIn });
    expect(after.gfn[0]?.word).toBe('uvmem');
    expect([after.count('h-svm-page-in'), after.count('uv-page-in')]).toEqual([1, 0]);
  },
  '22': () => {
    const after = play({ given: state('S', 'U'), does: pageIn });
    expect(after.returned).toBe('H_PARAMETER');
    expect(after.gfn[0]?.word).toBe('uvmem');
    expect(after.poolFree).toBe(3);
  },
  '24': () => {
    const faults = [{ fault: 'uv-page-in-refused', at: 'H_SVM_PAGE_IN', occurrence: 1 }];
    const today = play({ given: state('S', 'N'), does: pageIn, faults, request: { release: 'v6' } });
    expect([today.returned, today.gfn[0]?.word, today.poolFree]).toEqual(['H_PARAMETER', 'uvmem', 3]);
    const fixed = play({ given: state('S', 'N'), does: pageIn, faults });
    expect([fixed.returned, fixed.gfn[0]?.word, fixed.poolFree]).toEqual(['H_PARAMETER', 'normal', 4]);
  },
  '25': () => {
    const after = play({ given: state('SD', 'M'), does: pageIn });
    expect(after.gfn[0]).toMatchObject({ word: 'uvmem', uv: 'secure', host: 'device' });
  },
  '27': () => {
    const after = play({ given: state('S', 'N'), does: share });
    expect(after.gfn[0]?.word).toBe('shared');
    expect(after.poolFree).toBe(4);
  },
  '28': () => {
    const after = play({ given: state('SD', 'U'), does: share });
    expect(after.gfn[0]?.word).toBe('shared');
    expect([after.poolFree, after.count('uv-page-out')]).toEqual([4, 0]);
  },
  '36': () => {
    const after = play({ given: state('SD', 'U'), does: hostTouch });
    expect(after.gfn[0]).toMatchObject({ word: 'mem', host: 'cipher', uv: 'paged-out' });
    expect(after.poolFree).toBe(4);
  },
  '39': () => {
    const after = play({ given: state('SD', 'inv'), does: onGfn0(() => secureAccess) });
    expect(after.gfn[0]).toMatchObject({ word: 'shared', uv: 'shared' });
    expect(after.count('uv-page-in-shared')).toBe(1);
  },
  '40': () => expect(judgePageInval('secure', 'secure').rc).toBe('U_P2'),
  '42': () => expect(judgePageOut('abort', 'secure')).toMatchObject({ rc: 'U_SUCCESS', copies: false, uv: 'secure' }),
  '43': () => expect(judgePageIn('secure', 'secure', false)).toEqual({ rc: 'U_P2', uv: 'secure' }),
  '45, 46': () => {
    expect(judgePageOut('secure', 'paged-out').rc).toBe('U_PARAMETER');
    expect(judgePageOut('secure', 'shared').rc).toBe('U_PARAMETER');
  },
  '48': () => expect(judgePageIn('none', 'none', false).rc).toBe('U_PARAMETER'),
  '51': () => {
    const after = play({
      given: state('SD', 'U'),
      does: function* () {
        yield* writePate();
      },
    });
    expect(after.vm.root).toBe('uv');
  },
  '52': () => {
    const after = play({
      given: state('SD', 'U'),
      does: function* () {
        return yield* createSvm();
      },
    });
    expect(after.returned).toBe('U_RETRY');
    expect(after.vm.svm).toBe('secure');
  },
  '55': () => {
    const given = state('0');
    const after = play({ given, does: (kvm) => svmOff(kvm, [kvm.layout.all]) });
    expect(after.returned).toBe(0);
    expect(after).toMatchObject({ vm: { flags: 'none', svm: 'none', root: 'hv' }, poolFree: 4 });
    expect(after.count('uv-svm-terminate')).toBe(0);
  },
  '57': () => {
    const after = play({ given: state('SD', 'H', 'U', 'M', 'U'), does: (kvm) => svmOff(kvm, [kvm.layout.all]) });
    expect(after.returned).toBe(0);
    expect(after).toMatchObject({ vm: { flags: 'none', svm: 'none', root: 'hv' }, poolFree: 4 });
    expect(after.gfn.map(({ word, uv }) => `${word} ${uv}`)).toEqual(Array(4).fill('normal none'));
  },
  '60': () => {
    const request = { trigger: 'hotplug', release: 'v6' };
    const given: Script['given'] = (s) => {
      state('SD', 'U', 'U')(s);
      s.poolFree = 1;
    };
    const does: Script['does'] = (kvm) => plugSlot(kvm, 2, 4);
    const today = play({ given, does, request });
    expect([today.returned, today.gfn[2]?.word, today.gfn[3]?.word]).toEqual([0, 'uvmem', 'normal']);
    const fixed = play({ given, does, request: { trigger: 'hotplug' } });
    expect(fixed).toMatchObject({ returned: -12, poolFree: 1, vm: { dimm: 'absent' } });
    expect(fixed.gfn.slice(2).map(({ word, uv }) => `${word} ${uv}`)).toEqual(['normal none', 'normal none']);
  },
  '61': () => {
    const after = play({
      given: state('SD', 'H', 'U', 'M', 'H'),
      does: (kvm) => unplugSlot(kvm, 1, 4),
      request: { trigger: 'unplug' },
    });
    expect(after.gfn.slice(1).map(({ word, uv }) => `${word} ${uv}`)).toEqual(Array(3).fill('normal none'));
    expect(after.gfn[0]?.word).toBe('shared');
    expect([after.poolFree, after.count('uv-unregister-mem-slot')]).toEqual([4, 1]);
  },
};

describe('conformance cases (docs/ppc.md 15)', () => {
  const rows = specTable('15');

  it('tests exactly the rows that are marked as modelled', () => {
    expect(Object.keys(CASES).sort()).toEqual(
      rows
        .filter((row) => row['model'] === 'now')
        .map((row) => row['#'])
        .sort(),
    );
  });

  for (const row of rows.filter((row) => row['model'] === 'now')) {
    const number = row['#'] as string;
    it(`${number}: ${row['state']}; ${row['operation']} -> ${row['result']}`, () => CASES[number]?.());
  }

  it('leaves nothing in the Ultravisor after UV_SVM_TERMINATE', () => {
    const after = play({
      given: state('SD', 'U', 'M', 'H'),
      does: function* () {
        yield* terminateSvm();
      },
    });
    expect(after.gfn.map(({ uv }) => uv)).toEqual(Array(4).fill('none'));
  });
});
