import { keyOf, type Path, type Places, placeOf } from '../document/places.js';
import { type Finding, locate } from '../errors/finding.js';
import { collectFindings } from '../errors/input-error.js';
import { litmusImpossibleState } from '../errors/messages/litmus.js';
import { quote } from '../errors/quote.js';
import type { Architecture } from '../machine/architecture.js';
import type { MachineRequest } from '../machine/machine-request.js';
import { resolveMachine } from '../machine/resolve-machine.js';
import type { MachineConfig } from '../plugin/machine-config.js';
import { parsePercent } from '../units/percent.js';
import type { LitmusFile } from './litmus-schema.js';

const MILLION = 1_000_000;

/** The machine that a file describes; undefined if there is none, which is then a finding for each reason, with its place. */
export function machineOf(
  architecture: Architecture,
  file: Partial<LitmusFile>,
  places: Places,
  findings: Finding[],
): MachineConfig | undefined {
  const found: Finding[] = [];
  const { trigger, policy, release, authority, features, options, defects, machine = {} } = file;
  const { pages, vcpus, scale } = machine;
  const percent = machine.resident;
  const resident =
    percent === undefined
      ? undefined
      : collectFindings(findings, () => parsePercent(percent, placeOf(places, ['machine', 'resident'])) / MILLION);
  const asked = { trigger, policy, release, authority, features, options, defects, scale, pages, vcpus, resident };
  const request = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  const config = collectFindings(found, () =>
    possible(found, () => {
      const resolved = resolveMachine(architecture, request as MachineRequest, 'check');
      architecture.model.declare(resolved);
      return resolved;
    }),
  );
  findings.push(...found.map((one) => locate(one, whereOf(one, file, places))));
  return config;
}

/** Values that are possible one by one may not be possible together, which plugins say by a RangeError. */
export function possible<T>(findings: Finding[], work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    findings.push(litmusImpossibleState(error.message));
    return undefined;
  }
}

/** Core's findings about machines know no documents: here is which part of the file one of them is about. */
function whereOf(found: Finding, file: Partial<LitmusFile>, places: Places) {
  const kind = /^CVM_MACHINE_UNKNOWN_(\w+)$/.exec(found.code)?.[1]?.toLowerCase();
  if (kind !== undefined && kind in file) return placeOf(places, [kind]);
  const { features = {}, options = {}, defects = [], machine = {} } = file;
  const named: readonly (readonly [said: string, path: Path])[] = [
    ...Object.keys(features).map((name) => [`feature ${quote(name)}`, ['features', name]] as const),
    ...Object.keys(options).map((name) => [`option ${quote(name)}`, ['options', name]] as const),
    ...Object.keys(machine.scale ?? {}).map((name) => [`constant ${quote(name)}`, ['machine', 'scale', name]] as const),
    ...Object.keys(machine).map((name) => [`${name} cannot be`, ['machine', name]] as const),
  ];
  const index = defects.findIndex((name) => found.message.includes(`defect ${quote(name)}`));
  if (index >= 0) return placeOf(places, ['defects', index]);
  const [, path] = named.find(([said]) => found.message.includes(said)) ?? [];
  if (path === undefined) return placeOf(places, []);
  return found.message.includes('cannot be') ? placeOf(places, path) : keyOf(places, path);
}
