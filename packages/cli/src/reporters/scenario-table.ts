import { formatNanoseconds } from '@cvm-teardown/core';
import type { ScenarioReport, ScenarioReportEvent, ScenarioRun } from '@cvm-teardown/core/report';
import type { Look } from '../output/outputs.js';
import { table } from '../output/table.js';
import { counted, facts } from './facts.js';
import { bar, room } from './run-bars.js';
import { bareTime, basisMeanings, grouped, missingAssumptions, sizeText, sizeTime, timeText } from './run-figures.js';
import { section } from './run-sections.js';

const INDENT = 2;

/** A scenario for people: for each architecture when what happened, who waited how long, and what was expected. */
export function scenarioTable(report: ScenarioReport, look: Look): string {
  const { name, about, runs, verdict, incomplete } = report;
  return [
    `${look.palette('bold', name)}${about === undefined ? '' : `\n  ${about}`}\n`,
    ...(incomplete ? ['  incomplete: given up before its end\n'] : []),
    sideBySide(runs, look),
    ...runs.map((run) => (run.comparable ? ofRun(run, look) : refused(run.arch, run.because, look))),
    verdict === 'none' ? '' : `\n${look.palette(verdict === 'met' ? 'green' : 'red', `expectations ${verdict}`)}\n`,
    meanings(runs, look),
    '\nproperties: not checked (use check); not modelled: much, see cvm-teardown about\n',
  ].join('');
}

/** Who waits how long for each event, where there are several architectures; alike copies of a guest once. */
function sideBySide(runs: ScenarioReport['runs'], { width, palette }: Look): string {
  const all = runs.filter((run) => run.comparable);
  if (runs.length < 2) return '';
  const ids = all[0]?.events.map(({ id }) => id) ?? [];
  const cellOf = (run: ScenarioRun, id: string): string => {
    const event = run.events.find((one) => one.id === id);
    if (event?.run !== undefined) return timeText(event.run.metrics.blocked_ns);
    return event?.end === 'done' ? '-' : (event?.end ?? '');
  };
  const rows = alike(ids, (id) => all.map((run) => cellOf(run, id)))
    .filter(([, cells]) => cells.some((cell) => cell !== '-'))
    .map(([same, cells]) => [spanOf(same), ...cells]);
  const refusals = runs.flatMap((run) => (run.comparable ? [] : [run.arch]));
  const head = ['event', ...all.map(({ arch }) => arch)].map((word) => palette('dim', word));
  const note = refusals.length === 0 ? '' : `  not comparable: ${refusals.join(', ')}\n`;
  return section('blocked', `${table(rows, { head, indent: INDENT, width })}${note}`, palette);
}

const refused = (arch: string, because: string, look: Look): string =>
  section(`${arch}: not comparable`, facts([['because', because]], look, INDENT), look.palette);

function ofRun(run: ScenarioRun, look: Look): string {
  const title = `${run.arch}${run.confidential ? '' : ', not confidential'}`;
  return [
    section(title, eventTable(run, look), look.palette),
    timeline(run, look),
    ...alike(run.events, work).map(([events, done]) => workTable(events, done, look)),
    thresholds(run, look),
    section('besides', facts(besides(run), look, INDENT), look.palette),
  ].join('');
}

function eventTable({ events }: ScenarioRun, { width, palette }: Look): string {
  const head = ['event', 'what', 'begins', 'done', 'blocked', 'clean, back', 'end'].map((word) => palette('dim', word));
  const rows = events.map((event) => {
    const { id, do: kind, guest, begins_ns, done_ns, end, run } = event;
    const back = run?.metrics.memory_back_ns ?? run?.metrics.scrubbed_ns;
    return [
      id,
      guest === null || guest === 'guest' ? kind : `${kind} (${guest})`,
      end === 'never begun' ? '' : bareTime(begins_ns),
      end === 'done' ? bareTime(done_ns) : '',
      run === undefined ? '' : timeText(run.metrics.blocked_ns),
      back === undefined ? '' : bareTime(back.ns),
      end === 'done' ? '' : end,
    ];
  });
  return table(rows, { head, right: [2, 3, 4, 5], indent: INDENT, width });
}

/** Events, and the phases of teardowns, on one axis of time; '' while times are unknown. */
function timeline({ events, host }: ScenarioRun, { width, palette }: Look): string {
  const end = host.ends_ns;
  if (end === null || end === 0) return '';
  const drawn = (from: number, to: number) => bar(from / end, to / end, room(width));
  const rows = events.flatMap(({ id, begins_ns, done_ns, run }) => {
    if (begins_ns === null) return [];
    if (run === undefined) return [[id, '', drawn(begins_ns, done_ns ?? end)]];
    return run.phases.flatMap(({ actor, phase, from_ns, to_ns }) =>
      from_ns === null || to_ns === null || phase === '' ? [] : [[id, `${actor} ${phase}`, drawn(from_ns, to_ns)]],
    );
  });
  return rows.length > MOST_BARS ? '' : section('when', table(rows, { indent: INDENT }), palette);
}

const MOST_BARS = 30;
const MOST_OPERATIONS = 6;

/** A title, and rows under a head: counts of a teardown by who waits for them, those of any other event in all. */
type Work = readonly [title: string, head: readonly string[], rows: readonly (readonly string[])[]];
type Counted = readonly [operation: string, ...units: number[]];

