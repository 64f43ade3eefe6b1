import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createLayout,
  createState,
  type Declarations,
  type Fields,
  flag,
  list,
  oneOf,
  pageOf,
  pages,
  range,
  record,
  records,
} from '../../src/state/index.js';
import { fieldArb, fieldsArb, initialOf, misfits, recordArb, type Value } from '../support/arbitrary-state.js';
import { codesOf } from '../support/findings.js';

type Row = Record<string, Value>;
const COPIES = 3;

/** A record, an array of records and scalars of the same fields: none of their names is ever in another one's way. */
const declarationsOf = (fields: Fields): Declarations => ({
  ...Object.fromEntries(Object.entries(fields).map(([name, field]) => [`scalar_${name}`, field])),
  one: record(fields),
  many: records(COPIES, fields),
});

describe.each(['bytes', 'bits'] as const)('packed state, in %s', (packing) => {
  const machines = fieldsArb(fieldArb, 6).chain((fields) =>
    fc.record({
      fields: fc.constant(fields),
      rows: fc.array(recordArb(fields), { minLength: COPIES + 2, maxLength: COPIES + 2 }),
    }),
  );
  const rowsOf = (view: Record<string, unknown>, fields: Fields): Row[] => [
    Object.fromEntries(Object.keys(fields).map((name) => [name, view[`scalar_${name}`] as Value])),
    view['one'] as Row,
    ...(view['many'] as Row[]),
  ];

  it('begins with the first value of every field', () => {
    fc.assert(
      fc.property(machines, ({ fields }) => {
        const { view } = createState(createLayout(declarationsOf(fields), packing));
        const initial = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, initialOf(field)]));
        for (const row of rowsOf(view as never, fields)) expect({ ...row }).toEqual(initial);
      }),
    );
  });

  it('gives back what was put in, whatever is written beside it', () => {
    fc.assert(
      fc.property(machines, ({ fields, rows }) => {
        const { view } = createState(createLayout(declarationsOf(fields), packing));
        const target = view as unknown as Record<string, unknown>;
        for (const name of Object.keys(fields)) target[`scalar_${name}`] = rows[0]?.[name];
        for (const [i, row] of rows.slice(1).entries()) Object.assign(rowsOf(target, fields)[i + 1] as Row, row);
        expect(rowsOf(target, fields).map((row) => ({ ...row }))).toEqual(rows);
      }),
    );
  });

  it('gives back what was put in last, whatever was there before and is written first', () => {
    const twice = machines.chain(({ fields, rows }) =>
      fc.record({
        fields: fc.constant(fields),
        before: fc.constant(rows),
        rows: fc.array(recordArb(fields), { minLength: COPIES + 1, maxLength: COPIES + 1 }),
        order: fc.shuffledSubarray(Object.keys(fields), { minLength: Object.keys(fields).length }),
      }),
    );
    fc.assert(
      fc.property(twice, ({ fields, before, rows, order }) => {
        const { view } = createState(createLayout({ many: records(COPIES + 1, fields) }, packing));
        const { many } = view as unknown as { many: Row[] };
        for (const [i, row] of many.entries()) Object.assign(row, before[i]);
        for (const i of many.keys())
          for (const name of order) (many[COPIES - i] as Row)[name] = rows[COPIES - i]?.[name] as Value;
        expect(many.map((row) => ({ ...row }))).toEqual(rows);
      }),
    );
  });

  it.each([0, 1, 3, 7])('keeps values of 9 to 16 bits apart, %d flags behind a byte', (flags) => {
    const beside = Object.fromEntries(Array.from({ length: flags }, (_, i) => [`flag${i}`, flag()]));
    const kinds: Fields = {
      ...beside,
      nine: range(0, 511),
      sixteen: range(0, 65_535),
      on: flag(),
      names: oneOf(...Array.from({ length: 5_000 }, (_, i) => `n${i}`)),
      last: range(0, 40_000),
    };
    const layout = createLayout({ one: record(kinds), list: list(3, range(0, 65_535)), end: flag() }, packing);
    const { view } = createState(layout);
    const { one, list: values } = view as unknown as {
      one: Row;
      list: { push(value: number): void; get(i: number): number };
    };
    const written: Row = { nine: 341, sixteen: 43_690, on: true, names: 'n4095', last: 32_769 };
    for (let i = 0; i < flags; i++) written[`flag${i}`] = i % 2 === 0;
    for (const all of [{ ...written, nine: 511, sixteen: 65_535, names: 'n4999', last: 40_000, on: false }, written])
      for (const name of Object.keys(all).reverse()) one[name] = all[name] as Value;
    for (const value of [65_535, 0, 43_690]) values.push(value);
    expect({ ...one }).toEqual(written);
    expect([0, 1, 2].map((i) => values.get(i))).toEqual([65_535, 0, 43_690]);
    expect((view as unknown as { end: boolean }).end).toBe(false);
  });

  it('has equal bytes if and only if its values are equal', () => {
    const two = fieldsArb(fieldArb, 4).chain((fields) =>
      fc.tuple(fc.constant(fields), recordArb(fields), recordArb(fields)),
    );
    fc.assert(
      fc.property(two, ([fields, a, b]) => {
        const [first, second] = [a, b].map((row) => {
          const state = createState(createLayout({ one: record(fields) }, packing));
          Object.assign((state.view as unknown as { one: Row }).one, row);
          return state.scalars.bytes.join();
        });
        const equal = Object.keys(fields).every((name) => a[name] === b[name]);
        expect(first === second).toBe(equal);
      }),
    );
  });

  it('refuses every value that does not fit, and stays as it was', () => {
    fc.assert(
      fc.property(fieldArb, (field) => {
        const state = createState(createLayout({ field, beside: range(0, 9) }, packing));
        const view = state.view as unknown as Record<string, unknown>;
        for (const value of misfits(field)) {
          const put = () => {
            view['field'] = value;
          };
          expect(codesOf(put)).toEqual(['CVM_AUTHOR_VALUE_OUT_OF_RANGE']);
        }
        expect(state.scalars.bytes.every((byte) => byte === 0)).toBe(true);
      }),
    );
  });

  it('keeps pages apart, from each other and from what is beside them', () => {
    const length = 7;
    fc.assert(
      fc.property(
        fc.constantFrom(1, 2, 4, 15, 16, 255, 256, 40_000),
        fc.array(fc.nat(), { minLength: length, maxLength: length }),
        (most, codes) => {
          const declared = {
            a: flag(),
            page: pages(length, { st: range(0, most) }),
            other: pages(3, { on: flag() }),
            b: range(0, 9),
          };
          const { view, pages: arrays } = createState<typeof declared>(createLayout(declared, packing));
          view.other.fill({ on: true });
          view.b = 7;
          for (const [page, code] of codes.entries()) view.page.at(page).st = code % (most + 1);
          expect(codes.map((_, page) => view.page.at(page).st)).toEqual(codes.map((code) => code % (most + 1)));
          expect([view.a, view.b, arrays.get('other')?.count(({ on }) => on === true)]).toEqual([false, 7, 3]);
          view.page.fill({ st: most });
          expect([view.a, view.b, view.page.count(({ st }) => st === most)]).toEqual([false, 7, length]);
        },
      ),
    );
  });
});

