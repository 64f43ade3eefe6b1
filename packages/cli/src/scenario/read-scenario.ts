import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Architecture, type Finding, isInputError, refuseAny, scenarioMessages } from '@cvm-teardown/core';
import {
  MOST_SCENARIO_BYTES,
  parseScenario,
  planScenario,
  type Scenario,
  type ScenarioPlan,
} from '@cvm-teardown/core/scenario';
import { findArchitecture } from '../architectures.js';
import { inputNotFound, missingArgument } from '../errors/messages.js';
import { readSmallFile } from '../input/read-small-file.js';
import { similarFile } from '../input/similar-file.js';
import { type CostArguments, readCosts } from '../runs/read-costs.js';
import { profilesOf } from '../runs/run-job.js';

/** A scenario on one architecture: looked up, or why it cannot happen there. */
type PlannedRun =
  | { readonly architecture: Architecture; readonly plan: ScenarioPlan }
  | { readonly architecture: Architecture; readonly notComparable: string };

export interface PlannedScenario {
  readonly scenario: Scenario;
  readonly runs: readonly PlannedRun[];
}

/** What an architecture may lack without the file being wrong. */
const LACKING: readonly string[] = ['CVM_SCENARIO_NOT_POSSIBLE', 'CVM_MACHINE_NO_SUCH_PART'];

/**
 * Reads a scenario file and looks up what it names.
 *
 * @param only architectures that were asked for; undefined: all that the file is for
 * @param several whether what one architecture lacks leaves the others comparable
 * @throws InputError with everything that is wrong with the file
 */
export function readScenario(
  file: string,
  given: CostArguments & { readonly arch?: string | undefined },
  several: boolean,
  architectures: readonly Architecture[],
  cwd: string,
): PlannedScenario {
  const scenario = parseScenario(bytesOf(file, cwd), architectures, STDIN.includes(file) ? STDIN[0] : file);
  const chosen = choose(scenario, given.arch, several, architectures);
  const findings: Finding[] = [];
  const costs = readCosts(given, chosen, cwd, findings);
  refuseAny(findings);
  const lacking: Finding[] = [];
  const runs = chosen.flatMap((architecture): PlannedRun[] => {
    const own = costs.get(architecture.manifest.id);
    try {
      const profiles = own && profilesOf(architecture, own);
      return [{ architecture, plan: planScenario(scenario, architecture, { ...own, profiles }) }];
    } catch (error) {
      if (!isInputError(error)) throw error;
      const isLack = several && error.findings.every(({ code }) => LACKING.includes(code));
      (isLack ? lacking : findings).push(...error.findings);
      const reasons = [...new Set(error.findings.map(({ message }) => message))];
      return isLack ? [{ architecture, notComparable: reasons.join('; ') }] : [];
    }
  });
  refuseAny(findings);
  if (!runs.some((run) => 'plan' in run)) refuseAny(lacking);
  return { scenario, runs };
}

/** yargs makes an empty word of a dash. */
const STDIN = ['-', ''];

function bytesOf(file: string, cwd: string): Uint8Array {
  if (STDIN.includes(file)) return new Uint8Array(readFileSync(0));
  if (!existsSync(resolve(cwd, file))) refuseAny([inputNotFound(file, similarFile(file, cwd))]);
  const read = readSmallFile(file, cwd, MOST_SCENARIO_BYTES, (bytes) =>
    scenarioMessages.scenarioTooLarge(bytes, MOST_SCENARIO_BYTES, { file }),
  );
  if (read instanceof Uint8Array) return read;
  refuseAny([read]);
  return new Uint8Array();
}

function choose(
  { arch }: Scenario,
  asked: string | undefined,
  several: boolean,
  architectures: readonly Architecture[],
): readonly Architecture[] {
  const known = architectures.filter(({ manifest }) => Object.hasOwn(arch, manifest.id));
  if (asked !== undefined) return asked.split(',').map((id) => findArchitecture(known, id.trim(), '--arch'));
  const ids = known.map(({ manifest }) => manifest.id).join(', ');
  if (!several && known.length > 1)
    refuseAny([missingArgument('option --arch', `the scenario is for ${ids}: choose one, or "compare" them`)]);
  return known;
}