/** What was done for an event: its most frequent operations, and the others together. */
function work({ do: kind, run, operations = [] }: ScenarioReportEvent): Work {
  if (run === undefined)
    return [kind, ['operation', 'units'], mostOf(operations.map(({ operation, units }) => [operation, units]))];
  const { trigger, policy, release } = run.inputs;
  const counts = run.operations.map(({ operation, blocked, deferred }): Counted => [operation, blocked, deferred]);
  return [`${trigger} by ${policy}, release ${release}`, ['operation', 'blocked', 'deferred'], mostOf(counts)];
}

const totalOf = ([, ...units]: Counted): number => units.reduce((sum, some) => sum + some, 0);

function mostOf(counts: readonly Counted[]): string[][] {
  const all = counts
    .filter((row) => totalOf(row) > 0)
    .sort((a, b) => totalOf(b) - totalOf(a) || (a[0] < b[0] ? -1 : 1));
  const shown = all.length > MOST_OPERATIONS + 1 ? all.slice(0, MOST_OPERATIONS) : all;
  const rest = all.slice(shown.length);
  const others = rest.reduce<number[]>((sums, [, ...units]) => units.map((some, i) => some + (sums[i] ?? 0)), []);
  const rows: readonly Counted[] = rest.length === 0 ? shown : [...shown, [`${rest.length} others`, ...others]];
  return rows.map(([operation, ...units]) => [operation, ...units.map(grouped)]);
}

function workTable(events: readonly ScenarioReportEvent[], [title, words, rows]: Work, look: Look): string {
  if (rows.length === 0) return '';
  const head = words.map((word) => look.palette('dim', word));
  return section(
    `${spanOf(events.map(({ id }) => id))}: ${title}`,
    table(rows, { head, right: [1, 2], indent: INDENT, width: look.width }),
    look.palette,
  );
}

/** Things about which the same is said, in the order of the first of them. */
function alike<T, S>(things: readonly T[], say: (thing: T) => S): (readonly [T[], S])[] {
  const groups = new Map<string, [T[], S]>();
  for (const thing of things) {
    const said = say(thing);
    const key = JSON.stringify(said);
    const group = groups.get(key) ?? [[], said];
    group[0].push(thing);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** `end`, `end and start`, `end-1 and 19 others`. */
const spanOf = ([first = '', second, ...more]: readonly string[]): string =>
  second === undefined
    ? first
    : more.length === 0
      ? `${first} and ${second}`
      : `${first} and ${more.length + 1} others`;

function thresholds({ thresholds: list }: ScenarioRun, { width, palette }: Look): string {
  if (list.length === 0) return '';
  const rows = list.map(({ measure, expected, unit, actual, met }) => [
    palette(met ? 'green' : 'red', met ? 'met' : 'missed'),
    measure,
    expected,
    unit === 'ns' ? formatNanoseconds(actual) : grouped(actual),
  ]);
  return section('expected', table(rows, { indent: INDENT, width, right: [3] }), palette);
}

function besides(run: ScenarioRun): (readonly [string, string])[] {
  const assumptions = missingAssumptions(run.events.flatMap((event) => event.run ?? []));
  return [
    ...alike(run.made, ({ says }) => says.join('; ')).map(
      ([guests, says]) => [spanOf(guests.map(({ guest }) => guest)), says] as const,
    ),
    ['ends', bareTime(run.host.ends_ns)],
    ['held', heldText(run)],
    ['overhead', overheadText(run)],
    ['out of memory', outOfMemoryText(run)],
    [
      'no price yet',
      assumptions.map(({ flag, prices }) => `${flag} prices ${counted(prices, 'operation')}`).join(', '),
    ],
    ...presumptions(run).map((text) => ['presumed', text] as const),
    ...run.warnings.map((warning) => ['warning', warning] as const),
  ];
}

const presumptions = ({ events }: ScenarioRun): readonly string[] => [
  ...new Set(events.flatMap(({ run }) => run?.presumed ?? [])),
];

/** Memory that nobody could use, for how long. */
function heldText({ host: { held_bytes: held } }: ScenarioRun): string {
  if (held === undefined || held.total.peak_bytes === 0) return '';
  const { peak_bytes: unswappable } = held.unswappable;
  const kept = unswappable === 0 ? '' : `, ${sizeText(unswappable)} that could not be swapped out`;
  return `at most ${sizeText(held.total.peak_bytes)} that nobody could use${kept}, ${sizeTime(held.total.byte_ns)} in all`;
}

/** Memory that teardowns took for themselves. */
function overheadText({ host: { overhead_bytes: overhead } }: ScenarioRun): string {
  if (overhead === undefined || overhead.peak_bytes === 0) return '';
  return `at most ${sizeText(overhead.peak_bytes)} that teardowns took for themselves, ${sizeTime(overhead.byte_ns)} in all`;
}

/** What the host did when it had no memory: waits for teardowns that it asks, then kills. */
function outOfMemoryText({ host: { oom_kills: kills, oom_stalls: stalls } }: ScenarioRun): string {
  const { count, longest_ns: longest, total_ns: total } = stalls;
  const waits = `waited ${counted(count, 'time')} for teardowns, at most ${bareTime(longest)}, ${bareTime(total)} in all`;
  return [...(count > 0 ? [waits] : []), ...(kills > 0 ? [`${counted(kills, 'process')} killed`] : [])].join('; ');
}

function meanings(runs: ScenarioReport['runs'], { width, palette }: Look): string {
  const times = runs.flatMap((run) =>
    run.comparable
      ? run.events.flatMap((event) => (event.run === undefined ? [] : [event.run.metrics.blocked_ns.basis]))
      : [],
  );
  const rows = [...new Set(times)].map((basis) => [palette('dim', basis), basisMeanings[basis]]);
  return rows.length === 0 ? '' : `\n${table(rows, { width })}`;
}
