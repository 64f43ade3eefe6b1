import type { RunResult } from '@cvm-teardown/core';
import { describe, expect, it } from 'vitest';
import { GFN_BYTES } from '../src/constants.js';
import type { GfnState } from '../src/state.js';
import { HEADLINE, run } from './support/arch.js';

const N = HEADLINE / GFN_BYTES;
const S = 7;

const words = (result: RunResult, word: GfnState['word']): number =>
  result.pageCount('gfn', (gfn: Readonly<GfnState>) => gfn.word === word);

describe('reboot of 100 GiB through KVM_PPC_SVM_OFF (docs/ppc.md 11.5)', () => {
  const before = run({ trigger: 'reboot', policy: 'uv-all', memoryBytes: HEADLINE });
  const after = run({ trigger: 'reboot', policy: 'init-done', memoryBytes: HEADLINE });

  it('is no different, because the redesign does not touch it: every device page is migrated back without a page-out', () => {
    for (const result of [before, after]) {
      expect(result.countBlocked('migrate-page')).toBe(N - S);
      expect(result.countBlocked('uv-page-out')).toBe(0);
      expect(result.countBlocked('uv-unregister-mem-slot')).toBe(1);
      expect(result.countBlocked('uv-svm-terminate')).toBe(1);
      expect(result.countBlocked('uv-write-pate')).toBe(1);
    }
    expect(before.blockedNs).toBe(after.blockedNs);
  });

  it('is secure again much earlier', () => {
    expect(before.sinceRequested('secure-again')).toBeGreaterThan(420e9);
    expect(after.sinceRequested('secure-again')).toBe(7_646_518_507);
  });
});

describe('memory hotplug into a secure VM of 100 GiB (docs/ppc.md 10)', () => {
  const dimm = N / 2;
  const before = run({ trigger: 'hotplug', policy: 'init-done', release: '5.8', memoryBytes: HEADLINE });
  const after = run({ trigger: 'hotplug', policy: 'init-done', memoryBytes: HEADLINE });

  it('registers the slot and, since the series, migrates each of its GFNs without one H_SVM_PAGE_IN', () => {
    expect(after.countBlocked('zero-secure-frame')).toBe(dimm / 32);
    expect(after.countBlocked('migrate-page')).toBe(dimm);
    expect(after.countBlocked('h-svm-page-in')).toBe(0);
    // The notifier hears of each migration, and DONE is set.
    expect(after.countBlocked('uv-page-inval')).toBe(dimm);
    expect(words(after, 'normal')).toBe(0);
  });

  it('left the whole slot Normal before the series, like what nobody had requested at entry', () => {
    expect(before.countBlocked('migrate-page')).toBe(0);
    expect(words(before, 'normal')).toBe(N - S - 1024);
  });

  it('takes the part of the memory that the option says', () => {
    const small = run({
      trigger: 'hotplug',
      policy: 'init-done',
      memoryBytes: 800 * GFN_BYTES,
      options: { dimm: '1/8' },
    });
    expect(small.countBlocked('migrate-page')).toBe(100);
  });
});

describe('memory hot-unplug (docs/ppc.md 11.4)', () => {
  it('drops, unregisters, and frees the memory afterwards', () => {
    const result = run({ trigger: 'unplug', policy: 'init-done', memoryBytes: 800 * GFN_BYTES });
    expect(result.countBlocked('migrate-page')).toBe(400);
    expect(result.countBlocked('uv-unregister-mem-slot')).toBe(1);
    expect(result.countBlocked('free-page')).toBe(0);
    expect(result.count('free-page')).toBe(400);
    expect(result.sinceRequested('memory-back')).toBeGreaterThan(result.blockedNs as number);
  });
});

describe('a refused blob (docs/ppc.md 7.4)', () => {
  it('pages out what was paged in, and no more', () => {
    const result = run({ trigger: 'abort', policy: 'init-done', memoryBytes: 4096 * GFN_BYTES });
    expect(result.countBlocked('uv-page-out')).toBe(1024);
    expect(words(result, 'normal')).toBe(4096);
  });
});

describe('begin()', () => {
  const BOOT = 32;
  const small = { scale: { necessaryGfns: 8 }, resident: 0.5 };
  const bootSlot = (result: RunResult) =>
    Array.from({ length: BOOT }, (_, gfn) => result.state.pages.get('gfn')?.store.get(gfn));
  /** A guest that became secure, and one that begins secure and plugs memory beside its boot slot. */
  const both = (policy: string, release: string) => {
    const entered = run({ ...small, policy, release, trigger: 'secure-entry', memoryBytes: BOOT * GFN_BYTES });
    const begun = run({ ...small, policy, release, trigger: 'hotplug', memoryBytes: 2 * BOOT * GFN_BYTES });
    return { entered, begun };
  };

  it.each(['uv-all', 'init-done'])('puts an SVM into the state in which secure entry leaves it: %s', (policy) => {
    const { entered, begun } = both(policy, 'fixed');
    expect(bootSlot(begun)).toEqual(bootSlot(entered));
    expect(words(entered, 'normal')).toBe(0);
  });

  it('leaves the unrequested rest Normal where H_SVM_INIT_DONE does not migrate', () => {
    const { entered, begun } = both('init-done', '5.8');
    expect(bootSlot(begun)).toEqual(bootSlot(entered));
    expect(words(entered, 'normal')).toBe(BOOT - S - 8);
  });
});
