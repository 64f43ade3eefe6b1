import type { Path, Places } from '../document/places.js';
import { type DocumentForm, type ReadDocument, readDocument } from '../document/read-document.js';
import { type ShapeForm, shapeFindings } from '../document/shape-findings.js';
import type { Finding } from '../errors/finding.js';
import {
  scenarioEmpty,
  scenarioInvalid,
  scenarioMissing,
  scenarioNotText,
  scenarioSyntax,
  scenarioTooLarge,
  scenarioUnknownKey,
} from '../errors/messages/scenario.js';
import { choiceHint } from '../errors/nearest.js';
import { keysAt, scenarioSchema } from './scenario-schema.js';

export const MOST_SCENARIO_BYTES = 262_144;

const documentForm: DocumentForm = {
  title: 'a scenario file',
  mostBytes: MOST_SCENARIO_BYTES,
  mostValues: 20_000,
  tooLarge: scenarioTooLarge,
  notText: scenarioNotText,
  empty: scenarioEmpty,
  syntax: scenarioSyntax,
};

const shapeForm: ShapeForm = {
  schema: scenarioSchema,
  invalid: scenarioInvalid,
  missing: scenarioMissing,
  unknownKey: scenarioUnknownKey,
  keysAt,
  missingHint: (path: Path) => hints[String(path.at(-1))] ?? 'nothing is assumed in its place',
  hintFor: (issue, found) => {
    if (issue.code === 'invalid_value' && typeof found === 'string') return choiceHint(found, issue.values.map(String));
    const isNumberForText = issue.code === 'invalid_type' && issue.expected === 'string' && typeof found === 'number';
    return isNumberForText ? 'put it in quotes: "6.10" is a release, 6.10 is the number 6.1' : undefined;
  },
};

const hints: Readonly<Record<string, string>> = {
  scenario: 'begin with "scenario: 1"',
  name: 'words in small letters, joined with -',
  arch: 'arch: { ID: {} }, or several architectures to compare',
  events: 'events: [{ do: boot }, ...]',
  do: 'what happens: boot, reboot, exit, touch ...',
  memory: 'memory: 100GiB',
};

/** @throws InputError (CVM_SCENARIO_...) with everything that is wrong with its syntax */
export const readScenarioDocument = (bytes: Uint8Array, file?: string): ReadDocument =>
  readDocument(documentForm, bytes, file);

/** What is wrong with the form of a scenario file, each with its place. */
export const scenarioShapeFindings = (data: unknown, places: Places): Finding[] =>
  shapeFindings(shapeForm, data, places);
