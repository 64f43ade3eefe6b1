import { type Architecture, replay } from '@cvm-teardown/core';
import { machineRequestOf, type ReplayReport, replayReport } from '@cvm-teardown/core/report';
import { findArchitecture } from '../architectures.js';
import { type CommandContext, EXIT, ExitWith } from '../context.js';
import { type OutputArguments, type Reporters, withOutputs } from '../output/outputs.js';
import { toolInfo } from '../tool-info.js';
import { type Reproduction, readReproduction } from './read-reproduction.js';

const reporters: Reporters<ReplayReport> = {
  table: async () => (await import('../reporters/replay-table.js')).replayTable,
  json: async () => (await import('../reporters/replay-json.js')).replayJson,
};

/** The command `replay`: reads what was found, does it again, says whether anything is different. */
export async function performReplay(
  context: CommandContext,
  given: OutputArguments & { readonly file: string },
): Promise<void> {
  const reproduction = readReproduction(given.file, context.cwd);
  const architectures = await context.architectures();
  const report = await withOutputs(context, given, reporters, () => replayed(architectures, reproduction));
  if (report.violation !== undefined) throw new ExitWith(EXIT.violated);
}

function replayed(architectures: readonly Architecture[], { report, violation }: Reproduction): ReplayReport {
  const architecture = findArchitecture(architectures, report.machine.arch);
  const result = replay(architecture, machineRequestOf(report.machine, architecture), violation);
  return replayReport(result, {
    tool: toolInfo(),
    architecture,
    replay: report.replay,
    property: violation.property,
    foundBy: report.tool,
  });
}
