import type { RunEntry, SideEffects } from '@cvm-teardown/core/report';

/** One number of a run, as a line of a CSV file has it. */
export interface Figure {
  /** What kind of number it is: `blocked_ns`, `operation_blocked`. Times and sizes end in their unit. */
  readonly measure: string;
  /** What it is of: an operation, an actor, a phase; '' for the whole run. */
  readonly name: string;
  /** What is counted: `ns`, `bytes`, `call`, `page`. */
  readonly unit: string;
  /** Empty where it is unknown, never 0. Text where it may be too large for a number. */
  readonly value: number | string;
  /** What a time is, or how sure a price is. */
  readonly basis?: string;
  /** Why it is unknown, or where it comes from. */
  readonly note?: string;
}

/** All numbers of a run, in the order of its report. */
export function figuresOf(run: RunEntry): readonly Figure[] {
  return [
    ...metrics(run),
    ...sideEffects(run.side_effects),
    ...run.operations.flatMap(({ operation: name, unit, blocked, deferred, blocked_ns, total_ns }) => [
      { measure: 'operation_blocked', name, unit, value: blocked },
      { measure: 'operation_deferred', name, unit, value: deferred },
      time('operation_blocked_ns', name, blocked_ns),
      time('operation_total_ns', name, total_ns),
    ]),
    ...run.blocked_by_cause.map(({ cause, blocked_ns }) => time('cause_blocked_ns', cause, blocked_ns)),
    ...run.actors.flatMap(({ actor, end: _end, charged_to: _charged, ...times }) =>
      Object.entries(times).map(([what, ns]) => time(`actor_${what}`, actor, ns)),
    ),
    ...run.phases.flatMap(({ actor, phase, from_ns, to_ns, work_ns }) => [
      time('phase_from_ns', partName(actor, phase), from_ns),
      time('phase_to_ns', partName(actor, phase), to_ns),
      time('phase_work_ns', partName(actor, phase), work_ns),
    ]),
    ...run.locks.flatMap(({ lock: name, acquisitions, lock_held_ns, longest_lock_held_ns }) => [
      { measure: 'lock_acquisitions', name, unit: 'acquisition', value: acquisitions },
      time('lock_held_ns', name, lock_held_ns),
      time('longest_lock_held_ns', name, longest_lock_held_ns),
    ]),
    ...run.milestones.map(({ milestone, actor, at_ns }) => time('milestone_ns', partName(actor, milestone), at_ns)),
    ...run.final_pages.states.map(({ state, pages }) => ({
      measure: 'final_pages',
      name: state,
      unit: 'page',
      value: pages,
    })),
    ...run.prices.map(({ operation, unit, ns, confidence, source }) => ({
      measure: 'price_ns',
      name: operation,
      unit: `ns per ${unit}`,
      value: ns,
      basis: confidence,
      note: source,
    })),
    ...run.published.map(({ id, seconds, kind, source }) => ({
      measure: 'published_s',
      name: id,
      unit: 's',
      value: known(seconds),
      basis: kind,
      note: source,
    })),
    ...run.presumed.map((note) => ({ measure: 'presumed', name: '', unit: '', value: '', note })),
    ...run.warnings.map((note) => ({ measure: 'warning', name: '', unit: '', value: '', note })),
    ...(run.incomplete ? [INCOMPLETE] : []),
  ];
}

/** The last line of what was given up before its end. */
export const INCOMPLETE: Figure = {
  measure: 'incomplete',
  name: '',
  unit: '',
  value: '',
  note: 'given up before its end',
};

const metrics = ({ metrics: all }: RunEntry): readonly Figure[] =>
  Object.entries(all).map(([measure, { ns, basis, because }]) => ({
    ...time(measure, '', ns),
    basis,
    ...(because !== undefined && { note: because }),
  }));

function sideEffects(effects: SideEffects): readonly Figure[] {
  const { held_bytes, held_when_unblocked, overhead_bytes, cpu_ns, longest_unrescheduled_ns } = effects;
  const { broadcast_count, broadcast_heard_count } = effects;
  return [
    ...Object.entries(held_bytes ?? {}).flatMap(([name, bytes]) => bytesOverTime('held', name, bytes)),
    ...Object.entries(held_when_unblocked ?? {}).map(([name, bytes]) => ({
      measure: 'held_when_unblocked_bytes',
      name: name.replace(/_bytes$/, ''),
      unit: 'bytes',
      value: known(bytes),
    })),
    ...(overhead_bytes === undefined ? [] : bytesOverTime('overhead', '', overhead_bytes)),
    ...cpu_ns.map(({ charged_to, cpu_ns: ns }) => time('cpu_ns', charged_to, ns)),
    time('longest_unrescheduled_ns', '', longest_unrescheduled_ns),
    { measure: 'broadcast_count', name: '', unit: 'message', value: broadcast_count },
    { measure: 'broadcast_heard_count', name: '', unit: 'message', value: broadcast_heard_count },
  ];
}

type BytesOverTime = NonNullable<SideEffects['overhead_bytes']>;

export const bytesOverTime = (
  what: 'held' | 'overhead',
  name: string,
  { start_bytes, peak_bytes, end_bytes, byte_ns }: BytesOverTime,
): readonly Figure[] => [
  { measure: `${what}_start_bytes`, name, unit: 'bytes', value: start_bytes },
  { measure: `${what}_peak_bytes`, name, unit: 'bytes', value: known(peak_bytes) },
  { measure: `${what}_end_bytes`, name, unit: 'bytes', value: end_bytes },
  { measure: `${what}_byte_ns`, name, unit: 'bytes ns', value: known(byte_ns) },
];

const time = (measure: string, name: string, ns: number | null): Figure => ({
  measure,
  name,
  unit: 'ns',
  value: known(ns),
});

const known = <T extends number | string>(value: T | null): T | '' => value ?? '';

/** `qemu: prepare`; an actor outside of its phases has its name alone. */
const partName = (actor: string, part: string): string => (part === '' ? actor : `${actor}: ${part}`);
