import { keyOf, type Places, placeOf } from '../document/places.js';
import { type Finding, locate } from '../errors/finding.js';
import { collectFindings } from '../errors/input-error.js';
import {
  scenarioInvalid,
  scenarioUnknownEvent,
  scenarioUnknownMeasure,
  scenarioUnknownOperation,
} from '../errors/messages/scenario.js';
import { parseDuration } from '../units/parse-duration.js';
import { roundToNanoseconds } from '../units/picoseconds.js';
import { isTeardown } from './choose-policies.js';
import {
  type Comparator,
  type Measure,
  type ScenarioEvent,
  type Threshold,
  TIME_MEASURES,
  type TimeMeasure,
} from './scenario.js';

/** Measures of the whole host. */
const OF_HOST = { oom_kills: 'oom kills', oom_stalls: 'oom stalls', oom_stalled: 'oom stalled' } as const;

/** Reads `{ again.blocked: "< 500ms", again.blocked.destroy-page: "<= 600000", oom_kills: "<= 1" }`. */
export function readThresholds(
  expect: Readonly<Record<string, string>>,
  events: readonly ScenarioEvent[],
  operations: readonly string[],
  places: Places,
  findings: Finding[],
): Threshold[] {
  return Object.entries(expect).flatMap(([text, said]) => {
    const path = ['expect', text];
    const measure = readMeasure(text, events, operations, (found) => findings.push(locate(found, keyOf(places, path))));
    const parts = /^\s*(<=|>=|<|>)\s*(.+?)\s*$/.exec(said);
    if (parts === null) {
      findings.push(
        scenarioInvalid('expected a comparison', placeOf(places, path), 'write "< 500ms", "<= 1", "> 0" or ">= 3"'),
      );
      return [];
    }
    if (measure === undefined) return [];
    const [, comparator, value = ''] = parts;
    const limit = readLimit(measure, value, places, path, findings);
    return limit === undefined ? [] : [{ text, measure, comparator: comparator as Comparator, limit, said }];
  });
}

function readMeasure(
  text: string,
  events: readonly ScenarioEvent[],
  operations: readonly string[],
  refuse: (found: Finding) => void,
): Measure | undefined {
  if (Object.hasOwn(OF_HOST, text)) return { kind: OF_HOST[text as keyof typeof OF_HOST] };
  const [id = '', what = '', ...rest] = text.split('.');
  const known = events.map((event) => event.id);
  if (!text.includes('.')) {
    refuse(
      scenarioUnknownMeasure(text, [...Object.keys(OF_HOST), ...known.slice(0, 3).map((event) => `${event}.blocked`)]),
    );
    return undefined;
  }
  if (!known.includes(id)) {
    refuse(scenarioUnknownEvent(id, known));
    return undefined;
  }
  if (!(TIME_MEASURES as readonly string[]).includes(what) || (rest.length > 0 && what !== 'blocked')) {
    refuse(
      scenarioUnknownMeasure(
        text,
        TIME_MEASURES.map((measure) => `${id}.${measure}`),
      ),
    );
    return undefined;
  }
  const event = events.find((one) => one.id === id);
  if (event !== undefined && !isTeardown(event.do) && what !== 'took') {
    refuse(scenarioUnknownMeasure(text, [`${id}.took`]));
    return undefined;
  }
  const operation = rest.join('.');
  if (rest.length > 0 && !operations.includes(operation)) {
    refuse(scenarioUnknownOperation(operation, operations));
    return undefined;
  }
  if (rest.length > 0) return { kind: 'count', event: id, operation };
  return { kind: 'time', event: id, what: what as TimeMeasure };
}

function readLimit(
  measure: Measure,
  value: string,
  places: Places,
  path: readonly string[],
  findings: Finding[],
): number | undefined {
  const where = placeOf(places, path);
  if (measure.kind === 'time' || measure.kind === 'oom stalled')
    return collectFindings(findings, () => roundToNanoseconds(parseDuration(value, where)));
  if (/^\d{1,15}$/.test(value)) return Number(value);
  findings.push(scenarioInvalid('expected a whole number', where, 'counts have no unit: "<= 1"'));
  return undefined;
}
