/** The guests and hosts of the conformance table, by row; what they must cost stands in docs/arm64.md 15. */
import type { MachineRequest } from '@cvm-teardown/core';
import type { MappedRange } from '../../src/layout.js';
import type { Counts, Guest } from './counts.js';
import { num, type Row, specTable } from './spec.js';

const KiB = 2 ** 10;
const MiB = 2 ** 20;
const GiB = 2 ** 30;

const g4k40 = { granule: '4K', ipaBits: 40 } as const;
const pages = (bytes: number, more: Partial<Guest> = {}): Guest => ({ ...g4k40, leaf: 'page', bytes, ...more });
const blocks = (bytes: number, more: Partial<Guest> = {}): Guest => ({ ...g4k40, leaf: 'block2', bytes, ...more });
const gigas = (bytes: number, more: Partial<Guest> = {}): Guest => ({ ...g4k40, leaf: 'block1', bytes, ...more });
const ram = (from: number, to: number): MappedRange => ({ from, to, kind: 'ram' });
const upTo = (to: number) => ({ request: { from: 0, to } });

const onePageOf512 = pages(2 * MiB, upTo(4 * KiB));
const halfOf4MiB = pages(4 * MiB, upTo(2 * MiB));
const oneBlockOfTwo = blocks(4 * MiB, upTo(2 * MiB));
const pageInBlock = blocks(2 * MiB, { request: { from: 4 * KiB, to: 8 * KiB } });

export const GUESTS: Readonly<Record<string, Guest>> = {
  T01: pages(4 * KiB),
  T03: blocks(2 * MiB),
  T04: gigas(GiB),
  T06: pages(GiB),
  T07: blocks(GiB),
  T08: pages(64 * GiB),
  T09: pages(64 * GiB),
  T10: blocks(64 * GiB),
  T12: blocks(64 * GiB, { ipaBits: 48 }),
  T13: blocks(GiB, { mapped: [] }),
  T15: { granule: '16K', ipaBits: 40, leaf: 'block2', bytes: GiB },
  T16: { granule: '64K', ipaBits: 40, leaf: 'page', bytes: GiB },
  T18: pages(17 * 4 * KiB, {
    mapped: [{ from: 0, to: 16 * 4 * KiB, kind: 'device' }, ram(16 * 4 * KiB, 17 * 4 * KiB)],
  }),
  T19: pages(4 * GiB, { mapped: [0, 1, 2, 3].map((i) => ram(i * GiB, i * GiB + 4 * KiB)) }),
  U01: onePageOf512,
  U02: onePageOf512,
  U03: onePageOf512,
  U04: halfOf4MiB,
  U05: halfOf4MiB,
  U07: pages(4 * KiB),
  U08: pages(4 * KiB),
  U09: oneBlockOfTwo,
  U10: oneBlockOfTwo,
  // The other block keeps the table alive, as in U09.
  U11: { ...pageInBlock, bytes: 4 * MiB },
  U12: { ...pageInBlock, bytes: 4 * MiB },
  U13: pages(GiB),
  U14: pages(GiB),
  U15: blocks(GiB),
  U16: pages(64 * GiB),
  U17: pages(64 * GiB),
  U19: gigas(64 * GiB),
  U20: pages(2 * MiB, upTo(12 * KiB)),
  U22: pages(8 * MiB, { base: 2 * GiB - 4 * MiB, request: { from: 2 * MiB, to: 6 * MiB } }),
  U23: pages(2 * MiB, { mapped: [] }),
  U25: { granule: '16K', ipaBits: 40, leaf: 'page', bytes: GiB },
  U26: { granule: '64K', ipaBits: 40, leaf: 'page', bytes: GiB },
  E02: onePageOf512,
  E03: halfOf4MiB,
  E05: blocks(GiB),
  E06: blocks(GiB),
  E07: blocks(GiB),
  E08: blocks(GiB),
};

const EVENTS: Readonly<Record<string, string>> = {
  E02: 'CLEAR',
  E03: 'PROTECTION_VMA',
  E05: 'memslot-delete',
  E06: 'memslot-delete',
  E07: 'vcpu-reinit',
  E08: 'vcpu-reinit',
};

/** The three columns, and the release in whose form each policy behaves there. */
export const COLUMNS = [
  { column: '(a) pre-series', policy: 'pre-series', release: '5.4' },
  { column: '(b) series', policy: 'series', release: '5.5+series' },
  { column: '(c) mainline', policy: 'mainline', release: '6.19' },
] as const;

export interface Case {
  readonly row: string;
  readonly guest: Guest;
  readonly request: MachineRequest;
  readonly expected: Counts;
}

/** Rows of 16.7 million leaves that are run in full, 5 s each; the others run on a sixteenth of the memory. */
const IN_FULL = new Set(['T08 pre-series', 'U17 mainline']);
const LARGE = 64 * GiB;

/** All cases of a section of the table; a hardware column of `*` gives one case for each value. */
export function casesOf(section: string): readonly Case[] {
  return specTable(section).flatMap((row) => {
    const id = row['#'] as string;
    const guest = GUESTS[id];
    if (guest === undefined) throw new Error(`no guest for row ${id} of docs/arm64.md ${section}`);
    return COLUMNS.flatMap(({ column, policy, release }) => {
      const large = guest.leaf === 'page' && guest.bytes === LARGE;
      const inFull = large && IN_FULL.has(`${id} ${policy}`);
      const parts = large && !inFull ? 16 : 1;
      return hostsOf(row)
        .slice(0, inFull ? 1 : 2)
        .map((features) => ({
          row: `${id} ${policy} FWB=${Number(features.FWB)} TLBIRANGE=${Number(features.TLBIRANGE)}${parts > 1 ? ', a sixteenth' : ''}`,
          guest: { ...guest, bytes: guest.bytes / parts },
          request: {
            trigger: id.startsWith('T') ? 'close' : 'unmap',
            policy,
            release,
            features,
            ...(EVENTS[id] !== undefined && { options: { event: EVENTS[id] } }),
          },
          expected: part(cell(row[column] as string), parts),
        }));
    });
  });
}

/** Whole GiB cost alike: leaves, tables and batches are so many per GiB; the flush by VMID and the root are there once. */
function part({ V, P, ...perGiB }: Counts, parts: number): Counts {
  const { L, I, R, S, T } = perGiB;
  return { L: L / parts, I: I / parts, R: R / parts, S: S / parts, T: T / parts, V, P };
}

function hostsOf(row: Row): readonly { readonly FWB: boolean; readonly TLBIRANGE: boolean }[] {
  const [, fwb, rng] = /^FWB=([01]) RNG=([01*])$/.exec(row['HW'] as string) ?? [];
  if (fwb === undefined || rng === undefined) throw new Error(`not a host: ${row['HW']}`);
  return (rng === '*' ? ['0', '1'] : [rng]).map((value) => ({ FWB: fwb === '1', TLBIRANGE: value === '1' }));
}

/** `64 3/0/3/0 T2 P2` */
function cell(text: string): Counts {
  const found = /^([\d,]+) ([\d,]+)\/([\d,]+)\/([\d,]+)\/([\d,]+) T([\d,]+)(?: P([\d,]+))?$/.exec(text);
  if (found === null) throw new Error(`not a cell of the conformance table: ${text}`);
  const [L, I, R, S, V, T, P] = found.slice(1).map((value) => (value === undefined ? 0 : num(value)));
  return { L, I, R, S, V, T, P } as Counts;
}
