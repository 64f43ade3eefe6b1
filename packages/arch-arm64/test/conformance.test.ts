import { describe, expect, it } from 'vitest';
import { countsOf, run } from './support/counts.js';
import { casesOf } from './support/rows.js';

/** docs/arm64.md 15.2 to 15.4, each row run page by page in the three forms of the protocol. */
describe.each([
  { section: '15.2', title: 'close', rows: 14 },
  { section: '15.3', title: 'live unmap', rows: 22 },
  { section: '15.4', title: 'other events', rows: 6 },
])('conformance, $title', ({ section, rows }) => {
  const cases = casesOf(section);

  it('covers every row', () => expect(new Set(cases.map(({ row }) => row.slice(0, 3))).size).toBe(rows));

  it.each(cases)(
    '$row',
    ({ guest, request, expected }) => {
      expect(countsOf(run(guest, request))).toEqual(expected);
    },
    30_000,
  );
});
