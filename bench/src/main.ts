/**
 * `pnpm bench`: measures how fast the tool is, beside plain loops and SimPy. Prints tables, and writes a JSON file.
 *
 *   --quick         small samples, one run of each: to try the bench itself
 *   --json FILE     where the JSON goes; by default bench/dist/results.json
 *   --docs          also puts the tables into docs/performance.md
 */
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { headlineGroups } from '../../packages/cli/dist/headline/groups.js';
import { writeIntoDocument } from './document.js';
import { goalsOf } from './goals.js';
import { growth, type Point, type SeriesId, slope } from './growth.js';
import { inOrder, median, type ProcessRun, runHeadline, runLimits, runNode, runScenario, runTool } from './measure.js';
import { profile } from './profile.js';
import { report } from './report.js';
import type { BenchResults, HeadlineResult, ScenarioResult, SeriesResult, SimpyResult, ToolResult } from './results.js';
import { type Scenario, type ScenarioId, scenarios } from './scenarios.js';
import { findPython, runSimpy, SIMPY_SCENARIOS, versionsOf } from './simpy.js';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'string', default: fileURLToPath(new URL('results.json', import.meta.url)) },
    docs: { type: 'boolean', default: false },
  },
});

const runs = options.quick ? 1 : 5;
const toolRuns = options.quick ? 3 : 15;
/** For plain loops; the executor that goes unit by unit gets fewer pages. */
const loopSample = options.quick ? 2 ** 20 : 2 ** 24;
const referenceSample = 2 ** 20;
const simpyPages = options.quick ? 2 ** 16 : 2 ** 20;
/** At this size executors and loops must agree. The smallest of a guest that reboots asynchronously is above 2 GiB. */
const agreedPages = 2 ** 20;

const say = (text: string): void => console.error(`bench: ${text}`);

const COMMANDS = [
  '--help',
  'compare',
  'run --arch s390 --trigger reboot --policy async --memory 16TiB --assume destroy-page=900ns --assume walk-batch=500ns',
];

async function measureTool(): Promise<{ readonly commands: ToolResult[]; readonly nodeMs: number }> {
  const results: ToolResult[] = [];
  for (const command of COMMANDS) {
    say(command);
    const all = await inOrder(toolRuns, () => runTool(command.split(' ')));
    const [{ wallMs, cpuMs, maxRssBytes }] = all as [ProcessRun];
    const { wallMs: medianMs } = all[Math.floor(all.length / 2)] as ProcessRun;
    results.push({ command, wallMs, medianMs, cpuMs, maxRssBytes });
  }
  say('the start of Node alone');
  const [{ wallMs: nodeMs }] = (await inOrder(toolRuns, () => runNode(['--eval', '0']))) as [ProcessRun];
  return { commands: results, nodeMs };
}

/** A fast wrong answer is none. */
async function mustAgree(id: ScenarioId, { exact }: Scenario): Promise<void> {
  const [timed, reference, loop] = await Promise.all(
    (['timed', 'reference', 'loop'] as const).map((how) => runScenario(how, id, agreedPages)),
  );
  const answer = (run: typeof timed, alsoTime: boolean): string =>
    JSON.stringify([run?.wiped, alsoTime ? run?.endNs : undefined]);
  if (answer(timed, true) !== answer(reference, true)) throw new Error(`${id}: the executors disagree`);
  if (answer(timed, exact) !== answer(loop, exact)) throw new Error(`${id}: the plain loop disagrees`);
}

async function measureScenarios(): Promise<ScenarioResult[]> {
  const results: ScenarioResult[] = [];
  for (const [id, scenario] of Object.entries(scenarios) as [ScenarioId, Scenario][]) {
    say(`${id}: ${scenario.title}`);
    await mustAgree(id, scenario);
    const { title, pages } = scenario;
    const timed = await median(runs, () => runScenario('timed', id, pages));
    const loop = await runScenario('loop', id, loopSample);
    const reference = await runScenario('reference', id, referenceSample);
    results.push({ id, title, pages, timed, loopSample, loop, referenceSample, reference });
  }
  return results;
}

