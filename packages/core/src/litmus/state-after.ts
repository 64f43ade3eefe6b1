import type { TraceStep } from '../check/index.js';
import type { MachineModel } from '../engine/machine-model.js';
import type { Field } from '../state/declare.js';
import { createLayout } from '../state/layout.js';
import { createState } from '../state/state.js';
import { isRecorded } from './recorder.js';

// biome-ignore lint/suspicious/noExplicitAny: states of any architecture
type State = any;

/** The state behind a trace: the initial one with all changes. */
export function stateAfter(model: MachineModel, trace: readonly TraceStep[]): State {
  const { view } = createState(createLayout(model.declarations));
  model.begin(view);
  for (const { field, to } of trace.flatMap(({ changes }) => changes))
    if (!isRecorded(field)) set(model, view, field, to);
  return view;
}

/** Sets a field as `describeState` names it: `count`, `vm.handle`, `config[1].cpus`, `page[3].owner`, or a list as `[1, 2]`. */
function set({ declarations }: MachineModel, view: State, path: string, value: unknown): void {
  const [, name = '', index, field] = /^([^.[]+)(?:\[(\d+)\])?(?:\.(.+))?$/.exec(path) ?? [];
  const declaration = declarations[name];
  if (declaration?.kind === 'list') {
    while (view[name].length > 0) view[name].removeAt(0);
    for (const item of String(value)
      .slice(1, -1)
      .split(', ')
      .filter((text) => text !== ''))
      view[name].push(parsed(declaration.element, item));
    return;
  }
  if (field === undefined) view[name] = value;
  else if (index === undefined) view[name][field] = value;
  else (declaration?.kind === 'pages' ? view[name].at(Number(index)) : view[name][Number(index)])[field] = value;
}

function parsed({ kind }: Field, text: string): unknown {
  if (kind === 'flag') return text === 'true';
  return kind === 'name' ? text : Number(text);
}
