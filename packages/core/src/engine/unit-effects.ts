import type { PackedState } from '../state/state.js';

import type { CompiledRule } from './compiled-table.js';
import type { SweepAction, SweepRun } from './sweep-run.js';

/** The parts of a state that units change besides their own page. */
export type Shared = Pick<PackedState, 'view' | 'pages'>;

/** What a finished unit changes besides its own page: declared counters, and the entry count of the table page above. */
export function applyUnitEffects(
  state: Shared,
  sweep: SweepRun,
  action: SweepAction & { kind: 'unit' },
  rule: CompiledRule,
): void {
  const view = state.view as unknown as Record<string, number>;
  for (const [field, delta] of rule.counters) view[field] = (view[field] as number) + delta;
  if (rule.entries === 0) return;
  const parent = sweep.parentOf(action);
  const array = parent && state.pages.get(parent.tail.table.array);
  if (parent === undefined || array === undefined) return;
  const { codec, store } = array;
  const code = store.get(parent.page);
  const field = codec.indexOf('entries');
  store.set(parent.page, codec.withField(code, field, (codec.field(code, field) as number) + rule.entries));
}

/** The rule that applies while its counter suffices, else the other one, which may need a counter too. */
export function ruleByNeeds(state: Shared, rule: CompiledRule): CompiledRule {
  const counters = state.view as unknown as Record<string, number>;
  let found = rule;
  while (found.needs !== undefined && (counters[found.needs.counter] as number) < found.needs.amount)
    found = found.needs.otherwise;
  return found;
}