async function measureHeadline(loopNsPerPage: number): Promise<HeadlineResult[]> {
  const results: HeadlineResult[] = [];
  for (const { id } of headlineGroups) {
    say(`headline: ${id}`);
    const { rows, pages, pageBytes, memoryBytes, ms, events } = await median(runs, () => runHeadline('timed', id));
    const reference = await runHeadline('reference', id, Math.min(memoryBytes, referenceSample * pageBytes));
    results.push({
      id,
      rows,
      pages,
      timedMs: ms,
      events,
      loopMs: (rows * pages * loopNsPerPage) / 1e6,
      referenceMs: reference.ms,
      referencePages: reference.pages,
    });
  }
  return results;
}

/** Those that have something to do, and with how many pages. */
const PROFILED: readonly (readonly [ScenarioId, number])[] = [
  ['ragged', 2 ** 28],
  ['ragged-batches', 2 ** 28],
  ['touched', 2 ** 25],
];

async function takeProfiles(): Promise<BenchResults['profiles']> {
  const profiles: BenchResults['profiles'][number][] = [];
  for (const [id, pages] of PROFILED) {
    say(`profile: ${id}`);
    profiles.push({ id, pages, spots: await profile(id, pages) });
  }
  return profiles;
}

async function measureGrowth(): Promise<SeriesResult[]> {
  const results: SeriesResult[] = [];
  for (const [id, { title, x }] of Object.entries(growth)) {
    say(`growth with ${title}`);
    const { stdout } = await runNode([fileURLToPath(new URL('growth-child.js', import.meta.url)), id]);
    const points = JSON.parse(stdout) as Point[];
    const along = (measure: 'events' | 'work' | 'ms'): number =>
      slope(points.map((point) => [point.x, point[measure]]));
    results.push({
      id: id as SeriesId,
      title,
      x,
      points,
      slopes: { events: along('events'), work: along('work'), ms: along('ms') },
    });
  }
  return results;
}

async function measureSimpy(python: string, measured: readonly ScenarioResult[]): Promise<SimpyResult[]> {
  const results: SimpyResult[] = [];
  for (const id of SIMPY_SCENARIOS) {
    say(`SimPy: ${id}`);
    const simpy = runSimpy(python, id, simpyPages);
    const timed = await median(runs, () => runScenario('timed', id, simpyPages));
    if (timed.endNs !== simpy.endNs || timed.wiped !== simpy.wiped) throw new Error(`${id}: SimPy disagrees`);
    const large = measured.find((scenario) => scenario.id === id) as ScenarioResult;
    results.push({
      id,
      pages: simpyPages,
      simpyMs: simpy.seconds * 1000,
      timedMs: timed.ms,
      largeMs: large.timed.ms,
      largePages: large.pages,
    });
  }
  return results;
}

const python = findPython();
const { commands: tool, nodeMs } = await measureTool();
const scenarioResults = await measureScenarios();
const sweep = scenarioResults.find(({ id }) => id === 'sweep') as ScenarioResult;
const measured = {
  tool,
  scenarios: scenarioResults,
  headline: await measureHeadline((sweep.loop.ms * 1e6) / sweep.loopSample),
  growth: await measureGrowth(),
};
const simpy = python === undefined ? undefined : await measureSimpy(python, measured.scenarios);
const results: BenchResults = {
  schemaVersion: 1,
  environment: {
    node: process.versions.node,
    cpu: cpus()[0]?.model ?? 'unknown',
    cpus: cpus().length,
    memoryBytes: totalmem(),
    ...(python === undefined ? {} : versionsOf(python)),
  },
  ...measured,
  nodeMs,
  simpy,
  limits: await runLimits(),
  profiles: await takeProfiles(),
  goals: goalsOf({ ...measured, simpy }),
};
const text = report(results);
writeFileSync(options.json, `${JSON.stringify(results, undefined, 2)}\n`);
console.log(text);
say(`wrote ${options.json}`);
if (options.docs) say(`wrote ${writeIntoDocument(text)}`);
if (simpy === undefined) say('SKIPPED SimPy: no python3 here can import simpy. Debian: apt-get install python3-simpy3');
