import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLayout, createState, list, range, type StateView } from '../../src/state/index.js';
import { codesOf } from '../support/findings.js';

const CAPACITY = 4;
const declarations = { before: range(0, 9), items: list(CAPACITY, range(1, 300)), behind: range(0, 9) };

const create = () => {
  const state = createState<typeof declarations>(createLayout(declarations));
  return { bytes: state.scalars.bytes, ...(state.view as StateView<typeof declarations>) };
};

type Command = readonly ['push' | 'remove' | 'removeAt', number] | readonly ['shift'];
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constant('push' as const), fc.integer({ min: 1, max: 6 })) },
  fc.tuple(fc.constant('remove' as const), fc.integer({ min: 1, max: 6 })),
  fc.tuple(fc.constant('removeAt' as const), fc.nat(CAPACITY)),
  fc.constant(['shift'] as const),
);

describe('a bounded list', () => {
  it('does what an array does, and refuses what does not fit', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40, size: 'max' }), (commands) => {
        const { items, bytes } = create();
        const naive: number[] = [];
        for (const [kind, value] of commands) {
          if (kind === 'push') {
            const codes = codesOf(() => items.push(value));
            expect(codes).toEqual(naive.length < CAPACITY ? [] : ['CVM_AUTHOR_LIST_OVERFLOW']);
            if (naive.length < CAPACITY) naive.push(value);
          } else if (kind === 'shift') {
            expect(items.shift()).toBe(naive.shift());
          } else if (kind === 'remove') {
            const at = naive.indexOf(value);
            expect(items.remove(value)).toBe(at >= 0);
            if (at >= 0) naive.splice(at, 1);
          } else if (value < naive.length) {
            items.removeAt(value);
            naive.splice(value, 1);
          } else {
            expect(() => items.removeAt(value)).toThrow(`items[${value}]: no such value (there are ${naive.length})`);
          }
          expect([items.toArray(), items.length]).toEqual([naive, naive.length]);
        }
        for (let value = 0; value < 7; value++) expect(items.includes(value)).toBe(naive.includes(value));
        for (let at = -1; at <= CAPACITY; at++) expect(items.get(at)).toBe(naive[at]);
        // Equal lists have equal bytes: nothing is left behind in slots that are free.
        const fresh = create();
        for (const value of naive) fresh.items.push(value);
        expect([...bytes]).toEqual([...fresh.bytes]);
      }),
    );
  });

  it('holds values of its kind', () => {
    const { items } = create();
    for (const value of [0, 301, 1.5, 'x' as never])
      expect(codesOf(() => items.push(value))).toEqual(['CVM_AUTHOR_VALUE_OUT_OF_RANGE']);
    expect(items.length).toBe(0);
  });
});
