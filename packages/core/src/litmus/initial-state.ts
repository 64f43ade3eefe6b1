import { createLayout } from '../state/layout.js';
import { createState, type PackedState } from '../state/state.js';
import type { LitmusTest } from './litmus-test.js';

type Given = Pick<LitmusTest, 'architecture' | 'machine' | 'given'>;

/** Puts a state as `given` says: the plugin's usual beginning, words, pages, what follows from them, fields. */
// biome-ignore lint/suspicious/noExplicitAny: states of any architecture
export function begin({ architecture, machine, given }: Given, s: any): void {
  const { litmusVocabulary: vocabulary } = architecture;
  vocabulary?.begin(s, machine);
  for (const { write } of given.words) write(s);
  for (const { write } of given.pages) write(s);
  vocabulary?.settle?.(s, machine);
  for (const { write } of given.fields) write(s);
}

/** The state in which a test begins, without what the check itself keeps. */
export function initialState(test: Given): PackedState {
  const state = createState(createLayout(test.architecture.model.declare(test.machine)));
  begin(test, state.view);
  return state;
}
