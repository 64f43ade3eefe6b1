import { keyOf, type Places, placeOf } from '../document/places.js';
import { wellFormedPart } from '../document/well-formed.js';
import type { Finding } from '../errors/finding.js';
import { collectFindings, refuseAny } from '../errors/input-error.js';
import { unknownArchitecture } from '../errors/messages/plugin.js';
import { scenarioVersion as otherVersion, scenarioConflict, scenarioMissing } from '../errors/messages/scenario.js';
import type { Architecture } from '../machine/architecture.js';
import { exactSize, parseSize } from '../units/index.js';
import { writeOutCopies } from './copies.js';
import { Quantities } from './quantities.js';
import { readCostsOf } from './read-costs.js';
import { readEvents } from './read-events.js';
import { readThresholds } from './read-thresholds.js';
import { presentBytes, type Scenario, type ScenarioEvent, type ScenarioGuest, type ScenarioHost } from './scenario.js';
import { readScenarioDocument, scenarioShapeFindings } from './scenario-document.js';
import { MOST_EVENTS, type ScenarioFile, scenarioSchema, scenarioVersion } from './scenario-schema.js';

const DEFAULT_CPUS = 4;
const DEFAULT_SLICE_NS = 4_000_000;
const DEFAULT_OOM_AFTER_NS = 10_000_000_000;
const SAFETY = 1e-9;

/**
 * Reads a scenario file. What its `arch` blocks name is looked up by `resolveScenario`.
 *
 * @param bytes YAML or JSON in UTF-8
 * @param file its name, for findings
 * @throws InputError (CVM_SCENARIO_..., CVM_UNITS_...) with everything that is wrong, in the order of the file, each with its place
 */
export function parseScenario(bytes: Uint8Array, architectures: readonly Architecture[], file?: string): Scenario {
  const { data, places } = readScenarioDocument(bytes, file);
  const version = (data as { scenario?: unknown } | null)?.scenario;
  if (version !== undefined && version !== scenarioVersion)
    refuseAny([otherVersion(version, scenarioVersion, placeOf(places, ['scenario']))]);
  const shape = scenarioShapeFindings(data, places);
  const part = shape.length === 0 ? (data as ScenarioFile) : wellFormed(data);
  const found: Finding[] = [];
  const scenario = part && readScenario(part, places, architectures, found, file);
  // What is left out for its form is missed elsewhere: only the cause is told.
  const told = shape.length === 0 ? found : found.filter(({ code }) => !CONSEQUENCES.includes(code));
  refuseAny([...shape, ...told].sort(inOrder));
  return scenario as Scenario;
}

const wellFormed = (data: unknown): ScenarioFile | undefined =>
  typeof data === 'object' && data !== null ? wellFormedPart(scenarioSchema, withEvents(data)) : undefined;

/** An event of an unknown kind must not take the others with it: what it would be is of no importance then. */
function withEvents(data: object): object {
  const { events } = data as { readonly events?: unknown };
  if (!Array.isArray(events)) return data;
  const { do: kind } = scenarioSchema.shape.events.element.shape;
  const known = events.map((event: unknown) =>
    typeof event === 'object' && event !== null && 'do' in event && kind.safeParse(event.do).success
      ? event
      : { ...Object(event), do: 'reboot' },
  );
  return { ...data, events: known };
}

const CONSEQUENCES: readonly string[] = [
  'CVM_SCENARIO_UNKNOWN_EVENT',
  'CVM_SCENARIO_UNKNOWN_GUEST',
  'CVM_SCENARIO_MISSING',
  'CVM_SCENARIO_NO_EFFECT',
];

export const inOrder = ({ where: a }: Finding, { where: b }: Finding): number =>
  (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);

