import { isMet, perPage } from './goals.js';
import type { BenchResults, Goal, ScenarioResult } from './results.js';
import { duration, markdownTable, megabytes, power, ratio, threeDigits } from './table.js';

/** All results as Markdown. */
export function report({
  environment,
  tool,
  headline,
  scenarios,
  growth,
  simpy,
  limits,
  profiles,
  goals,
}: BenchResults): string {
  const { node, cpu, cpus, memoryBytes } = environment;
  return [
    `Node ${node}, ${cpus} x ${cpu}, ${Math.round(memoryBytes / 2 ** 30)} GiB.`,
    '### Goals',
    markdownTable(['goal', 'limit', 'measured', 'met'], goals.map(goalRow)),
    '### Whole commands',
    'From start to end; the middle one of several runs, by wall time. CPU time is of all threads.',
    markdownTable(
      ['command', 'wall', 'CPU', 'memory'],
      tool.map(({ command, wallMs, cpuMs, maxRssBytes }) => [
        `\`${command}\``,
        duration(wallMs),
        duration(cpuMs),
        megabytes(maxRssBytes),
      ]),
    ),
    '### Headline',
    'The simulation of all rows of a group, in a process of its own, without its start. The plain loop goes once over the guest for each row, and is extrapolated from that of `sweep` below; the reference executor is measured, and **extrapolated** where the guest has more pages than it was given.',
    markdownTable(
      ['group', 'rows', 'pages', 'simulation', 'events', 'plain loop', 'faster', 'reference', 'faster'],
      headline.map(({ id, rows, pages, timedMs, events, loopMs, referenceMs, referencePages }) => {
        const wholeMs = (referenceMs * pages) / referencePages;
        return [
          id,
          String(rows),
          pages.toLocaleString('en'),
          duration(timedMs),
          String(events),
          duration(loopMs),
          ratio(loopMs / timedMs),
          `${duration(wholeMs)}${pages > referencePages ? ' (extrapolated)' : ''}`,
          ratio(wholeMs / timedMs),
        ];
      }),
    ),
    '### Scenarios',
    'Each in a process of its own: of the whole process, and of the simulation alone (nothing is warm).',
    markdownTable(
      ['scenario', 'pages', 'process', 'CPU', 'memory', 'simulation', 'events'],
      scenarios.map(({ id, pages, timed }) => [
        id,
        power(pages),
        duration(timed.wallMs),
        duration(timed.cpuMs),
        megabytes(timed.maxRssBytes),
        duration(timed.ms),
        String(timed.events),
      ]),
    ),
    ...samplesOf(scenarios),
    '### SimPy',
    simpy === undefined
      ? '**Skipped: no Python here has SimPy** (Debian: `python3-simpy3`; `scripts/ci-setup` installs it).'
      : `SimPy ${environment.simpy} on Python ${environment.python}, without the start of Python and Node.`,
    ...(simpy === undefined
      ? []
      : [
          markdownTable(
            ['scenario', 'pages', 'SimPy', 'timed executor', 'faster', 'per page, at its own size'],
            simpy.map((one) => [
              one.id,
              power(one.pages),
              duration(one.simpyMs),
              duration(one.timedMs),
              ratio(one.simpyMs / one.timedMs),
              `${ratio(perPage(one))} (${power(one.largePages)})`,
            ]),
          ),
        ]),
    '### Growth',
    'Warm, without the start of the process. Exponent b of y = a x^b by least squares on logarithms; 0: does not grow, 1: linear.',
    markdownTable(
      ['what grows', 'from', 'to', 'events', 'chunk work', 'time', 'time at the end'],
      growth.map(({ title, points, slopes }) => [
        title,
        power(points[0]?.x ?? 0),
        power(points.at(-1)?.x ?? 0),
        slopes.events.toFixed(2),
        slopes.work.toFixed(2),
        slopes.ms.toFixed(2),
        duration(points.at(-1)?.ms ?? 0),
      ]),
    ),
    '### Where the time goes',
    'V8 samples of the whole process, by own time of functions (those that V8 has inlined count for who calls them).',
    ...profiles.flatMap(({ id, pages, spots }) => [
      markdownTable(
        [`${id}, ${power(pages)} pages`, 'time', 'share'],
        spots.map(({ where, ms, share }) => [where, duration(ms), `${Math.round(share * 100)} %`]),
      ),
    ]),
    `Memory on this machine, from JavaScript, 256 MiB at a time: ${gigabytes(limits.read)} read, ${gigabytes(limits.copy)} copied, ${gigabytes(limits.firstWrite)} written for the first time (the kernel hands out the pages).`,
  ].join('\n\n');
}

const gigabytes = (perSecond: number): string => `${threeDigits(perSecond / 1e9)} GB/s`;

const goalRow = (goal: Goal): string[] => {
  const amount = (value: number): string =>
    goal.unit === 'x' ? ratio(value) : `${threeDigits(value)} ${goal.unit}`.trim();
  return [
    goal.what,
    `${goal.atLeast === true ? '>=' : '<='} ${amount(goal.limit)}`,
    amount(goal.measured),
    isMet(goal) ? 'yes' : 'NO',
  ];
};

/** Times of the others, as measured and for the scenario's pages. */
function samplesOf(scenarios: readonly ScenarioResult[]): string[] {
  const [first] = scenarios;
  if (first === undefined) return [];
  return [
    `A plain loop over the pages, written for this one question, and the reference executor: measured at ${power(first.sample)} pages and **extrapolated** in proportion to the pages; how many times faster the simulation is.`,
    markdownTable(
      ['scenario', 'plain loop', 'extrapolated', 'faster', 'reference', 'extrapolated', 'faster'],
      scenarios.map(({ id, pages, sample, loop, reference, timed }) => {
        const times = pages / sample;
        return [
          id,
          duration(loop.ms),
          duration(loop.ms * times),
          ratio((loop.ms * times) / timed.ms),
          duration(reference.ms),
          duration(reference.ms * times),
          ratio((reference.ms * times) / timed.ms),
        ];
      }),
    ),
  ];
}
