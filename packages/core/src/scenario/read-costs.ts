import { keyOf, type Places, placeOf } from '../document/places.js';
import type { Finding } from '../errors/finding.js';
import { collectFindings } from '../errors/input-error.js';
import { scenarioUnknownOperation, scenarioUnknownProfile } from '../errors/messages/scenario.js';
import type { Architecture } from '../machine/architecture.js';
import { parseDuration } from '../units/parse-duration.js';
import type { ScenarioFile } from './scenario-schema.js';

/** Prices that the file assumes, and profiles that it chooses, for the architectures that it is about. */
export function readCostsOf(
  { assume = {}, host = {} }: ScenarioFile,
  architectures: readonly Architecture[],
  places: Places,
  findings: Finding[],
): { readonly assume: readonly string[]; readonly profiles: Readonly<Record<string, readonly string[]>> } {
  const operations = [...new Set(architectures.flatMap((one) => one.operations.map(({ name }) => name)))];
  const assumed = Object.entries(assume).map(([operation, price]) => {
    const path = ['assume', operation];
    if (!operations.includes(operation) && architectures.length > 0)
      findings.push(scenarioUnknownOperation(operation, operations, keyOf(places, path)));
    collectFindings(findings, () => parseDuration(String(price), placeOf(places, path)));
    return `${operation}=${price}`;
  });
  const profiles = Object.entries(host.profile ?? {}).map(([arch, ids]) => {
    const chosen = [ids].flat();
    const path = ['host', 'profile', arch];
    const found = architectures.find(({ manifest }) => manifest.id === arch);
    const known = found?.profiles.map(({ id }) => id) ?? [];
    for (const id of chosen)
      if (!known.includes(id)) findings.push(scenarioUnknownProfile(id, known, placeOf(places, path)));
    return [arch, chosen] as const;
  });
  return { assume: assumed, profiles: Object.fromEntries(profiles) };
}
