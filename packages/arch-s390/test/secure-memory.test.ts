import { interval } from '@cvm-teardown/core/plugin';
import { expect, it, test } from 'vitest';
import { custodyOf, type PageState } from '../src/secure-memory.js';
import { secureMemory } from '../src/verbs.js';
import { play } from './support/script.js';

const page = (state: Partial<PageState>): PageState => ({
  place: 'guest',
  uv: 'normal',
  owner: 0,
  busy: false,
  held: false,
  ...state,
});

test.each([
  [
    { uv: 'secure', owner: 1 },
    { place: 'guest', content: 'secret' },
  ],
  [
    { uv: 'secure', owner: 3, place: 'host' },
    { place: 'host', content: 'secret' },
  ],
  [
    { uv: 'shared', owner: 1 },
    { place: 'guest', content: 'open' },
  ],
  [{ uv: 'exported' }, { place: 'guest', content: 'encrypted' }],
  [
    { uv: 'secure', owner: 1, place: 'leaked' },
    { place: 'leaked', content: 'secret' },
  ],
] as const)('custody of %o', (state, expected) => {
  expect(custodyOf(page(state))).toEqual(expected);
});

test.each([
  ['expose', 'exported', 'secure'],
  ['share', 'shared', 'secure'],
  ['admit', 'secure', 'secure'],
] as const)('%s acts on its range only', (verb, inside, outside) => {
  const { s } = play({
    *task(machine) {
      yield* secureMemory.verbs[verb]?.(machine, interval(2, 4)) as Generator<never>;
    },
  });
  expect([1, 2, 3, 4].map((p) => s.page.at(p).uv)).toEqual([outside, inside, inside, outside]);
});

it('scrubs nothing of a configuration with CPUs', () => {
  const { s, run } = play(
    {
      *task(machine) {
        yield* secureMemory.verbs.scrub?.(machine, interval(0, 8)) as Generator<never>;
      },
    },
    { release: '6.14' },
  );
  expect(run.count('destroy-page-refused')).toBe(8);
  expect(s.page.count(({ uv, held }) => uv === 'secure' && !held)).toBe(8);
});

it('unshare takes back what share gave', () => {
  const { s, run } = play({
    *task(machine) {
      yield* secureMemory.verbs.share?.(machine, interval(0, 8)) as Generator<never>;
      yield* secureMemory.verbs.unshare?.(machine, interval(0, 8)) as Generator<never>;
    },
  });
  expect([s.page.count(({ uv }) => uv === 'secure'), run.count('share-page')]).toEqual([8, 16]);
});
