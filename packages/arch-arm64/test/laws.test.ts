import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GRANULES, type Granule, geometry } from '../src/geometry.js';
import type { MappedRange } from '../src/layout.js';
import { closeCounts, type Host, type Layout, unmapCounts } from './support/counting-model.js';
import { type Counts, countsOf, type Guest, run } from './support/counts.js';

const POLICIES = [
  { policy: 'pre-series', release: '5.4' },
  { policy: 'series', release: '5.5+series' },
  { policy: 'mainline', release: '6.19' },
] as const;
type PolicyId = (typeof POLICIES)[number]['policy'];

const LEVEL = { page: 3, block2: 2, block1: 1 } as const;

interface World {
  readonly guest: Guest;
  readonly host: Host;
  readonly layout: Layout;
}

/** A small guest somewhere near the boundary of tables and batches: some leaves mapped, a request in pages. */
const worlds: fc.Arbitrary<World> = fc
  .record({
    granule: fc.constantFrom<Granule>(...GRANULES),
    ipaBits: fc.constantFrom(36, 40, 48),
    leaf: fc.constantFrom('page', 'block2', 'block1' as const),
    leaves: fc.array(fc.constantFrom('none', 'ram', 'device' as const), { minLength: 1, maxLength: 40 }),
    before: fc.nat(39),
    request: fc.tuple(fc.nat({ max: 999 }), fc.nat({ max: 999 })),
    host: fc.record({ FWB: fc.boolean(), TLBIRANGE: fc.boolean() }),
  })
  .filter(({ granule, ipaBits, leaf }) => geometry(granule, ipaBits).leafLevels.includes(LEVEL[leaf]))
  .map(({ granule, ipaBits, leaf, leaves, before, request, host }) => {
    const g = geometry(granule, ipaBits);
    const leafLevel = LEVEL[leaf];
    const size = g.pageBytes * g.entriesPerTable ** (3 - leafLevel);
    const bytes = leaves.length * size;
    // The memory starts so many leaves before a boundary, which lies at an entry of level 1 where the width allows it.
    const boundary = 2 ** Math.min(ipaBits - 2, (g.pageShift - 3) * 3 + 3 + 4);
    const base = Math.max(0, boundary - Math.min(before, leaves.length) * size);
    const pages = bytes / g.pageBytes;
    const [a, b] = request.map((part) => Math.floor((part * pages) / 1000) * g.pageBytes).sort((x, y) => x - y) as [
      number,
      number,
    ];
    const asked = { from: a, to: Math.max(b, a + g.pageBytes) };
    const mapped = leaves.flatMap((kind, i): MappedRange[] =>
      kind === 'none' ? [] : [{ from: i * size, to: (i + 1) * size, kind }],
    );
    return {
      guest: { granule, ipaBits, leaf, bytes, base, mapped, request: asked },
      host,
      layout: {
        pageShift: g.pageShift,
        startLevel: g.startLevel,
        leafLevel,
        rootPages: g.rootPages,
        batchLevel: granule === '4K' ? 1 : 2,
        leaves: mapped.map(({ from }) => base + from),
        devices: new Set(mapped.filter(({ kind }) => kind === 'device').map(({ from }) => base + from)),
        request: { from: base + asked.from, to: base + asked.to },
      },
    };
  });

const at = (world: World, trigger: 'close' | 'unmap', policy: PolicyId, request = world.guest.request): Counts => {
  const { release } = POLICIES.find((one) => one.policy === policy) as (typeof POLICIES)[number];
  const guest = request === undefined ? world.guest : { ...world.guest, request };
  return countsOf(run(guest, { trigger, policy, release, features: { ...world.host } }));
};

const law = (title: string, holds: (world: World) => void) =>
  it(title, () => fc.assert(fc.property(worlds, holds), { numRuns: 120 }));

describe('against the closed forms (docs/arm64.md 15.1)', () => {
  law('close', (world) => {
    for (const { policy } of POLICIES)
      expect(at(world, 'close', policy)).toEqual(closeCounts(policy, world.layout, world.host));
  });

  law('unmap', (world) => {
    for (const { policy } of POLICIES)
      expect(at(world, 'unmap', policy)).toEqual(unmapCounts(policy, world.layout, world.host));
  });
});

