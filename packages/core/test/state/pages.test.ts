import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChunkedPageStore } from '../../src/state/chunked-page-store.js';
import {
  createLayout,
  createState,
  flag,
  type PageArray,
  PageCodec,
  type PageStoreFactory,
  pages,
  range,
} from '../../src/state/index.js';
import { fieldsArb, initialOf, misfits, recordArb, smallFieldArb, type Value } from '../support/arbitrary-state.js';
import { codesOf } from '../support/findings.js';

type Row = Record<string, Value>;

describe('the codes of page states', () => {
  const coded = fieldsArb(smallFieldArb, 4).chain((fields) =>
    fc.tuple(fc.constant(fields), recordArb(fields), recordArb(fields)),
  );

  it('stand for one record each, and for every record', () => {
    fc.assert(
      fc.property(coded, ([fields, row]) => {
        const codec = new PageCodec('page', fields);
        const code = codec.encode(row);
        expect(code).toBeLessThan(codec.states);
        expect(codec.decode(code)).toEqual(row);
        for (let any = 0; any < Math.min(codec.states, 200); any++)
          expect(codec.encode(codec.decode<never>(any))).toBe(any);
      }),
    );
  });

  it('begin with the initial record, 0', () => {
    fc.assert(
      fc.property(coded, ([fields]) => {
        const initial = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, initialOf(field)]));
        expect(new PageCodec('page', fields).decode(0)).toEqual(initial);
      }),
    );
  });

  it('are patched field by field', () => {
    fc.assert(
      fc.property(coded, ([fields, row, other]) => {
        const codec = new PageCodec('page', fields);
        const [name] = Object.keys(fields) as [string];
        expect(codec.decode(codec.patch(codec.encode(row), { [name]: other[name] }))).toEqual({
          ...row,
          [name]: other[name],
        });
        expect(codec.patch(codec.encode(row), other)).toBe(codec.encode(other));
        expect(codec.patch(codec.encode(row), {})).toBe(codec.encode(row));
      }),
    );
  });

  it('are given to no record with a value that does not fit', () => {
    fc.assert(
      fc.property(smallFieldArb, (field) => {
        const codec = new PageCodec('page', { before: flag(), field, behind: flag() });
        for (const value of misfits(field))
          expect(codesOf(() => codec.patch(0, { field: value }))).toEqual(['CVM_AUTHOR_VALUE_OUT_OF_RANGE']);
      }),
    );
  });

  it('are decoded once, into frozen records', () => {
    const codec = new PageCodec('page', { st: range(0, 3) });
    expect(codec.decode(2)).toBe(codec.decode(2));
    expect(Object.isFrozen(codec.decode(2))).toBe(true);
  });
});

const FIELDS = { st: range(0, 4), held: flag() };
const WIDE = { st: range(0, 4), held: flag(), entries: range(0, 99) };
const PAGES = 150;

const chunked =
  (bits: number): PageStoreFactory =>
  ({ count, width }) =>
    new ChunkedPageStore(count, width > 8, bits);
const forms: readonly [string, typeof FIELDS, PageStoreFactory | undefined][] = [
  ['bytes', FIELDS, undefined],
  ['words', WIDE, undefined],
  ['chunks of 4', FIELDS, chunked(2)],
  ['chunks of 16 words', WIDE, chunked(4)],
  ['one chunk', FIELDS, chunked(10)],
];

/** Page functions: each one object, as an author's are. */
const maps = [
  ({ st }: { st: number }) => ({ st: (st + 1) % 5 }),
  ({ st, held }: { st: number; held: boolean }) =>
    held ? { st: 0, held: false } : st === 2 ? { held: true } : undefined,
  () => undefined,
  () => ({ st: 3 }),
] as const;
const classes = [({ st }: { st: number }) => st % 2 === 0, ({ held }: { held: boolean }) => held, () => true] as const;

type Command =
  | { readonly kind: 'set'; readonly page: number; readonly st: number }
  | { readonly kind: 'fill'; readonly from: number; readonly to: number; readonly st: number }
  | { readonly kind: 'map' | 'count'; readonly from: number; readonly to: number; readonly which: number };

