import { loadArchitecture, simulate } from '@cvm-teardown/core';
import {
  type ArchPlugin,
  defineArchPlugin,
  interval,
  type Mmu,
  type TeardownPolicy,
  type UnmapReason,
} from '@cvm-teardown/core/plugin';
import { describe, expect, it } from 'vitest';
import arm64 from '../src/index.js';
import { countsOf } from './support/counts.js';

const GiB = 2 ** 30;
const arch = loadArchitecture(arm64);

describe('the headline: close, 64 GiB in 2 MiB blocks', () => {
  const close = (policy: string) => countsOf(simulate(arch, { trigger: 'close', policy, memoryBytes: 64 * GiB }));

  it('before the series', () => expect(close('pre-series')).toMatchObject({ L: 2 ** 30, I: 32_832, S: 32_832, V: 0 }));
  it('with the series', () => expect(close('series')).toMatchObject({ L: 0, I: 0, S: 0, V: 1 }));
  it('mainline', () => expect(close('mainline')).toMatchObject({ L: 0, I: 0, S: 0, V: 0 }));
});

describe('exit', () => {
  it('unmaps nothing after the close: row Q03', () => {
    for (const policy of ['pre-series', 'series', 'mainline']) {
      const [exit, close] = ['exit', 'close'].map((trigger) =>
        simulate(arch, { trigger, policy, memoryBytes: GiB }, { profiles: [] }),
      );
      expect(countsOf(exit as never)).toEqual(countsOf(close as never));
      expect(exit?.count('free-block')).toBe(512);
      expect(exit?.milestone('memory-back')).toBeDefined();
    }
  });

  it('frees what is there', () => {
    const half = simulate(arch, { trigger: 'exit', memoryBytes: GiB, resident: 0.5 }, { profiles: [] });
    expect([half.count('clear-block'), half.count('free-block')]).toEqual([256, 256]);
  });
});

describe('what the plan says', () => {
  it('has tables of whole powers of two, as the architecture has', () => {
    const scaled = (fanout: number) => simulate(arch, { trigger: 'close', memoryBytes: GiB, scale: { fanout } });
    expect(() => scaled(7)).toThrow('scale constant "fanout" cannot be "7": it is a power of two from 1 to 512');
    expect(scaled(8).machine.constant('fanout')).toBe(8);
  });

  it('names granule, root and tables', () => {
    const { machine } = simulate(arch, { trigger: 'close', memoryBytes: 64 * GiB }, { profiles: [] });
    expect(arch.mmu.plan(machine)).toEqual({
      pageBytes: 2 ** 21,
      description:
        'blocks of level 2, 4K granule, 40-bit addresses from level 1 on, 2 root pages, 64 tables if fully mapped',
    });
  });
});

describe('machines that cannot be', () => {
  const of =
    (options: Readonly<Record<string, string | number>>, memoryBytes = GiB) =>
    () =>
      simulate(arch, { trigger: 'close', options, memoryBytes }, { profiles: [] });

  it('a block of level 1 needs 4 KiB pages', () =>
    expect(of({ granule: '16K', leaf: 'block1' })).toThrow(/no block at level 1/));
  it('memory must fit the addresses', () => expect(of({ ipaBits: 32 }, 4 * GiB)).toThrow(/do not fit 32 bits/));
  it('but 3 GiB from 1 GiB on do fit 32 bits', () => expect(of({ ipaBits: 32 }, 3 * GiB)).not.toThrow());
});

describe('the same twice', () => {
  it('gives the same', () => {
    const run = () => simulate(arch, { trigger: 'unmap', policy: 'mainline', memoryBytes: GiB });
    expect(JSON.stringify([...run().operations()])).toBe(JSON.stringify([...run().operations()]));
  });
});

describe('Mmu.unmap', () => {
  /** The plugin with one policy more, which does nothing but ask the Mmu. */
  function asking(reason: UnmapReason): ArchPlugin {
    let mmu: Mmu | undefined;
    return defineArchPlugin({
      manifest: arm64.manifest,
      register: (registrar) =>
        arm64.register({
          ...registrar,
          mmu: (given) => {
            mmu = given;
            registrar.mmu(given);
          },
          policy: (...policies) =>
            registrar.policy(
              ...policies.map((policy: TeardownPolicy) => ({
                ...policy,
                actors: (machine: Parameters<TeardownPolicy['actors']>[0]) => [
                  { name: 'asker', task: () => (mmu as Mmu).unmap(machine, interval(0, machine.pages), reason) },
                ],
              })),
            ),
        }),
    });
  }

  const counts = (reason: UnmapReason, policy: string) =>
    countsOf(
      simulate(loadArchitecture(asking(reason)), { trigger: 'unmap', policy, memoryBytes: GiB }, { profiles: [] }),
    );

  it.each(['pre-series', 'series', 'mainline'])('%s pays what the reason demands', (policy) => {
    const event = (name: string) =>
      countsOf(
        simulate(arch, { trigger: 'unmap', policy, options: { event: name }, memoryBytes: GiB }, { profiles: [] }),
      );
    expect(counts('unmap', policy)).toEqual(event('UNMAP'));
    for (const reason of ['discard', 'swap-out', 'migrate'] as const)
      expect(counts(reason, policy)).toEqual(event('CLEAR'));
    expect(counts('protection change', policy)).toEqual(event('PROTECTION_VMA'));
    const close = countsOf(simulate(arch, { trigger: 'close', policy, memoryBytes: GiB }, { profiles: [] }));
    expect(counts('release of the whole address space', policy)).toEqual(close);
  });
});