function readScenario(
  file: ScenarioFile,
  places: Places,
  architectures: readonly Architecture[],
  findings: Finding[],
  name: string | undefined,
): Scenario {
  if (file.guest !== undefined && file.guests !== undefined)
    findings.push(
      scenarioConflict(
        'there is a guest, and there are guests',
        'name all of them under guests',
        keyOf(places, ['guest']),
      ),
    );
  const written = writeOutCopies(file);
  if (written.events.length > MOST_EVENTS)
    findings.push(
      scenarioConflict(
        `with all copies there are more than ${MOST_EVENTS} events`,
        'make fewer copies',
        keyOf(places, ['guests']),
      ),
    );
  const known = architectures.map(({ manifest }) => manifest.id);
  for (const id of Object.keys(file.arch))
    if (!known.includes(id)) findings.push(unknownArchitecture(id, known, keyOf(places, ['arch', id])));
  if (Object.keys(file.arch).length === 0)
    findings.push(
      scenarioMissing(
        'an architecture',
        'arch: { ID: {} }, or several architectures to compare',
        placeOf(places, ['arch']),
      ),
    );
  const quantities = new Quantities(places, findings);
  const guests = written.guests.map(([id, guest, path]) => readGuest(id, guest, path, quantities, findings));
  const events = readEvents(written.events.slice(0, MOST_EVENTS), guests, places, findings);
  findings.push(...tooLittleMemory(file, guests, events, quantities));
  const chosen = architectures.filter(({ manifest }) => Object.hasOwn(file.arch, manifest.id));
  const { assume, profiles } = readCostsOf(file, chosen, places, findings);
  return {
    name: file.name,
    about: file.about,
    host: readHost(file, profiles, quantities),
    guests,
    events,
    arch: Object.fromEntries(Object.entries(file.arch).map(([id, block]) => [id, block ?? {}])),
    assume,
    expect: readThresholds(file.expect ?? {}, events, operationsOf(chosen), places, findings),
    file: name,
    places,
  };
}

const operationsOf = (architectures: readonly Architecture[]): string[] => [
  ...new Set(architectures.flatMap(({ operations }) => operations.map(({ name }) => name))),
];

/** Guests that nobody boots are there from the start, all at once. */
function tooLittleMemory(
  { host }: ScenarioFile,
  guests: readonly ScenarioGuest[],
  events: readonly ScenarioEvent[],
  { places }: Quantities,
): Finding[] {
  const isBooted = ({ id }: ScenarioGuest) => events.some((event) => event.do === 'boot' && event.guest === id);
  const needed = guests.filter((guest) => !isBooted(guest)).reduce((sum, guest) => sum + presentBytes(guest), 0);
  const memoryBytes =
    host?.memory === undefined ? undefined : collectFindings([], () => parseSize(String(host.memory)));
  if (memoryBytes === undefined || needed <= memoryBytes) return [];
  const what = `the guests that are there from the start have ${exactSize(needed)}, and the host less`;
  return [
    scenarioConflict(what, 'let some of them boot later, or give the host more', placeOf(places, ['host', 'memory'])),
  ];
}

function readHost({ host = {} }: ScenarioFile, profiles: ScenarioHost['profiles'], read: Quantities): ScenarioHost {
  return {
    memoryBytes: read.size(host.memory, ['host', 'memory']),
    cpus: host.cpus ?? DEFAULT_CPUS,
    sliceNs: Math.max(1, read.duration(host.slice, ['host', 'slice']) ?? DEFAULT_SLICE_NS),
    oomAfterNs: read.duration(host.oom_after, ['host', 'oom_after']) ?? DEFAULT_OOM_AFTER_NS,
    profiles,
  };
}

function readGuest(
  id: string,
  guest: ReturnType<typeof writeOutCopies>['guests'][number][1],
  path: readonly string[],
  read: Quantities,
  findings: Finding[],
): ScenarioGuest {
  const part = (key: 'resident' | 'shared' | 'swapped') => read.share(guest[key], [...path, key]);
  const [shared = 0, swapped = 0] = [part('shared'), part('swapped')];
  const resident = part('resident') ?? 1 - shared - swapped;
  if (resident + shared + swapped > 1 + SAFETY)
    findings.push(
      scenarioConflict(
        'resident, shared and swapped are more than 100 % of the memory together',
        'they are parts that do not overlap',
        keyOf(read.places, path),
      ),
    );
  return {
    id,
    memoryBytes: read.size(guest.memory, [...path, 'memory']) ?? 0,
    vcpus: guest.vcpus ?? 1,
    resident,
    shared,
    swapped,
    mapping: guest.mapping,
    layout: guest.layout,
    path,
  };
}
