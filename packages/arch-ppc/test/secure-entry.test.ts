import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GFN_BYTES } from '../src/constants.js';
import { HEADLINE, run } from './support/arch.js';

const N = HEADLINE / GFN_BYTES;
const S = 7;
const K = 1024;

describe('secure entry of 100 GiB (docs/ppc.md 12)', () => {
  const before = run({ trigger: 'secure-entry', policy: 'uv-all', memoryBytes: HEADLINE });
  const after = run({ trigger: 'secure-entry', policy: 'init-done', memoryBytes: HEADLINE });

  it('has 1,638,400 GFNs', () => {
    expect(N).toBe(1_638_400);
    expect(before.machine.pages).toBe(N);
  });

  it('needs N-S requests where the Ultravisor asks for every GFN, and K where it asks for the necessary ones', () => {
    expect(before.countBlocked('h-svm-page-in')).toBe(N - S);
    expect(after.countBlocked('h-svm-page-in')).toBe(K);
    expect(before.countBlocked('uv-page-in')).toBe(N - S);
    expect(after.countBlocked('uv-page-in')).toBe(K);
  });

  it('saves calls, not migrations: N-S of them, S shares and N/32 zeroed frames in both', () => {
    for (const result of [before, after]) {
      expect(result.countBlocked('migrate-page')).toBe(N - S);
      expect(result.countBlocked('free-page')).toBe(N - S);
      expect(result.countBlocked('h-svm-page-in-shared')).toBe(S);
      expect(result.countBlocked('zero-secure-frame')).toBe(N / 32);
    }
  });

  it('migrates the rest in H_SVM_INIT_DONE', () => {
    expect(before.count('migrate-page', { phase: 'init-done' })).toBe(0);
    expect(after.count('migrate-page', { phase: 'init-done' })).toBe(N - S - K);
  });

  it('reproduces the time that one price was fitted to, and predicts the other side from assumed prices', () => {
    expect(Math.abs((before.blockedNs as number) - 420e9)).toBeLessThan(N); // one price, rounded to ns
    expect(after.blockedNs).toBe(5_516_604_607);
  });

  it('ends with every GFN secure or shared', () => {
    for (const result of [before, after]) {
      expect(result.pageCount('gfn', ({ word }) => word === 'uvmem')).toBe(N - S);
      expect(result.pageCount('gfn', ({ word }) => word === 'shared')).toBe(S);
    }
  });

  it('finds nothing broken', () => {
    expect([...before.engine.broken, ...after.engine.broken]).toEqual([]);
  });
});

describe('laws of secure entry', () => {
  const guests = fc.record({
    pages: fc.integer({ min: 1, max: 200 }),
    resident: fc.double({ min: 0, max: 1, noNaN: true }),
    shares: fc.integer({ min: 0, max: 9 }),
    necessary: fc.integer({ min: 0, max: 250 }),
  });

  it('counts requests, ultracalls and migrations as docs/ppc.md 12 says, for every guest', () => {
    fc.assert(
      fc.property(guests, ({ pages, resident, shares, necessary }) => {
        const request = {
          trigger: 'secure-entry',
          release: 'fixed',
          memoryBytes: pages * GFN_BYTES,
          resident,
          scale: { implicitShares: shares, necessaryGfns: necessary },
        };
        const shared = Math.min(shares, pages);
        const touched = Math.round(pages * resident);
        const requested = { 'uv-all': pages - shared, 'init-done': Math.min(necessary, pages - shared) };
        for (const policy of ['uv-all', 'init-done'] as const) {
          const result = run({ ...request, policy });
          expect(result.countBlocked('h-svm-page-in')).toBe(requested[policy]);
          expect(result.countBlocked('migrate-page')).toBe(pages - shared);
          // A hole has no page to copy or to free.
          const copied = Math.max(0, Math.min(touched, shared + requested[policy]) - shared);
          expect(result.countBlocked('uv-page-in')).toBe(copied);
          expect(result.countBlocked('free-page')).toBe(Math.max(0, touched - shared));
        }
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('aborts and gives back what it took when device pages run short', () => {
    const result = run({
      trigger: 'secure-entry',
      policy: 'init-done',
      release: 'fixed',
      memoryBytes: 64 * GFN_BYTES,
      scale: { necessaryGfns: 8 },
      options: { secureMemory: 'short' },
    });
    expect(result.count('h-svm-init-abort')).toBe(1);
    expect(result.pageCount('gfn', ({ word }) => word !== 'normal')).toBe(0);
    expect(result.count('migrate-page', { phase: 'abort' })).toBe(64 - 7 - 1);
  });
});