describe('the layout of packed state', () => {
  it('lets fields share bytes, and pages that are few bits', () => {
    const {
      slots,
      pages: arrays,
      totalBits,
    } = createLayout(
      { on: flag(), count: range(0, 999), page: pages(5, { st: range(0, 4) }), wide: range(0, 2 ** 20) },
      'bits',
    );
    const placed = [...slots].map(([path, { offset, width }]) => [path, offset, width]);
    expect(placed).toEqual([
      ['on', 0, 1],
      ['count', 1, 10],
      ['wide', 16, 24],
    ]);
    expect([...arrays.values()].map(({ offset, width }) => [offset, width])).toEqual([[40, 4]]);
    expect(totalBits).toBe(60);
  });

  it('is without holes: scalars in the order of their declaration, pages behind them', () => {
    const layout = createLayout({
      small: range(0, 255),
      page: pages(10, { st: range(0, 255) }),
      wide: range(0, 256),
      names: list(3, oneOf('a', 'b')),
      table: pages(4, { entries: range(0, 256) }),
      last: record({ at: pageOf('page', 10), on: flag() }),
    });
    expect([...layout.slots].map(([path, { offset, width }]) => [path, offset, width])).toEqual([
      ['small', 0, 8],
      ['wide', 8, 16],
      ['names.length', 24, 8],
      ['names[0]', 32, 8],
      ['names[1]', 40, 8],
      ['names[2]', 48, 8],
      ['last.at', 56, 8],
      ['last.on', 64, 8],
    ]);
    expect([...layout.pages].map(([name, { offset, width, count }]) => [name, offset, width, count])).toEqual([
      ['page', 72, 8, 10],
      ['table', 152, 16, 4],
    ]);
    expect([layout.scalarBytes, layout.totalBytes]).toEqual([9, 27]);
  });

  it('keeps its structure: nothing can be added or replaced', () => {
    const { view } = createState(createLayout({ one: record({ a: flag() }), many: records(1, { a: flag() }) }));
    expect(() => Object.assign(view, { two: 1 })).toThrow(TypeError);
    expect(() => Object.assign(view as object, { one: {} })).toThrow(TypeError);
    expect(() => Object.assign((view as unknown as { one: object }).one, { b: true })).toThrow(TypeError);
    expect(() => (view as unknown as { many: object[] }).many.push({})).toThrow(TypeError);
  });

  it('can be a window onto bytes that somebody else has', () => {
    const layout = createLayout({ a: range(0, 300), page: pages(2, { st: range(0, 3) }) });
    const bytes = new Uint8Array(layout.totalBytes);
    const state = createState<{ a: ReturnType<typeof range> }>(layout, bytes);
    state.view.a = 258;
    state.pages.get('page')?.fill({ st: 2 } as never);
    expect([...bytes]).toEqual([2, 1, 2, 2]);
    state.scalars.bytes = Uint8Array.of(1, 0, 0, 0);
    expect(state.view.a).toBe(1);
  });
});