describe('laws (docs/arm64.md 16)', () => {
  law('1, 3: at close tables and root are the same; the series flushes once, mainline never', (world) => {
    const [a, b, c] = POLICIES.map(({ policy }) => at(world, 'close', policy)) as [Counts, Counts, Counts];
    expect([b.T, b.P, c.T, c.P]).toEqual([a.T, a.P, a.T, a.P]);
    expect(b).toMatchObject({ L: 0, I: 0, R: 0, S: 0, V: 1 });
    expect(c).toMatchObject({ L: 0, I: 0, R: 0, S: 0, V: 0 });
  });

  law('2: on UNMAP the series saves the lines and nothing else', (world) => {
    expect(at(world, 'unmap', 'series')).toEqual({ ...at(world, 'unmap', 'pre-series'), L: 0 });
  });

  law('4: with FWB no line is ever cleaned', (world) => {
    const host = { ...world.host, FWB: true };
    for (const { policy } of POLICIES) {
      for (const trigger of ['close', 'unmap'] as const) expect(at({ ...world, host }, trigger, policy).L).toBe(0);
    }
  });

  law('5: without FWB mainline unmaps as v5.5 did, except for the lines of device blocks', (world) => {
    const plain = { ...world, host: { ...world.host, FWB: false } };
    const { L: a, ...rest } = at(plain, 'unmap', 'pre-series');
    const { L: c, ...others } = at(plain, 'unmap', 'mainline');
    expect(others).toEqual(rest);
    expect(c).toBeLessThanOrEqual(a);
    if (world.layout.devices.size === 0 || world.guest.leaf === 'page') expect(c).toBe(a);
  });

  law('6, 8: deferred, an unmap always flushes; done again it flushes the same and finds nothing', (world) => {
    const deferred = { ...world, host: { FWB: true, TLBIRANGE: true } };
    const first = at(deferred, 'unmap', 'mainline');
    const again = at({ ...deferred, guest: { ...world.guest, mapped: [] } }, 'unmap', 'mainline');
    expect(again.S).toBeGreaterThan(0);
    expect(first).toEqual({ ...again, I: again.I + first.T, S: again.S + first.T, T: first.T });
    const eager = { ...deferred, host: { FWB: true, TLBIRANGE: false }, guest: { ...world.guest, mapped: [] } };
    expect(at(eager, 'unmap', 'mainline')).toEqual({ L: 0, I: 0, R: 0, S: 0, V: 0, T: 0, P: 0 });
  });

  law('9: after a close nothing is left, after an unmap of everything the root', (world) => {
    const whole = { ...world.guest, request: { from: 0, to: world.guest.bytes } };
    for (const { policy, release } of POLICIES) {
      for (const trigger of ['close', 'unmap'] as const) {
        const after = run(whole, { trigger, policy, release, features: { ...world.host } });
        expect(after.pageCount('page', (leaf) => leaf['descriptor'] !== 'empty')).toBe(0);
        for (const level of ['level3', 'level2', 'level1']) {
          expect(after.pageCount(level, (table) => table['page'] === 'linked')).toBe(0);
        }
        expect(after.pageCount('root', (table) => table['entries'] !== 0)).toBe(0);
        expect(after.pageCount('root', (table) => table['page'] === 'linked') > 0).toBe(trigger === 'unmap');
      }
    }
  });

  law('7: cutting at a batch boundary changes no table and flushes the same pages', (world) => {
    const deferred = { ...world, host: { FWB: true, TLBIRANGE: true } };
    const g = geometry(world.guest.granule, world.guest.ipaBits);
    const batch = g.pageBytes * g.entriesPerTable ** (3 - g.minBlockLevel);
    const { from, to } = world.guest.request as { from: number; to: number };
    const base = world.guest.base as number;
    const cut = Math.ceil((base + from + 1) / batch) * batch - base;
    fc.pre(cut < to);
    const whole = at(deferred, 'unmap', 'mainline');
    const first = at(deferred, 'unmap', 'mainline', { from, to: cut });
    const mapped = (world.guest.mapped ?? []).filter((part) => part.from >= cut || part.to <= from);
    const second = at({ ...deferred, guest: { ...world.guest, mapped } }, 'unmap', 'mainline', { from: cut, to });
    expect({ R: first.R + second.R, T: first.T + second.T }).toEqual({ R: whole.R, T: whole.T });
  });
});

describe('10: lines of a partition', () => {
  const MiB = 2 ** 20;
  const host = { FWB: false, TLBIRANGE: false };
  const guest = (leaf: 'page' | 'block2', mapped: boolean, from: number, to: number): Guest => ({
    granule: '4K',
    ipaBits: 40,
    leaf,
    bytes: 2 * MiB,
    request: { from, to },
    ...(!mapped && { mapped: [] }),
  });
  const linesOf = (one: Guest) => countsOf(run(one, { trigger: 'unmap', policy: 'pre-series', features: host })).L;

  it('adds up for pages', () => {
    expect(linesOf(guest('page', true, 0, MiB)) + linesOf(guest('page', true, MiB, 2 * MiB))).toBe(
      linesOf(guest('page', true, 0, 2 * MiB)),
    );
  });

  it('does not for blocks: the first 4 KiB take all of it', () => {
    expect(linesOf(guest('block2', true, 0, 4096))).toBe(32_768);
    expect(linesOf(guest('block2', false, 4096, 8192))).toBe(0);
  });
});
