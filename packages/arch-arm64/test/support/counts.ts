import { loadArchitecture, type MachineRequest, type RunResult, simulate } from '@cvm-teardown/core';
import { arm64With } from '../../src/index.js';
import type { GuestLayout, MappedRange } from '../../src/layout.js';

/** What a row of docs/arm64.md 15 counts. */
export interface Counts {
  readonly L: number;
  readonly I: number;
  readonly R: number;
  readonly S: number;
  readonly V: number;
  readonly T: number;
  /** Root pages; only of a close. */
  readonly P: number;
}

/** Instructions behind the operations of a run: a pair is one IPAS2E1IS and one VMALLE1IS, a chunk ends in a VMALLE1IS. */
export function countsOf(run: RunResult): Counts {
  const pairs = run.count('flush-by-ipa');
  return {
    L: run.count('clean-line'),
    I: pairs + run.count('invalidate-single'),
    R: run.count('invalidate-range'),
    S: pairs + run.count('flush-by-range'),
    V: run.count('flush-by-vmid'),
    T: run.count('free-table'),
    P: run.count('free-root-page'),
  };
}

/** A guest for a test: where its memory is, what is mapped, what is to be unmapped. */
export interface Guest {
  readonly granule: '4K' | '16K' | '64K';
  readonly ipaBits: number;
  readonly leaf: 'page' | 'block2' | 'block1';
  readonly bytes: number;
  /** Default: 1 GiB. */
  readonly base?: number;
  /** Default: all of it, as RAM. */
  readonly mapped?: readonly MappedRange[];
  /** Default: all of it. */
  readonly request?: { readonly from: number; readonly to: number };
}

const layoutOf = ({ bytes, base = 2 ** 30, mapped, request }: Guest): GuestLayout => ({
  base,
  mapped: mapped ?? [{ from: 0, to: bytes, kind: 'ram' }],
  request: request ?? { from: 0, to: bytes },
});

/** Runs the protocol, page by page, on a guest; nothing has a price. */
export function run(guest: Guest, request: MachineRequest): RunResult {
  const { granule, ipaBits, leaf, bytes } = guest;
  return simulate(
    loadArchitecture(arm64With(() => layoutOf(guest))),
    { ...request, memoryBytes: bytes, options: { granule, ipaBits, leaf, ...request.options } },
    { profiles: [] },
  );
}
