import { BatchPlan } from '../../../src/engine/timed/batch-plan.js';
import { MixedPlan } from '../../../src/engine/timed/mixed-plan.js';
import type { Plan } from '../../../src/engine/timed/plan.js';
import { PlanBoard } from '../../../src/engine/timed/plan-board.js';
import { Planner } from '../../../src/engine/timed/planner.js';
import { UniformPlan } from '../../../src/engine/timed/uniform-plan.js';
import type { Tally } from './tally.js';

// biome-ignore lint/suspicious/noExplicitAny: methods of any signature are wrapped
type Method = (this: any, ...args: any[]) => any;

/** Tells what plans go through, until the result is called. */
export function watchPlans(tally: Tally): () => void {
  const restore: (() => void)[] = [];
  const wrap = (owner: object, name: string, around: (original: Method) => Method): void => {
    const original = Object.getOwnPropertyDescriptor(owner, name)?.value as Method | undefined;
    if (original === undefined) throw new Error(`nothing to watch: there is no method "${name}"`);
    Object.assign(owner, { [name]: around(original) });
    restore.push(() => void Object.assign(owner, { [name]: original }));
  };

  for (const [kind, { prototype }] of [
    ['uniform', UniformPlan],
    ['mixed', MixedPlan],
    ['batch', BatchPlan],
  ] as const) {
    wrap(prototype, 'pass', (original) => {
      return function pass(this: Plan, flight, pages, ledger) {
        tally.tell(`${kind} plan ${pages < this.count ? 'settled in part' : 'done'}`);
        return original.call(this, flight, pages, ledger);
      };
    });
  }
  wrap(PlanBoard.prototype, 'cut', (original) => {
    return function cut(this: PlanBoard, run, pages) {
      this.settle(run);
      const plan = this.of(run);
      const before = plan?.count ?? 0;
      original.call(this, run, pages);
      if ((this.of(run)?.count ?? 0) < before) tally.tell('plan cut');
      if (plan?.of === 'batches') tally.tell(`batch plan ${this.of(run) === plan ? 'cut short' : 'caught up with'}`);
    };
  });
  wrap(Planner.prototype, 'planFor', (original) => {
    return function planFor(this: Planner, run, code) {
      const plan: Plan | undefined = original.call(this, run, code);
      if (plan !== undefined && plan.count > 0)
        for (const kind of kindsOf(plan, run.sweep.ahead() !== undefined)) tally.tell(`plan ${kind}`);
      return plan;
    };
  });
  return () => {
    for (const one of restore) one();
  };
}

function kindsOf({ parent, rule, levels }: Plan, gathered: boolean): string[] {
  const kinds = {
    'over a gathered batch': gathered,
    'that counts entries of tables': parent !== undefined && rule?.entries !== 0,
    'that counts': rule !== undefined && rule.counters.length > 0,
    'that takes of a pool': rule?.needs !== undefined,
    'that changes levels': levels.length > 0,
    'over ragged pages that changes levels': rule === undefined && levels.length > 0,
  };
  return Object.entries(kinds).flatMap(([kind, holds]) => (holds ? kind : []));
}
