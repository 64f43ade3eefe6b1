import type { MachineConfig, Mmu, UnmapReason } from '@cvm-teardown/core/plugin';
import { debtsOf } from './firmware.js';
import { type Geometry, LEAF_LEVEL, tableLevels, tablesOfLevel } from './geometry.js';
import { unmapRange } from './hypervisor.js';
import { geometryOf, leafBytes, leafLevelOf } from './layout.js';
import type { Occasion } from './maintenance.js';
import { ownOf } from './policies/index.js';
import type { S, Stage2Of } from './state.js';
import { planWalk } from './walk.js';

/** The notifier's event behind a reason; the whole address space goes by `release`. Source: docs/arm64.md 4. */
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
  return Object.freeze({
    plan: (machine) => ({ pageBytes: leafBytes(machine), description: describe(machine) }),
    unmap: (machine, range, reason) => {
      const stage2 = stage2Of(machine);
      const asked = { from: range.from * stage2.leafBytes, to: range.to * stage2.leafBytes };
      const size = ownOf(machine.policy).stretch(stage2);
      return unmapRange(planWalk(stage2, OCCASION[reason], asked, size), range, false);
    },
    debts: debtsOf(stage2Of),
  });
}

function describe(machine: MachineConfig): string {
  const g = geometryOf(machine);
  const level = leafLevelOf(machine);
  const tables = tableLevels(g, level).reduce((sum, k) => sum + tablesOfLevel(g, k, 0, machine.guest.memoryBytes), 0);
  const leaves = level === LEAF_LEVEL ? `${g.granule} pages` : `blocks of level ${level}, ${g.granule} granule`;
  return `${leaves}, ${rootOf(g)}, ${tables} tables if fully mapped`;
}

const rootOf = ({ ipaBits, startLevel, rootPages }: Geometry): string =>
  `${ipaBits}-bit addresses from level ${startLevel} on, ${rootPages} root page${rootPages === 1 ? '' : 's'}`;
