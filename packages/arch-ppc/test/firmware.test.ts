import { describe, expect, it } from 'vitest';
import { judgePageIn, judgePageInval, judgePageOut, judgeShare, type UvState } from '../src/firmware.js';
import { specTable } from './support/spec.js';

/** The rows of docs/ppc.md 6 whose states are in the model. */
const rows = new Map(specTable('6').map((row) => [row['state'], row]));
const cell = (state: string, column: string): string => {
  const row = rows.get(state);
  if (row?.[column] === undefined) throw new Error(`docs/ppc.md 6 has no ${state} / ${column}`);
  return row[column];
};

describe('the Ultravisor’s page states (docs/ppc.md 6)', () => {
  it('answers UV_PAGE_INVAL as the table says', () => {
    const told = (uv: UvState) => judgePageInval('secure', uv);
    expect(cell('SECURE', 'UV_PAGE_INVAL')).toBe('U_P2');
    expect(told('secure')).toEqual({ rc: 'U_P2', uv: 'secure' });
    expect(cell('PAGEDOUT', 'UV_PAGE_INVAL')).toBe('U_P2');
    expect(told('paged-out')).toEqual({ rc: 'U_P2', uv: 'paged-out' });
    expect(cell('SHARED', 'UV_PAGE_INVAL')).toBe('SHARED_INV');
    expect(told('shared')).toEqual({ rc: 'U_SUCCESS', uv: 'shared-inv' });
    expect(cell('SHARED_INV', 'UV_PAGE_INVAL')).toBe('success');
    expect(told('shared-inv')).toEqual({ rc: 'U_SUCCESS', uv: 'shared-inv' });
  });

  it('answers UV_PAGE_OUT as the table says: only a secure page goes out', () => {
    expect(cell('SECURE', 'UV_PAGE_OUT')).toBe('PAGEDOUT');
    expect(judgePageOut('secure', 'secure')).toEqual({ rc: 'U_SUCCESS', uv: 'paged-out', copies: true });
    expect(cell('PAGEDOUT', 'UV_PAGE_OUT')).toBe('U_PARAMETER');
    for (const uv of ['paged-out', 'shared', 'shared-inv'] as const) {
      expect(judgePageOut('secure', uv)).toEqual({ rc: 'U_PARAMETER', uv, copies: false });
    }
  });

  it('answers UV_PAGE_IN as the table says', () => {
    expect(cell('SECURE', 'UV_PAGE_IN')).toMatch(/ACTIVE: content copied in; svm SECURE: ignored, U_P2/);
    expect(judgePageIn('active', 'secure', false)).toEqual({ rc: 'U_SUCCESS', uv: 'secure' });
    expect(judgePageIn('secure', 'secure', false)).toEqual({ rc: 'U_P2', uv: 'secure' });
    expect(cell('PAGEDOUT', 'UV_PAGE_IN')).toMatch(/decrypted and verified, SECURE, else U_P3/);
    expect(judgePageIn('secure', 'paged-out', true)).toEqual({ rc: 'U_SUCCESS', uv: 'secure' });
    expect(judgePageIn('secure', 'paged-out', false)).toEqual({ rc: 'U_P3', uv: 'paged-out' });
    expect(cell('SHARED_INV', 'UV_PAGE_IN')).toBe('SHARED');
    expect(judgeShare('secure', 'shared-inv')).toEqual({ rc: 'U_SUCCESS', uv: 'shared' });
  });

  it('refuses everything without an svm, and nearly everything once it gave the svm up (7.11 to 7.13)', () => {
    for (const judge of [judgePageInval, judgeShare, judgePageOut]) {
      expect(judge('none', 'none').rc).toBe('U_PARAMETER');
    }
    expect(judgePageIn('none', 'none', false).rc).toBe('U_PARAMETER');
    expect(judgePageIn('abort', 'secure', false).rc).toBe('U_STATE');
    expect(judgeShare('abort', 'shared').rc).toBe('U_STATE');
    expect(judgePageInval('abort', 'shared').rc).toBe('U_STATE');
    expect(judgePageOut('abort', 'secure')).toEqual({ rc: 'U_SUCCESS', uv: 'secure', copies: false });
  });

  it('refuses a GFN in no slot', () => {
    expect(judgePageIn('active', 'none', false).rc).toBe('U_P3');
    expect(judgeShare('active', 'none').rc).toBe('U_P3');
    expect(judgePageInval('secure', 'none').rc).toBe('U_P3');
  });
});
