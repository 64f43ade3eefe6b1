import { describe, expect, it, test } from 'vitest';
import type { TraceRow } from '../src/reporters/check-outline.js';
import { shownRows } from '../src/reporters/shown-rows.js';
import { callOf, changesOf } from '../src/reporters/trace-words.js';

const unit = (page: number, more: Partial<TraceRow> = {}): TraceRow => ({
  actor: 'vmm',
  step: 'scrub',
  args: [page],
  changes: [{ field: `page[${page}].content`, from: 'secret', to: 'clean' }],
  ...more,
});

const linesOf = (trace: readonly TraceRow[]): string[] =>
  shownRows(trace).map(({ number, call, row }) => `${number} ${call}: ${changesOf(row).join(', ')}`);

const pages = (count: number): number[] => Array.from({ length: count }, (_, page) => page);

describe('shownRows', () => {
  it('shows a sweep that does the same with page after page in one line', () => {
    expect(linesOf(pages(9).map((page) => unit(page)))).toEqual([
      '1-9 scrub(0..8): page[0-8].content: secret -> clean',
    ]);
    expect(linesOf(pages(9).map((page) => unit(page, { changes: [] })))).toEqual(['1-9 scrub(0..8): ']);
  });

  it('also where each unit is two rows, and counters count', () => {
    const trace = pages(5).flatMap((page) => [
      unit(page, { changes: [{ field: `page[${page}].busy`, from: false, to: true }] }),
      unit(page, {
        step: 'end of scrub on',
        changes: [
          { field: 'free', from: page, to: page + 1 },
          { field: `page[${page}].content`, from: 'secret', to: 'clean' },
          { field: `page[${page}].busy`, from: true, to: false },
        ],
      }),
    ]);
    expect(linesOf(trace)).toEqual(['1-10 scrub(0..4): free: 0 -> 5, page[0-4].content: secret -> clean']);
  });

  it('shows each of a few', () => {
    expect(linesOf(pages(3).map((page) => unit(page)))).toHaveLength(3);
  });

  test.each<[string, Partial<TraceRow>]>([
    ['a fault', { fault: 'busy' }],
    ['a choice', { choice: 1 }],
    ['another actor', { actor: 'guest' }],
    ['another step', { step: 'free' }],
    ['something else that is told', { seen: 'refused' }],
    ['another change', { changes: [{ field: 'page[4].content', from: 'secret', to: 'stale' }] }],
    ['another field', { changes: [{ field: 'page[4].owner', from: 'secret', to: 'clean' }] }],
    ['a page that is not the next', { args: [40] }],
  ])('shows %s by itself', (_what, more) => {
    const trace = pages(9).map((page) => unit(page, page === 4 ? more : {}));
    expect(shownRows(trace).map(({ number }) => number)).toEqual(['1-4', '5', '6-9']);
  });
});

describe('callOf', () => {
  test.each<[string, TraceRow['args'], string]>([
    ['dying?', [], 'dying?'],
    ['take-page', [3, true], 'take-page(3, true)'],
    ['acquire', ['kvm', 0, 'exclusive'], 'acquire kvm'],
    ['release', ['vcpu', 2, 'shared'], 'release vcpu[2], shared'],
    ['end of scrub on', [3], 'end of scrub on 3'],
    ['H_SVM_PAGE_IN (shared)', [0], 'H_SVM_PAGE_IN(0, shared)'],
    ['flush the batch by range', [0, 2], 'flush the batch by range (0, 2)'],
  ])('%s %j', (step, args, said) => {
    expect(callOf({ step, args })).toBe(said);
  });
});
