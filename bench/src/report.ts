import { isMet, perPage } from './goals.js';
import type { Limits } from './limits.js';
import type { BenchResults, Goal, ScenarioResult } from './results.js';
import { duration, markdownTable, megabytes, power, ratio, threeDigits } from './table.js';

/** All results as Markdown. */
export function report({
  environment,
  tool,
  nodeMs,
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
    'From start to end. The goals are about the fastest of several runs: whoever else uses the machine only makes a run slower. CPU time is of all threads.',
    `The start of Node itself, in the fastest of as many runs: ${duration(nodeMs)}.`,
    markdownTable(
      ['command', 'wall, fastest', 'wall, middle', 'CPU', 'memory'],
      tool.map(({ command, wallMs, medianMs, cpuMs, maxRssBytes }) => [
        `\`${command}\``,
        duration(wallMs),
        duration(medianMs),
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
          touchesOf(scenarios),
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
    distanceOf(scenarios, limits),
  ].join('\n\n');
}

/** Why the goal beside SimPy is not met where pages are touched one by one. */
function touchesOf(scenarios: readonly ScenarioResult[]): string {
  return scenarios
    .filter(({ id }) => id === 'touched')
    .map(({ timed }) => {
      const events = timed.events ?? 0;
      return `\`touched\` misses the goal: each touch is an event of its own in both, and there is one for every 64 pages; only the sweep in between is summed up. The timed executor takes ${threeDigits((timed.ms * 1000) / events)} µs for each of ${events.toLocaleString('en')} events.`;
    })
    .join('');
}

/** Ragged memory must be looked at and changed once: pages in two states, a bit for each. */
function distanceOf(scenarios: readonly ScenarioResult[], limits: Limits): string {
  return ['ragged', 'ragged-batches']
    .flatMap((name) => scenarios.find(({ id }) => id === name) ?? [])
    .map(({ id, pages, timed }) => {
      const bytes = pages / 8;
      const least = (1000 * bytes) / limits.copy;
      return `To read and write the states of \`${id}\` once (${power(pages)} pages, one bit each) takes ${duration(least)} at the speed of copying; the simulation takes ${ratio(timed.ms / least)} as long, ${threeDigits((timed.ms * 1e6) / pages)} ns per page, with the making of the random guest.`;
    })
    .join('\n\n');
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
    `A plain loop over the pages, written for this one question, measured at ${power(first.loopSample)} pages, and the reference executor, measured at ${power(first.referenceSample)} pages; both **extrapolated** in proportion to the pages; how many times faster the simulation is.`,
    markdownTable(
      ['scenario', 'plain loop', 'extrapolated', 'faster', 'reference', 'extrapolated', 'faster'],
      scenarios.map(({ id, pages, loopSample, loop, referenceSample, reference, timed }) => {
        const loopMs = (loop.ms * pages) / loopSample;
        const referenceMs = (reference.ms * pages) / referenceSample;
        return [
          id,
          duration(loop.ms),
          duration(loopMs),
          ratio(loopMs / timed.ms),
          duration(reference.ms),
          duration(referenceMs),
          ratio(referenceMs / timed.ms),
        ];
      }),
    ),
  ];
}
