import type { TraceRow } from './check-outline.js';

/** `take-page(3)`. */
export const callOf = ({ step, args }: Pick<TraceRow, 'step' | 'args'>): string =>
  args.length === 0 ? step : `${step}(${args.join(', ')})`;

/** What the environment did to a step, and what its task was told. */
export const circumstancesOf = (
  { choice, fault, seen }: Pick<TraceRow, 'choice' | 'fault' | 'seen'>,
  emphasize: (text: string) => string = (text) => text,
): string =>
  [
    choice === undefined ? '' : `choice ${choice}`,
    fault === undefined ? '' : emphasize(`fault ${fault}`),
    seen === undefined ? '' : `-> ${seen}`,
  ]
    .filter((part) => part !== '')
    .join(' ');

type Change = TraceRow['changes'][number];

/** Elements of an array that change alike are named together from this many on. */
const MANY = 3;

/** `vm.handle: 1 -> 0`, one per line; `page[0-9, 12].owner: 1 -> 0` where many elements of an array change alike. */
export function changesOf({ changes }: Pick<TraceRow, 'changes'>): readonly string[] {
  const alike = new Map<string, Change[]>();
  for (const change of changes) {
    const kind = JSON.stringify([change.field.replace(INDEX, '[]'), change.from, change.to]);
    alike.set(kind, [...(alike.get(kind) ?? []), change]);
  }
  return [...alike.values()].flatMap((group) => (group.length < MANY ? group.map(said) : [saidTogether(group)]));
}

const INDEX = /\[(\d+)\]/;

const said = ({ field, from, to }: Change): string => `${field}: ${from} -> ${to}`;

function saidTogether(group: readonly Change[]): string {
  const indices = group.map(({ field }) => Number(INDEX.exec(field)?.[1]));
  const [{ field, ...change }] = group as readonly [Change];
  return said({ ...change, field: field.replace(INDEX, `[${rangesOf(indices)}]`) });
}

/** `0-9, 12`. */
function rangesOf(ascending: readonly number[]): string {
  const ranges: [from: number, to: number][] = [];
  for (const index of ascending) {
    const last = ranges.at(-1);
    if (last?.[1] === index - 1) last[1] = index;
    else ranges.push([index, index]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}

/** Actors in the order of their first steps. */
export const actorsOf = (trace: readonly Pick<TraceRow, 'actor'>[]): readonly string[] => [
  ...new Set(trace.map(({ actor }) => actor)),
];

/** What stands in one line: a step, or many units of a sweep that change nothing. */
export interface ShownRow {
  readonly number: string;
  readonly call: string;
  readonly row: TraceRow;
}

/** So many units in a row that change nothing are shown together. */
const IDLE = 4;

/** The rows of a trace as people read them: a sweep that passes by a hundred pages is one line. */
export function shownRows(trace: readonly TraceRow[]): ShownRow[] {
  const shown: ShownRow[] = [];
  for (let i = 0; i < trace.length; ) {
    const row = trace[i] as TraceRow;
    let next = i + 1;
    while (next < trace.length && goesOn(trace[next - 1] as TraceRow, trace[next] as TraceRow)) next++;
    const last = trace[next - 1] as TraceRow;
    if (next - i >= IDLE) {
      shown.push({ number: `${i + 1}-${next}`, call: `${row.step}(${row.args[0]}..${last.args[0]})`, row });
      i = next;
    } else {
      shown.push({ number: String(i + 1), call: callOf(row), row });
      i++;
    }
  }
  return shown;
}

/** Whether a step is the same as the one before it, on the next page, and both change nothing. */
function goesOn(before: TraceRow, row: TraceRow): boolean {
  const alike = before.actor === row.actor && before.step === row.step && before.seen === row.seen;
  const [from, to] = [before.args[0], row.args[0]];
  const onNext = before.args.length === 1 && row.args.length === 1 && typeof from === 'number' && to === from + 1;
  return alike && onNext && isIdle(before) && isIdle(row);
}

const isIdle = ({ changes, choice, fault }: TraceRow): boolean =>
  changes.length === 0 && choice === undefined && fault === undefined;
