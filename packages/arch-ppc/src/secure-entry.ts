import { names, type PageRange, phase, sub, sweep, type Task } from '@cvm-teardown/core/plugin';
import { commitSvm, createSvm, giveSvmUp } from './firmware.js';
import { initAbort, initDone, initStart, type Kvm } from './hypervisor.js';
import { step } from './state.js';

/** The Ultravisor compares digests of kernel, initrd and device tree with those that the owner signed. docs/ppc.md 8.1 step 5 */
const checkIntegrity = step<[blobIsGood: boolean], 'accepted' | 'refused', 'accepted' | 'refused'>({
  name: 'check-integrity',
  outcomes: names('accepted', 'refused'),
  apply: (_, [blobIsGood]) => (blobIsGood ? 'accepted' : 'refused'),
  source: 'open-power/ultravisor svm/svm-esm.c; docs/ppc.md 8.1',
});

/** What the Ultravisor does with a guest that asks to become secure. */
export interface EntryPlan {
  /** The GFNs that it requests, besides the implicit shares. */
  readonly requested: PageRange;
  /** False: the blob is refused and the entry aborted. */
  readonly blobIsGood: boolean;
}

/**
 * From UV_ESM to the first protected instruction, on the boot vCPU. 'secure', 'aborted', or 'refused' if there is an svm already.
 * Source: open-power/ultravisor core/uvcall.c, svm/svm-esm.c; docs/ppc.md 8.1
 */
export const secureEntry = sub(function* secureEntry(kvm: Kvm, plan: EntryPlan): Task<string> {
  if ((yield* createSvm()) === 'U_RETRY') return 'refused';
  if (yield* build(kvm, plan)) {
    yield* commitSvm();
    return 'secure';
  }
  if (kvm.machine.has('mutant-abort-forgotten')) return 'aborted';
  yield* phase('abort');
  yield* giveSvmUp();
  yield* initAbort(kvm);
  return 'aborted';
});

/** Each request is a call of its own, behind which the vCPU's thread may be rescheduled before it enters the guest again. */
const CALLS = { reschedules: 'unit' } as const;

const build = sub(function* build(kvm: Kvm, { requested, blobIsGood }: EntryPlan): Task<boolean> {
  const { layout, tables } = kvm;
  const slots = [layout.boot];
  yield* phase('init-start');
  yield* initStart(slots);
  yield* phase('implicit-shares');
  if ((yield* sweep(layout.shared, tables.share, CALLS)) !== 'finished') return false;
  yield* phase('page-in');
  if ((yield* sweep(requested, tables.pageIn, CALLS)) !== 'finished') return false;
  if ((yield* checkIntegrity(blobIsGood)) === 'refused') return false;
  yield* phase('init-done');
  return (yield* initDone(kvm, slots)) === 'H_SUCCESS';
});