describe('a declaration', () => {
  const laidOut = (declarations: Declarations) => () => createLayout(declarations);

  it('has fields that can take a value, in names that are free', () => {
    expect(laidOut({ odd: range(3, 2) })).toThrow('odd cannot take 0 values');
    expect(laidOut({ odd: range(0, Number.POSITIVE_INFINITY) })).toThrow('odd cannot take Infinity values');
    expect(laidOut({ odd: oneOf() })).toThrow('odd cannot take 0 values');
    expect(laidOut({ vm: record({ odd: oneOf('a', 'b', 'a') }) })).toThrow('vm.odd has one name twice: a, b, a');
    expect(laidOut({ page: pages(1, { odd: range(1, 0) }) })).toThrow('page.odd cannot take 0 values');
    expect(laidOut({ odd: range(0, 2 ** 50) })).toThrow('too many to store them exactly');
    for (const name of ['#private', '_private', 'constructor', 'prototype'])
      expect(laidOut({ [name]: flag() })).toThrow(`"${name}" cannot be the name of a state field`);
  });

  it('of pages has at most 65,536 states', () => {
    expect(
      createLayout({ page: pages(1, { a: range(0, 255), b: range(0, 255) }) }).pages.get('page')?.codec.states,
    ).toBe(65_536);
    expect(laidOut({ page: pages(1, { a: range(0, 255), b: range(0, 256) }) })).toThrow('declares 65792 states');
  });
});
