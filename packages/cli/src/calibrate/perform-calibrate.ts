import { createHash } from 'node:crypto';
import {
  type Architecture,
  type CostProfile,
  calibrationMessages,
  collectFindings,
  type Finding,
  InputError,
  parseAssumptions,
} from '@cvm-teardown/core';
import {
  type CalibrationReport,
  calibrate,
  calibratedProfile,
  calibrationReport,
  type Observation,
} from '@cvm-teardown/core/calibrate';
import type { CommandContext } from '../context.js';
import { missingArgument } from '../errors/messages.js';
import { readSmallFile } from '../input/read-small-file.js';
import { chooseArchitecture } from '../options/choose-architecture.js';
import { type OutputArguments, type Reporters, withOutputs } from '../output/outputs.js';
import { type CostArguments, readCosts } from '../runs/read-costs.js';
import { profilesOf } from '../runs/run-job.js';
import { toolInfo } from '../tool-info.js';
import { readObservations } from './read-observations.js';

export interface CalibrateArguments extends CostArguments, OutputArguments {
  readonly data: string;
  readonly arch?: string | undefined;
  readonly fit?: string | undefined;
  readonly id?: string | undefined;
  readonly machine?: string | undefined;
}

const reporters: Reporters<CalibrationReport> = {
  table: async () => (await import('../reporters/calibration-table.js')).calibrationTable,
  json: async () => (await import('../reporters/calibration-json.js')).calibrationJson,
  profile: async () => (await import('../reporters/calibration-json.js')).calibrationProfile,
};

const MOST_BYTES = 2 ** 24;

interface Wanted {
  readonly architecture: Architecture;
  readonly observations: readonly Observation[];
  readonly fit: readonly string[];
  readonly profiles: readonly CostProfile[];
  readonly assumptions: ReturnType<typeof parseAssumptions>;
  readonly sha256: string;
}

/** The command `calibrate`: reads measured times, fits prices to them, reports. */
export async function performCalibrate(context: CommandContext, given: CalibrateArguments): Promise<void> {
  const findings: Finding[] = [];
  const wanted = await read(context, given, findings);
  // Without it there are findings, and with findings there is no work.
  await withOutputs(context, given, reporters, () => calibrated(given, wanted as Wanted), findings);
}

async function read(
  context: CommandContext,
  given: CalibrateArguments,
  findings: Finding[],
): Promise<Wanted | undefined> {
  const bytes = collectFindings(findings, () => dataOf(given.data, context.cwd));
  const fit = (given.fit ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name, i, all) => name !== '' && all.indexOf(name) === i);
  const architecture = chooseArchitecture(await context.architectures(), given.arch, findings);
  if (fit.length === 0)
    findings.push(missingArgument('option --fit', 'name the operations whose prices are to be found, with commas'));
  if (architecture === undefined) return undefined;
  const costs = readCosts(given, [architecture], context.cwd, findings).get(architecture.manifest.id);
  const observations = bytes && collectFindings(findings, () => readObservations(bytes, given.data, architecture));
  if (bytes === undefined || observations === undefined || costs === undefined) return undefined;
  return {
    architecture,
    observations,
    fit,
    profiles: profilesOf(architecture, costs) ?? architecture.profiles.slice(0, 1),
    assumptions: parseAssumptions(costs.assume, architecture.operations),
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

function dataOf(file: string, cwd: string): Uint8Array {
  const tooLarge = (bytes: number) =>
    calibrationMessages.notATable(`a table has at most ${MOST_BYTES} bytes, this file has ${bytes}`, { file });
  const bytes = readSmallFile(file, cwd, MOST_BYTES, tooLarge);
  if (bytes instanceof Uint8Array) return bytes;
  throw new InputError(bytes);
}

function calibrated(
  { data: file, id = 'calibrated', machine = 'not said' }: CalibrateArguments,
  { architecture, observations, fit, profiles, assumptions, sha256 }: Wanted,
): CalibrationReport {
  const calibration = calibrate(architecture, observations, { fit, profiles, assumptions });
  const profile = calibratedProfile(calibration, profiles, {
    id,
    arch: architecture.manifest.id,
    machine,
    source: `${file}, sha256 ${sha256}`,
  });
  return calibrationReport({ architecture, calibration, profile, data: { file, sha256 }, tool: toolInfo() });
}
