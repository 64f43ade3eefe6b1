import { expect, test } from 'vitest';
import { BatchPlan } from '../../../src/engine/timed/batch-plan.js';
import { PlanBoard } from '../../../src/engine/timed/plan-board.js';
import { batchMachine, trialOfBatches } from './batch-machines.js';
import { CASES, expectEquality } from './equality.js';

test(`whole batches are planned as they are done, on ${CASES} machines`, { timeout: 3_600_000 }, () => {
  const { pass } = BatchPlan.prototype;
  const { cut } = PlanBoard.prototype;
  const seen = { done: 0, 'in part': 0, 'cut short': 0, 'caught up': 0 };
  BatchPlan.prototype.pass = function counted(run, count, ledger) {
    seen[count === this.count ? 'done' : 'in part']++;
    pass.call(this, run, count, ledger);
  };
  PlanBoard.prototype.cut = function counted(run, count) {
    const before = this.of(run);
    cut.call(this, run, count);
    if (before?.of === 'batches') seen[this.of(run) === before ? 'cut short' : 'caught up']++;
  };
  try {
    expectEquality(batchMachine, trialOfBatches, {});
  } finally {
    Object.assign(BatchPlan.prototype, { pass });
    Object.assign(PlanBoard.prototype, { cut });
  }
  if (process.env['CVM_EQUALITY_TELL'] !== undefined) console.log(seen);
  for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(CASES / 20);
});
