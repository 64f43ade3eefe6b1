import { describe, expect, it } from 'vitest';
import type {
  MachineConfig,
  MemoryAccount,
  Mmu,
  PageCustody,
  PageDebts,
  SecureMemory,
} from '../../src/plugin/index.js';
import { bindCoreProperties, CORE_PROPERTIES, ENGINE_PROPERTIES } from '../../src/properties/index.js';

const machine = { arch: 'toy' } as MachineConfig;
const plan: Mmu['plan'] = () => ({ pageBytes: 4096, description: '' });
const unmap = undefined as never;
const PAGES = 3;

/** Custody of three pages, of which one is as told. */
const custodyOf = (told: PageCustody, at: number): SecureMemory => ({
  verbs: {},
  custody: (_, page) => (page === at ? told : { place: 'guest', content: 'secret' }),
});
const debtsOf = (told: PageDebts, at: number): Mmu => ({
  plan,
  unmap,
  debts: (_, page) => (page === at ? told : { staleTranslation: false, staleLine: false }),
});

describe('no secret leaves', () => {
  const holds = (told: PageCustody, at = 0) =>
    bindCoreProperties(machine, { plan, unmap }, custodyOf(told, at), PAGES)[0]?.holds?.({});

  it.each<[PageCustody['place'], PageCustody['content'], boolean]>([
    ['guest', 'secret', true],
    ['leaked', 'secret', true],
    ['other guest', 'secret', false],
    ['host', 'secret', false],
    ['swap', 'secret', false],
    ['other guest', 'encrypted', true],
    ['host', 'encrypted', true],
    ['swap', 'encrypted', true],
    ['host', 'open', true],
  ])('a page of %s that is %s: %s', (place, content, kept) => {
    expect(holds({ place, content })).toBe(kept);
  });

  it('is asked of every page', () => {
    for (const at of [0, 1, 2]) expect(holds({ place: 'host', content: 'secret' }, at)).toBe(false);
    expect(holds({ place: 'host', content: 'secret' }, PAGES)).toBe(true);
  });
});

describe('nothing stale is used', () => {
  const holds = (told: PageDebts, at = 0) =>
    bindCoreProperties(machine, debtsOf(told, at), undefined, PAGES)[0]?.holds?.({});

  it('neither a translation nor a line, on any page', () => {
    expect(holds({ staleTranslation: false, staleLine: false })).toBe(true);
    expect(holds({ staleTranslation: true, staleLine: false })).toBe(false);
    for (const at of [0, 1, 2]) expect(holds({ staleTranslation: false, staleLine: true }, at)).toBe(false);
    expect(holds({ staleTranslation: true, staleLine: true }, PAGES)).toBe(true);
  });
});

/** Ten units: six free, three owned, one leaked, unless told otherwise. */
const accountOf = (told: Partial<Record<'free' | 'owned' | 'leaked' | 'owed' | 'missing', number>>): MemoryAccount => {
  const units = { free: 6, owned: 3, leaked: 1, owed: 0, missing: 0, ...told };
  return {
    name: 'frames',
    source: 'this test',
    total: () => 10,
    free: () => units.free,
    owned: () => units.owned,
    leaked: () => units.leaked,
    owed: () => units.owed,
    missing: () => units.missing,
  };
};

describe('memory accounts', () => {
  const good = accountOf({});
  const holds = (id: string, account: MemoryAccount) =>
    bindCoreProperties(machine, { plan, unmap }, undefined, 0, [good, account])
      .find((property) => property.id === id)
      ?.holds?.({});

  it.each<[string, MemoryAccount, boolean]>([
    ['given-back-once', good, true],
    ['given-back-once', accountOf({ owned: 2 }), false],
    ['given-back-once', accountOf({ free: 7 }), false],
    ['given-back-once', accountOf({ owned: 2, leaked: 2 }), true],
    ['kept-while-owner-runs', good, true],
    ['kept-while-owner-runs', accountOf({ missing: 1 }), false],
    ['memory-comes-back', good, true],
    ['memory-comes-back', accountOf({ owed: 1 }), false],
  ])('%s, case %#', (id, account, kept) => {
    expect(holds(id, account)).toBe(kept);
  });
});

describe('the properties of core', () => {
  it('are judged only where an architecture answers the question', () => {
    const ids = (mmu: Mmu, secure: SecureMemory | undefined) =>
      bindCoreProperties(machine, mmu, secure, 1).map(({ id }) => id);
    const [custody, debts] = [
      custodyOf({ place: 'guest', content: 'open' }, 0),
      debtsOf({ staleTranslation: false, staleLine: false }, 0),
    ];
    const always = ['failures-are-told'];
    expect(ids({ plan, unmap }, undefined)).toEqual(always);
    expect(ids({ plan, unmap }, custody)).toEqual(['no-secret-leaves', ...always]);
    expect(ids(debts, undefined)).toEqual(['nothing-stale-is-used', ...always]);
    const account = accountOf({ owed: 0, missing: 0 });
    expect(bindCoreProperties(machine, debts, custody, 1, [account]).map(({ id }) => id)).toEqual(
      CORE_PROPERTIES.map(({ id }) => id),
    );
    const { owed: _owed, missing: _missing, ...book } = account;
    expect(bindCoreProperties(machine, { plan, unmap }, undefined, 1, [book]).map(({ id }) => id)).toEqual([
      'given-back-once',
      ...always,
    ]);
  });

  it('have names of their own, and say what they promise', () => {
    const all = [...CORE_PROPERTIES, ...ENGINE_PROPERTIES];
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all.filter(({ summary, source }) => summary === '' || source === '')).toEqual([]);
  });
});
