import { createHash } from 'node:crypto';
import { createRunBus, type Finding, refuseAny } from '@cvm-teardown/core';
import { recordPhases, type ScenarioOutcome, type ScenarioReport, scenarioReport } from '@cvm-teardown/core/report';
import { judgeThresholds, runScenarioInTurns, type ScenarioPlan, scenarioText } from '@cvm-teardown/core/scenario';
import { showProgress } from '../check/progress.js';
import { type CommandContext, EXIT, ExitWith } from '../context.js';
import { notWith } from '../errors/messages.js';
import { listenForInterrupt } from '../interrupt.js';
import type { MachineArguments } from '../options/machine-request.js';
import { type OutputArguments, type Reporters, withOutputs } from '../output/outputs.js';
import { inTurns } from '../runs/in-turns.js';
import type { CostArguments } from '../runs/read-costs.js';
import { toolInfo } from '../tool-info.js';
import { type PlannedScenario, readScenario } from './read-scenario.js';

export interface ScenarioArguments extends MachineArguments, CostArguments, OutputArguments {
  readonly scenario: string;
  readonly 'dry-run'?: boolean | undefined;
  readonly baseline?: string | undefined;
}

const reporters: Reporters<ScenarioReport> = {
  table: async () => (await import('../reporters/scenario-table.js')).scenarioTable,
  json: async () => (await import('../reporters/scenario-json.js')).scenarioJson,
  ndjson: async () => (await import('../reporters/scenario-ndjson.js')).scenarioNdjson,
  csv: async () => (await import('../reporters/scenario-csv.js')).scenarioCsv,
  markdown: async () => (await import('../reporters/scenario-markdown.js')).scenarioMarkdown,
};

/** The commands `run` and (`several`) `compare` with a scenario file. */
export async function performScenario(
  context: CommandContext,
  given: ScenarioArguments,
  several: boolean,
): Promise<void> {
  refuseAny(SAID_IN_FILE.filter((name) => given[name] !== undefined).map((name) => notWith(name, 'a scenario file')));
  const architectures = await context.architectures();
  const planned = readScenario(given.scenario, given, several, architectures, context.cwd);
  if (given['dry-run'] === true) {
    context.stdout.write(scenarioText(planned.scenario, plansOf(planned)));
    return;
  }
  const report = await withOutputs(context, given, reporters, () => reported(context, planned));
  if (report.incomplete) throw new ExitWith(EXIT.interrupted);
  if (report.verdict === 'missed') throw new ExitWith(EXIT.violated);
}

/** What a scenario file says itself. */
const SAID_IN_FILE = [
  'trigger',
  'policy',
  'release',
  'authority',
  'feature',
  'option',
  'defect',
  'scale',
  'vcpus',
  'resident',
  'cpus',
  'memory',
  'baseline',
] as const satisfies readonly (keyof ScenarioArguments)[];

const plansOf = ({ runs }: PlannedScenario): ScenarioPlan[] => runs.flatMap((run) => ('plan' in run ? run.plan : []));

async function reported(context: CommandContext, planned: PlannedScenario): Promise<ScenarioReport> {
  const { scenario, runs } = planned;
  const progress = showProgress(context.stderr, `running ${scenario.name}`, 'pages');
  const { signal, ignore } = listenForInterrupt(context);
  const findings: Finding[] = [];
  const outcomes: ScenarioOutcome[] = [];
  let before = 0;
  let running = 0;
  try {
    for (const run of runs) {
      if (signal.aborted) break;
      if (!('plan' in run)) {
        outcomes.push(run);
        continue;
      }
      const bus = createRunBus();
      bus.on('progress', ({ done, total }) => {
        running = done;
        progress.update(before + done, runs.length === 1 ? total : undefined);
      });
      const phases = recordPhases(bus);
      const result = await inTurns(runScenarioInTurns(run.plan, { bus, signal }));
      outcomes.push({
        result,
        phases: phases(),
        thresholds: result.engine.cancelled ? [] : judgeThresholds(result, findings),
      });
      before += running;
    }
  } finally {
    ignore();
    progress.end();
  }
  refuseAny(findings);
  const incomplete =
    outcomes.length < runs.length || outcomes.some((one) => 'result' in one && one.result.engine.cancelled);
  return scenarioReport(scenario, plansOf(planned), outcomes, { tool: toolInfo(), incomplete, digest });
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
