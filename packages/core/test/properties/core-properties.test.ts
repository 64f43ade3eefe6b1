import { describe, expect, it } from 'vitest';
import type { MachineConfig, Mmu, PageCustody, PageDebts, SecureMemory } from '../../src/plugin/index.js';
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

describe('the properties of core', () => {
  it('are judged only where an architecture answers the question', () => {
    const ids = (mmu: Mmu, secure: SecureMemory | undefined) =>
      bindCoreProperties(machine, mmu, secure, 1).map(({ id }) => id);
    const [custody, debts] = [
      custodyOf({ place: 'guest', content: 'open' }, 0),
      debtsOf({ staleTranslation: false, staleLine: false }, 0),
    ];
    expect(ids({ plan, unmap }, undefined)).toEqual([]);
    expect(ids({ plan, unmap }, custody)).toEqual(['no-secret-leaves']);
    expect(ids(debts, undefined)).toEqual(['nothing-stale-is-used']);
    expect(ids(debts, custody)).toEqual(CORE_PROPERTIES.map(({ id }) => id));
  });

  it('have names of their own, and say what they promise', () => {
    const all = [...CORE_PROPERTIES, ...ENGINE_PROPERTIES];
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all.filter(({ summary, source }) => summary === '' || source === '')).toEqual([]);
  });
});