const bounds = fc.tuple(fc.nat(PAGES), fc.nat(PAGES)).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('set' as const), page: fc.nat(PAGES - 1), st: fc.nat(4) }) },
  fc.tuple(bounds, fc.nat(4)).map(([range, st]) => ({ kind: 'fill' as const, ...range, st })),
  fc.tuple(bounds, fc.nat(3)).map(([range, which]) => ({ kind: 'map' as const, ...range, which })),
  fc.tuple(bounds, fc.nat(2)).map(([range, which]) => ({ kind: 'count' as const, ...range, which })),
);

describe.each(forms)('an array of pages kept as %s', (_, fields, stores) => {
  const create = () => {
    const layout = createLayout({
      before: range(0, 9),
      page: pages(PAGES, fields),
      behind: pages(3, { x: range(0, 9) }),
    });
    const state = createState(layout, undefined, stores);
    return {
      array: state.pages.get('page') as unknown as PageArray<typeof FIELDS>,
      beside: state.pages.get('behind') as PageArray,
    };
  };

  it('does what a plain array of records does', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60, size: 'max' }), (commands) => {
        const { array, beside } = create();
        const initial = { ...array.at(0) };
        const naive: Row[] = Array.from({ length: PAGES }, () => ({ ...array.codec.decode(0) }) as Row);
        for (const one of commands) {
          if (one.kind === 'set') {
            array.at(one.page).st = one.st;
            (naive[one.page] as Row)['st'] = one.st;
            continue;
          }
          const { from, to } = one;
          if (one.kind === 'fill') {
            array.fill({ st: one.st }, from, to);
            for (let page = from; page < to; page++) naive[page] = { ...array.codec.decode(0), st: one.st } as Row;
          } else if (one.kind === 'map') {
            const map = maps[one.which] as (typeof maps)[0];
            array.map(map as never, from, to);
            for (let page = from; page < to; page++) Object.assign(naive[page] as Row, map(naive[page] as never));
          } else {
            const members = classes[one.which] as (typeof classes)[0];
            expect(array.count(members as never, from, to)).toBe(naive.slice(from, to).filter(members as never).length);
          }
        }
        expect(initial).toEqual({});
        expect(naive.map((row, page) => [page, row])).toEqual(
          naive.map((__, page) => [page, { ...array.codec.decode(array.store.get(page)) }]),
        );
        expect(beside.count(({ x }: Row) => x === 0)).toBe(3);
      }),
      { numRuns: 60 },
    );
  });

  it('says which pages there are', () => {
    const { array } = create();
    for (const page of [-1, PAGES, 0.5, Number.NaN])
      expect(() => array.at(page)).toThrow(`page[${page}]: no such page (there are ${PAGES})`);
    for (const [from, to] of [
      [-1, 2],
      [0, PAGES + 1],
    ] as const) {
      const message = `page[${from}..${to - 1}]: there are ${PAGES} pages`;
      expect(() => array.map(maps[0], from, to)).toThrow(message);
      expect(() => array.fill({ st: 1 }, from, to)).toThrow(message);
      expect(() => array.count(classes[0], from, to)).toThrow(message);
    }
    // Nothing is nothing, wherever it is.
    array.fill({ st: 1 }, PAGES + 5, PAGES + 5);
    array.map(maps[0], 9, 3);
    expect(array.count(({ st }) => st === 0)).toBe(PAGES);
  });

  it('asks a page function once for each state, not for each page', () => {
    const { array } = create();
    array.fill({ st: 1 }, 0, 70);
    let asked = 0;
    const map = ({ st }: { readonly st: number }) => {
      asked++;
      return { st: st + 1 };
    };
    array.map(map);
    expect([asked, array.count(({ st }) => st === 2), array.count(({ st }) => st === 1)]).toEqual([2, 70, PAGES - 70]);
    array.map(map, 0, 70);
    expect([asked, array.count(({ st }) => st === 3)]).toEqual([3, 70]);
  });

  it('has views of single pages that read and write through', () => {
    const { array } = create();
    for (const page of [0, 63, 64, PAGES - 1]) {
      array.at(page).st = 4;
      array.at(page).held = true;
      expect([array.at(page).st, array.at(page).held]).toEqual([4, true]);
    }
    expect(array.count(({ st, held }) => st === 4 && held)).toBe(4);
    expect(codesOf(() => Object.assign(array.at(3), { st: 5 }))).toEqual(['CVM_AUTHOR_VALUE_OUT_OF_RANGE']);
  });
});
