/** Instruction counts of real kernels (docs/arm64.md 17) against the protocol, run page by page. */
import { describe, expect, it } from 'vitest';
import { type Counts, countsOf, type Guest, run } from './support/counts.js';
import { num, specTable } from './support/spec.js';

const KiB = 2 ** 10;
const MiB = 2 ** 20;
const GiB = 2 ** 30;

const g4k40 = { granule: '4K', ipaBits: 40 } as const;
const pages: Guest = { ...g4k40, leaf: 'page', bytes: 32 * MiB };
const blocks: Guest = { ...g4k40, leaf: 'block2', bytes: 32 * MiB };
const sparse: Guest = {
  ...pages,
  mapped: Array.from({ length: 16 }, (_, i) => ({ from: i * 2 * MiB, to: i * 2 * MiB + 4 * KiB, kind: 'ram' })),
};
const middle: Guest = { ...pages, request: { from: 8 * MiB + 4 * KiB, to: 8 * MiB + 4 * KiB + 4091 * 4 * KiB } };

const cell = (text: string): Partial<Counts> => {
  const [I, R, S, V] = text.split('/').map(num);
  return { I, R, S, V } as Partial<Counts>;
};

/** Rows of the table that are one unmap or one close; the others (page by page, write-protection) are many or not modelled. */
const ROWS: readonly { readonly starts: string; readonly guest: Guest; readonly trigger: 'close' | 'unmap' }[] = [
  { starts: 'close, exit', guest: pages, trigger: 'close' },
  { starts: 'munmap, memslot removal', guest: pages, trigger: 'unmap' },
  {
    starts: '`MADV_DONTNEED` of the upper half',
    guest: { ...pages, request: { from: 16 * MiB, to: 32 * MiB } },
    trigger: 'unmap',
  },
  { starts: 'munmap (2 MiB blocks)', guest: blocks, trigger: 'unmap' },
  { starts: '`MADV_DONTNEED` of 4,091 pages', guest: middle, trigger: 'unmap' },
  { starts: 'munmap, one page per 2 MiB', guest: sparse, trigger: 'unmap' },
];

describe.each(ROWS)('$starts', ({ starts, guest, trigger }) => {
  const row = specTable('17').find((found) => found['operation on 32 MiB']?.startsWith(starts)) ?? {};
  const counts = (release: string, features: Readonly<Record<string, boolean>>) =>
    countsOf(run(guest, { trigger, policy: 'mainline', release, features }));
  const tables = num(/^\d+/.exec(row['tables'] as string)?.[0]);
  const lines = num(row['lines without FWB']);
  const eager = cell(row['5.10, 6.1; 6.12, 7.2 without FWB'] as string);
  const deferred = cell((row['6.12, 7.2 with FWB and TLBIRANGE'] as string).split(',')[0] as string);

  it.each([
    { release: '5.10', features: {} },
    { release: '6.5', features: { TLBIRANGE: true } },
    { release: '6.19', features: {} },
  ])('without FWB, release $release', ({ release, features }) => {
    expect(counts(release, features)).toMatchObject({ ...eager, L: lines, T: tables });
  });

  it('with FWB before range operations', () => {
    expect(counts('6.5', { FWB: true, TLBIRANGE: true })).toMatchObject({ ...eager, L: 0, T: tables });
  });

  it('with FWB and range operations', () => {
    expect(counts('6.9', { FWB: true, TLBIRANGE: true })).toMatchObject({ ...deferred, L: 0, T: tables });
  });
});

describe('other measured cases', () => {
  const deferred = { trigger: 'unmap', policy: 'mainline', features: { FWB: true, TLBIRANGE: true } } as const;

  it('LPA2: 21/3/7/0', () => {
    const features = { ...deferred.features, LPA2: true };
    expect(countsOf(run(middle, { ...deferred, features }))).toMatchObject(cell('21/3/7/0'));
  });

  it('256 MiB across a 1 GiB boundary: 130/2/132/0', () => {
    const guest: Guest = { ...pages, bytes: 256 * MiB, base: 2 * GiB - 128 * MiB };
    expect(countsOf(run(guest, deferred))).toMatchObject({ ...cell('130/2/132/0'), T: 130 });
  });

  it('48-bit addresses: 18/1/19/0, one root page', () => {
    const guest: Guest = { ...pages, ipaBits: 48 };
    expect(countsOf(run(guest, deferred))).toMatchObject({ ...cell('18/1/19/0'), T: 18 });
    expect(countsOf(run(guest, { ...deferred, trigger: 'close' }))).toMatchObject({ ...cell('0/0/0/0'), T: 18, P: 1 });
  });

  it('a 1 GiB block: 1/0/1/0 and 16,777,216 lines without FWB, 0/1/1/0 deferred', () => {
    const guest: Guest = { ...g4k40, leaf: 'block1', bytes: GiB };
    expect(countsOf(run(guest, { ...deferred, features: {} }))).toMatchObject({ ...cell('1/0/1/0'), L: 16_777_216 });
    expect(countsOf(run(guest, deferred))).toMatchObject({ ...cell('0/1/1/0'), L: 0 });
  });
});
