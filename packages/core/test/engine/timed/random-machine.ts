import { createCostModel } from '../../../src/cost/index.js';
import type { MachineModel } from '../../../src/engine/machine-model.js';
import {
  acquire,
  lock,
  milestone,
  phase,
  release,
  reschedule,
  type Sweep,
  sendFatalSignal,
  sleep,
  type Task,
} from '../../../src/protocol/index.js';
import type { Trial } from './agreement.js';
import { type ActSpec, KINDS, type MachineSpec } from './machine-spec.js';
import * as steps from './machine-steps.js';
import { sweepsOf } from './machine-sweeps.js';

const BIG = lock('big');

/** The machine that a specification describes. */
export function machineOf(spec: MachineSpec): MachineModel {
  const sweepOf = sweepsOf(spec);
  const longest = durationOf(spec);
  const sweeps = new Map<ActSpec, Sweep>();
  for (const act of spec.actors.flat()) if (act.act === 'sweep') sweeps.set(act, sweepOf(act));
  return {
    declarations: steps.declare(spec.pages),
    begin: (s: steps.S) => begin(s, spec),
    levels: steps.levels,
    actors: spec.actors.map((acts, i) => ({ name: `actor${i}`, task: () => taskOf(spec, sweeps, longest, acts) })),
    locks: [
      { name: 'mm', instances: 1 },
      { name: 'big', instances: 1 },
    ],
  };
}

function begin(s: steps.S, { pages, layout, pool, entries }: MachineSpec): void {
  let at = 0;
  layout.forEach((length, i) => {
    const to = Math.min(pages, at + length);
    s.page.fill({ kind: KINDS[i % KINDS.length] as (typeof KINDS)[number] }, at, to);
    at = to;
  });
  s.pool = pool;
  s.table.fill({ allocated: true, entries });
  s.upper.fill({ allocated: true, entries });
}

/** What the machine's longest actor costs at least, roughly: its rules' prices times pages. */
function durationOf(spec: MachineSpec): number {
  const meanOf = (table: number): number => {
    const rules = spec.tables[table % spec.tables.length]?.rules ?? [];
    return rules.reduce((sum, rule) => sum + (rule?.cost ?? 0), 0) / rules.length;
  };
  const sweptBy = (acts: readonly ActSpec[]): number =>
    acts.reduce(
      (sum, act) => sum + (act.act === 'sweep' ? meanOf(act.table) * Math.min(act.length, spec.pages) : 0),
      0,
    );
  return Math.max(10, ...spec.actors.map(sweptBy));
}

function* taskOf(
  spec: MachineSpec,
  sweeps: ReadonlyMap<ActSpec, Sweep>,
  longest: number,
  acts: readonly ActSpec[],
): Task {
  for (const act of acts) {
    switch (act.act) {
      case 'sweep': {
        if (act.locked) yield* acquire(BIG);
        if ((yield* sweeps.get(act) as Sweep) === 'interrupted') yield* steps.compute(13);
        if (act.locked) yield* release(BIG);
        break;
      }
      case 'compute':
        yield* steps.compute(act.ns);
        break;
      case 'sleep':
        yield* sleep(act.ns);
        break;
      case 'pause':
        yield* steps.pause(Math.floor((act.thousandths * longest) / 1000));
        break;
      case 'touch':
        yield* steps.touch(act.page % spec.pages, act.kind);
        break;
      case 'touch-table':
        if ((yield* steps.touchTable(act.page % steps.tablesOf(spec.pages))) === 'many') yield* steps.compute(3);
        break;
      case 'count':
        if ((yield* steps.count()) === 'many') yield* steps.compute(5);
        break;
      case 'allocate':
        yield* steps.allocate(act.pages);
        break;
      case 'signal':
        yield* sendFatalSignal(`actor${act.actor % spec.actors.length}`);
        break;
      case 'locked': {
        const use = lock(act.lock, 0, act.mode);
        yield* acquire(use);
        yield* steps.compute(act.ns);
        yield* release(use);
        break;
      }
      case 'phase':
        yield* phase(`phase ${act.name}`);
        break;
      case 'milestone':
        yield* milestone('reached');
        break;
      case 'reschedule':
        yield* reschedule();
        break;
      case 'break':
        if ((yield* steps.breakable()) === 'broken') yield* steps.compute(17);
        break;
      default:
        yield* PLAIN[act.act]();
    }
  }
}

const PLAIN = {
  map: steps.mapAll,
  ready: steps.setReady,
  'await-ready': steps.awaitReady,
  mode: steps.flipMode,
  'await-counter': steps.awaitCounter,
};

export const COSTS = [0, 1, 2, 3, 5, 8, 100] as const;

/** Every operation's name states its price, but of those that nobody has priced. */
export const costs = createCostModel(
  [],
  [
    { operation: 'tick', unit: 'call', picoseconds: 1000n, text: 'synthetic' },
    ...(['atomic', 'start', 'end', 'busy'] as const).flatMap((duration) =>
      [...COSTS, 11].map((cost) => ({
        operation: `op-${duration}-${cost}`,
        unit: 'call',
        picoseconds: BigInt(cost) * 1000n,
        text: 'synthetic',
      })),
    ),
  ],
);

/** The machine, as both executors run it. */
export function trialOfSpec(spec: MachineSpec): Trial {
  const { cpus, sliceNs, faults, chunkBits, gap, bothWays } = spec;
  return { model: machineOf(spec), options: () => ({ cost: costs, cpus, sliceNs, faults }), chunkBits, gap, bothWays };
}
