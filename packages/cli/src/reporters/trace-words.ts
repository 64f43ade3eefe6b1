import type { TraceRow } from './check-outline.js';

type Call = Pick<TraceRow, 'step' | 'args'>;

/** `take-page(3)`; `acquire mmu_lock`, `end of destroy on 3`, `H_SVM_PAGE_IN (3, shared)`: a call that can be read aloud. */
export function callOf({ step, args }: Call): string {
  if (args.length === 0) return step;
  if (step === 'acquire' || step === 'release') return lockCall(step, args);
  const list = args.join(', ');
  if (/ on$/.test(step)) return `${step} ${list}`;
  const [, name, qualifier] = /^(.*\S) ?\(([^()]+)\)$/.exec(step) ?? [];
  if (name !== undefined) return `${name}(${list}, ${qualifier})`;
  return /\s/.test(step) ? `${step} (${list})` : `${step}(${list})`;
}

/** Most locks are one, and taken alone. */
function lockCall(step: string, [name = '', instance = 0, mode = 'exclusive']: Call['args']): string {
  return `${step} ${name}${instance === 0 ? '' : `[${instance}]`}${mode === 'exclusive' ? '' : `, ${mode}`}`;
}

/** What the environment did to a step, and what its task was told. A choice that the task was told of need not be numbered. */
export const circumstancesOf = (
  { choice, fault, seen }: Pick<TraceRow, 'choice' | 'fault' | 'seen'>,
  emphasize: (text: string) => string = (text) => text,
): string =>
  [
    choice === undefined || seen !== undefined ? '' : `choice ${choice}`,
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

/** Where the steps are written down, in the order of their first ones: `1-3, 7` and what is cited. */
export function sourcesOf(trace: readonly TraceRow[]): readonly (readonly [steps: string, source: string])[] {
  const steps = new Map<string, number[]>();
  for (const [i, { source }] of trace.entries())
    if (source !== undefined) steps.set(source, [...(steps.get(source) ?? []), i + 1]);
  return [...steps].map(([source, numbers]) => [rangesOf(numbers), source]);
}
