import type { Svm } from './firmware.js';
import type { S } from './state.js';

/** The declared fields that decide what happens to a GFN: they select the table of a sweep. */
export interface Situation {
  readonly svm: Svm;
  /** H_SVM_INIT_DONE has been. */
  readonly done: boolean;
}

const SVM: readonly Svm[] = ['none', 'active', 'secure', 'abort'];

export const situation = (s: Readonly<S>): number => SVM.indexOf(s.vm.svm) * 2 + (s.vm.flags === 'done' ? 1 : 0);

export const situationOf = (selected: number): Situation => ({
  svm: SVM[selected >> 1] as Svm,
  done: selected % 2 === 1,
});
