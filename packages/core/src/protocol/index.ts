export type { Actor, ChargedTo } from './actor.js';
export { fail, isPropertyBroken, PropertyBroken } from './fail.js';
export { HELD, HELD_SWAPPABLE, HELD_UNSWAPPABLE, type Levels, OVERHEAD } from './levels.js';
export { type LockDeclaration, type LockMode, type LockUse, lock } from './lock.js';
export { type Cause, type Duration, defineOperation, type Operation, type OperationUse, use } from './operation.js';
export {
  integer,
  NO_PAGE,
  names,
  nothing,
  type Outcomes,
  type PageSeen,
  type Plain,
  page,
  pageSeen,
  pageWithFlag,
  type Row,
  rows,
} from './outcomes.js';
export { type FieldsOf, type PageRule, type PageTable, tablesOver } from './page-table.js';
export { acquire, release, type Step, type StepDefinition, sendFatalSignal, sleep, stepsOver } from './step.js';
export {
  type Batch,
  interval,
  type Pace,
  type PageRange,
  type SpanTail,
  type Sweep,
  type SweepEnd,
  type SweepOptions,
  sweep,
  type TableTail,
  type Tail,
} from './sweep.js';
export { here, type Live, type Marker, milestone, phase, reschedule, sub, type Task } from './task.js';
