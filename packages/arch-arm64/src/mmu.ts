import type { MachineConfig, Mmu, UnmapReason } from '@cvm-teardown/core/plugin';
import { debtsOf } from './firmware.js';
import { type Geometry, LEAF_LEVEL, tableLevels, tablesOfLevel } from './geometry.js';
import { unmapRange } from './hypervisor.js';
import { GUEST_BASE, geometryOf, leafBytes, leafLevelOf } from './layout.js';
import type { Occasion } from './maintenance.js';
import { ownOf } from './policies/index.js';
import type { S, Stage2Of } from './state.js';
import { planWalk } from './walk.js';

/** The notifier's event behind a reason; `release` closes stage 2 as a whole. Source: docs/arm64.md 4. */
const OCCASION: Readonly<Record<UnmapReason, Occasion>> = {
  unmap: 'UNMAP',
  discard: 'CLEAR',
  'swap-out': 'CLEAR',
  migrate: 'CLEAR',
  'protection change': 'PROTECTION_VMA',
  'release of the whole address space': 'close',
};

/** Stage 2. Source: docs/arm64.md 1, 4. */
export function stage2Mmu(stage2Of: Stage2Of): Mmu<S> {
  return {
    plan: (machine) => ({ pageBytes: leafBytes(machine), description: describe(machine) }),
    unmap: (machine, range, reason) => {
      const stage2 = stage2Of(machine);
      const own = ownOf(machine.policy);
      const occasion = OCCASION[reason];
      const asked = { from: range.from * stage2.leafBytes, to: range.to * stage2.leafBytes };
      const planned = planWalk(stage2, occasion, asked, own.stretch(stage2));
      return occasion === 'close' ? own.close(planned, stage2) : unmapRange(planned, range, false);
    },
    fulfil,
    debts: debtsOf(stage2Of),
  };
}

/** One kind of leaf maps the whole guest; where pages lie in the host matters to blocks only. */
const fulfil: NonNullable<Mmu<S>['fulfil']> = ({ mapping, layout }) => {
  if (mapping === 'small' || (mapping === undefined && layout === 'fragmented'))
    return { options: { leaf: 'page' }, says: 'pages at level 3 map all of it' };
  if (mapping === undefined && layout === undefined) return { says: 'mapped as the option "leaf" says' };
  if (mapping === 'mixed' || layout === 'fragmented')
    return { options: { leaf: 'page' }, says: 'one kind of leaf maps all of it, and blocks cannot: pages at level 3' };
  return { options: { leaf: 'block2' }, says: 'blocks of level 2 map all of it' };
};

function describe(machine: MachineConfig): string {
  const g = geometryOf(machine);
  const level = leafLevelOf(machine);
  const leaves = level === LEAF_LEVEL ? `${g.granule} pages` : `blocks of level ${level}, ${g.granule} granule`;
  const shape = `${leaves}, ${saysRoot(g)}`;
  if (machine.purpose === 'check') return shape;
  const { memoryBytes } = machine.guest;
  const tables = tableLevels(g, level).reduce(
    (sum, k) => sum + tablesOfLevel(g, k, GUEST_BASE, GUEST_BASE + memoryBytes),
    0,
  );
  return `${shape}, ${tables} tables if fully mapped`;
}

const saysRoot = ({ ipaBits, startLevel, rootPages }: Geometry): string =>
  `${ipaBits}-bit addresses from level ${startLevel} on, ${rootPages} root page${rootPages === 1 ? '' : 's'}`;
