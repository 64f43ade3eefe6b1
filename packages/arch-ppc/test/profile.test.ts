import { describe, expect, it } from 'vitest';
import { GFN_BYTES, GFNS_PER_FRAME } from '../src/constants.js';
import { operations } from '../src/operations.js';
import power9 from '../src/profiles/power9.json' with { type: 'json' };
import { published } from '../src/published.js';
import { HEADLINE } from './support/arch.js';

const GIB = 2 ** 30;
const rows = new Map(power9.rows.map((row) => [row.operation, row]));
const ns = (operation: string): number => {
  const row = rows.get(operation);
  if (row?.ns !== undefined) return row.ns;
  if (row?.relativeTo === undefined) throw new Error(`no row for ${operation}`);
  return ns(row.relativeTo.operation) * row.relativeTo.times;
};
const threeDecimals = (value: number): number => Math.round(value * 1000) / 1000;

describe('profile power9', () => {
  it('prices every operation', () => {
    expect([...rows.keys()].sort()).toEqual(operations.map(({ name }) => name).sort());
  });

  it('derives its rates', () => {
    expect(ns('uv-page-in')).toBe(threeDecimals((GFN_BYTES / (10 * GIB)) * 1e9));
    expect(ns('zero-secure-frame')).toBe(threeDecimals(((GFN_BYTES * GFNS_PER_FRAME) / (32 * GIB)) * 1e9));
  });

  it('fits the price of a request to the published 7 minutes', () => {
    const side = published.find(({ id }) => id === 'ppc-secure-entry-100g')?.sides[0];
    const gfns = HEADLINE / GFN_BYTES;
    const shares = 7;
    const requested = gfns - shares;
    const page = Math.round(ns('uv-page-in')) + ns('migrate-page') + ns('free-page');
    const frames = (gfns / GFNS_PER_FRAME) * ns('zero-secure-frame');
    const others = requested * page + shares * ns('uv-page-in-shared') + ns('uv-register-mem-slot') + frames;
    const roundTrips = requested + shares + 3;
    expect(ns('h-svm-page-in')).toBe(Math.round(((side?.seconds as number) * 1e9 - others) / roundTrips));
    expect(rows.get('h-svm-page-in')?.fits).toEqual(['ppc-secure-entry-100g']);
  });

  it('says of every other price that it is assumed', () => {
    const fitted = power9.rows.filter(({ confidence }) => confidence !== 'assumed').map(({ operation }) => operation);
    expect(fitted).toEqual(['h-svm-page-in']);
  });

  it('keeps both published times, which contradict each other', () => {
    expect(published.map(({ sides }) => sides[0]?.seconds)).toEqual([420, 1200]);
    expect(published.every(({ sides }) => sides[1]?.seconds === undefined)).toBe(true);
  });
});
