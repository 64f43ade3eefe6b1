import { type WalkOptions, type WalkResult, walk } from '../../src/check/index.js';
import type { BoundProperty } from '../../src/properties/index.js';
import type { Task } from '../../src/protocol/index.js';
import { declarePages, type PagesView, step } from './page-machine.js';
import { modelOf, type TestMachine } from './run-model.js';

const declarations = declarePages(2);
export type CheckMachine = TestMachine<typeof declarations>;

export const property = (
  kind: BoundProperty['kind'],
  id: string,
  holds?: (s: PagesView) => boolean,
): BoundProperty => ({
  id,
  kind,
  summary: `${id} in words`,
  source: 'this test',
  ...(holds && { holds }),
});

/** Walks a machine of two pages. */
export function check(
  tasks: CheckMachine['tasks'],
  properties: readonly BoundProperty[] = [],
  options: WalkOptions & Partial<Pick<CheckMachine, 'daemons' | 'begin'>> = {},
): WalkResult {
  const { daemons, begin, ...rest } = options;
  const machine = { declarations, tasks, ...(daemons && { daemons }), ...(begin && { begin }) };
  return walk(modelOf(machine), properties, rest);
}

/** The trace of a violation: `actor step`. */
export const traceOf = ({ violation }: WalkResult): readonly string[] | undefined =>
  violation?.trace.map(({ actor, step: name }) => `${actor} ${name}`);

const bump = step({
  name: 'bump',
  apply: (s) => {
    s.seen++;
  },
});

/** Counts `times` times. */
export const bumps = (times: number) =>
  function* (): Task {
    for (let i = 0; i < times; i++) yield* bump();
  };
