import { keyOf, type Places, placeOf } from '../document/places.js';
import { type Finding, locate } from '../errors/finding.js';
import { collectFindings, refuseAny } from '../errors/input-error.js';
import {
  litmusConflict,
  litmusImpossibleState,
  litmusMissing,
  litmusNoVocabulary,
  litmusVersion as otherVersion,
} from '../errors/messages/litmus.js';
import { unknownArchitecture } from '../errors/messages/plugin.js';
import type { Architecture } from '../machine/architecture.js';
import { resolveMachine } from '../machine/resolve-machine.js';
import { initialState } from './initial-state.js';
import { readLitmusDocument } from './litmus-document.js';
import { promisesOf } from './litmus-properties.js';
import { type LitmusFile, litmusVersion, MOST_ACTORS, MOST_PAGES } from './litmus-schema.js';
import { FIRST_ACTOR, type LitmusTest, type LitmusTestActor } from './litmus-test.js';
import type { Reader } from './reader.js';
import { resolveCalls } from './resolve-calls.js';
import { resolveClaims } from './resolve-claims.js';
import { resolveExpectations } from './resolve-expectations.js';
import { resolveFaults } from './resolve-faults.js';
import { machineOf, possible } from './resolve-machine.js';
import { shapeFindings } from './shape-findings.js';
import { wellFormedPart } from './well-formed.js';

/**
 * Reads a litmus file.
 *
 * @param bytes YAML or JSON in UTF-8
 * @param file its name, for findings
 * @throws InputError with everything that is wrong with it, in the order of the file: each finding has its line, its column
 *   and its place in the document
 */
export function parseLitmus(bytes: Uint8Array, architectures: readonly Architecture[], file?: string): LitmusTest {
  const { data, places } = readLitmusDocument(bytes, file);
  const version = (data as { litmus?: unknown } | null)?.litmus;
  if (version !== undefined && version !== litmusVersion)
    refuseAny([otherVersion(version, litmusVersion, placeOf(places, ['litmus']))]);
  const findings = shapeFindings(data, places);
  const isWellFormed = findings.length === 0;
  const part = wellFormedPart(data);
  const test = part && resolve(part, isWellFormed, places, architectures, findings);
  refuseAny(withoutEchoes(findings).sort(inOrder));
  return { ...(test as LitmusTest), file };
}

/** What is missing because what stands there could not be read was said already. */
const withoutEchoes = (findings: readonly Finding[]): Finding[] => {
  const unread = new Set(findings.filter(({ code }) => code === INVALID).map(({ where }) => where?.path));
  return findings.filter(({ code, where }) => code !== MISSING || !unread.has(where?.path));
};

const INVALID = 'CVM_LITMUS_INVALID';
const MISSING = 'CVM_LITMUS_MISSING';

const inOrder = ({ where: a }: Finding, { where: b }: Finding): number =>
  (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);

type Resolved = Omit<LitmusTest, 'file'>;

function resolve(
  part: Partial<LitmusFile>,
  isWellFormed: boolean,
  places: Places,
  architectures: readonly Architecture[],
  findings: Finding[],
): Resolved | undefined {
  const { arch = '', name = '', source, given = {}, then } = part;
  const architecture = architectures.find(({ manifest }) => manifest.id === arch);
  const known = architectures.map(({ manifest }) => manifest.id);
  if (architecture === undefined) {
    findings.push(unknownArchitecture(arch, known, placeOf(places, ['arch'])));
    return undefined;
  }
  const vocabulary = architecture.litmusVocabulary;
  if (vocabulary === undefined) {
    const able = architectures.filter(({ litmusVocabulary }) => litmusVocabulary !== undefined);
    findings.push(
      litmusNoVocabulary(
        arch,
        able.map(({ manifest }) => manifest.id),
        placeOf(places, ['arch']),
      ),
    );
    return undefined;
  }
  const isSizeKnown = !findings.some(({ where }) => /^machine\b/.test(where?.path ?? ''));
  const described = machineOf(architecture, part, places, findings);
  const isMachineKnown = described !== undefined && isSizeKnown;
  // Where nobody knows how many pages there are, none is out of range.
  const machine = isMachineKnown ? described : resolveMachine(architecture, { pages: MOST_PAGES }, 'check');
  const declarations = architecture.model.declare(machine);
  const reader: Reader = { places, findings, architecture, vocabulary, machine, isMachineKnown, declarations };
  const actors = resolveActors(part, isWellFormed, reader);
  const judged = promisesOf(architecture, machine).map(({ id }) => id);
  const test: Resolved = {
    name,
    source,
    architecture,
    machine,
    given: resolveClaims('given', given, reader),
    actors,
    faults: resolveFaults(part.faults ?? [], actors, reader),
    atEnd: then && Object.values(resolveClaims('then', then, reader)).flat(),
    ...resolveExpectations(part, judged, reader),
    places,
  };
  if (findings.length === 0) refuseImpossibleState(test, findings);
  return test;
}

function resolveActors({ do: first, actors: others = {} }: Partial<LitmusFile>, isWellFormed: boolean, reader: Reader) {
  const { findings, places } = reader;
  if (isWellFormed && first === undefined && Object.keys(others).length === 0)
    findings.push(litmusMissing('what is done', 'write do: [{ call: ... }], or actors', placeOf(places, [])));
  if (Object.hasOwn(others, FIRST_ACTOR)) {
    const hint = 'it is the one that makes the calls of "do": give this one another name';
    findings.push(
      litmusConflict(`no actor can be called "${FIRST_ACTOR}"`, hint, keyOf(places, ['actors', FIRST_ACTOR])),
    );
  }
  if (Object.keys(others).length > MOST_ACTORS)
    findings.push(
      litmusConflict(
        `there are more than ${MOST_ACTORS} actors`,
        'a check has no room for them',
        keyOf(places, ['actors']),
      ),
    );
  const actors: LitmusTestActor[] = Object.entries(others).map(([name, actor]) => {
    const path = ['actors', name];
    const { calls, daemon, at } = Array.isArray(actor)
      ? { calls: actor, daemon: false, at: path }
      : { calls: actor.do, daemon: actor.daemon ?? false, at: [...path, 'do'] };
    return { name, daemon, waits: first !== undefined, calls: resolveCalls(calls, at, reader) };
  });
  if (first === undefined && actors.length > 0 && actors.every(({ daemon }) => daemon))
    findings.push(
      litmusConflict('nobody is to end: all actors are daemons', 'one of them must be none', keyOf(places, ['actors'])),
    );
  if (first === undefined) return actors;
  return [{ name: FIRST_ACTOR, daemon: false, waits: false, calls: resolveCalls(first, ['do'], reader) }, ...actors];
}

/** Values that fit one by one may not fit together: the state's own checks say so, or the plugin. */
function refuseImpossibleState(test: Resolved, findings: Finding[]): void {
  const found: Finding[] = [];
  const state = collectFindings(found, () => possible(found, () => initialState(test)));
  const where = keyOf(test.places, ['given']);
  if (state === undefined)
    findings.push(
      ...found.map((one) => (one.code === IMPOSSIBLE ? locate(one, where) : litmusImpossibleState(one.message, where))),
    );
}

const IMPOSSIBLE = 'CVM_LITMUS_IMPOSSIBLE_STATE';
