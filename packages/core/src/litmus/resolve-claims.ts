import { keyOf, type Path, placeOf } from '../document/places.js';
import {
  litmusConflict,
  litmusInvalid,
  litmusPageOutOfRange,
  litmusUnknownField,
  litmusUnknownValue,
} from '../errors/messages/litmus.js';
import type { LitmusPages, LitmusWord, WordValue } from '../plugin/litmus.js';
import type { Plain } from '../protocol/outcomes.js';
import type { Field, Fields, ListDeclaration, PagesDeclaration } from '../state/declare.js';
import type { LitmusFileState } from './litmus-schema.js';
import type { Claim, Claims } from './litmus-test.js';
import { type Reader, readNumbers } from './reader.js';

type Value = LitmusFileState[string];
type Mapping = Readonly<Record<string, Plain | Readonly<Record<string, Plain>>>>;

/** Reads `given` or `then`: short words, declared fields, pages. What is wrong goes to the reader's findings. */
export function resolveClaims(section: 'given' | 'then', state: LitmusFileState, reader: Reader): Claims {
  const { vocabulary, declarations, findings, places } = reader;
  const words = vocabulary.words ?? [];
  const found: { words: Claim[]; pages: Claim[]; fields: Claim[] } = { words: [], pages: [], fields: [] };
  for (const [name, value] of Object.entries(state)) {
    const path = [section, name];
    const word = words.find((candidate) => candidate.name === name);
    const declaration = Object.hasOwn(declarations, name) ? declarations[name] : undefined;
    if (word !== undefined) found.words.push(...ofWord(word, value, path, section, reader));
    else if (declaration?.kind === 'pages') found.pages.push(...ofPages(name, declaration, value, path, reader));
    else if (declaration?.kind === 'record')
      found.fields.push(...ofFields(name, declaration.fields, value, path, reader, [name]));
    else if (declaration?.kind === 'records')
      for (const [index, fields, at] of numbered(name, declaration.count, value, path, reader))
        found.fields.push(...ofFields(`${name}[${index}]`, declaration.fields, fields, at, reader, [name, index]));
    else if (declaration?.kind === 'list') found.fields.push(...ofList(name, declaration, value, path, reader));
    else if (declaration !== undefined) found.fields.push(...ofField(name, declaration, value, path, reader, [name]));
    else {
      const known = [...words.map((candidate) => candidate.name), ...Object.keys(declarations)];
      findings.push(litmusUnknownField(name, known, keyOf(places, path)));
    }
  }
  const order = new Map(words.map(({ name }, i) => [name, i]));
  found.words.sort((a, b) => (order.get(a.label) ?? 0) - (order.get(b.label) ?? 0));
  return found;
}

const say = (value: WordValue): string =>
  typeof value === 'object' ? `[${[...value].map(String).sort().join(', ')}]` : String(value);

function ofWord(word: LitmusWord, value: Value, path: Path, section: string, reader: Reader): Claim[] {
  const { findings, places, machine } = reader;
  const { name, values, list, given: set } = word;
  const expected = list ? `a list of ${values.map(String).join(', ')}` : values.map(String).join(' or ');
  const items = Array.isArray(value) ? value : [value];
  const isRight = Array.isArray(value) === (list === true) && items.every((item) => values.includes(item as Plain));
  if (!isRight) {
    const wrong = items.find((item) => !values.includes(item as Plain)) ?? value;
    const shown = typeof wrong === 'object' ? 'this' : wrong;
    findings.push(litmusUnknownValue(shown, expected, values.map(String), placeOf(places, path)));
    return [];
  }
  if (section === 'given' && set === undefined) {
    findings.push(
      litmusConflict(`"${name}" can be asked for, not given`, 'it follows from other things', keyOf(places, path)),
    );
    return [];
  }
  return [
    {
      path,
      label: name,
      expected: say(value as WordValue),
      write: (s) => set?.(s, value as WordValue, machine),
      actual: (s) => say(word.read(s, machine)),
    },
  ];
}

/** The entries of a mapping whose keys are numbers, one for each number. */
function numbered(name: string, count: number, value: Value, path: Path, reader: Reader): [number, Value, Path][] {
  const { findings, places } = reader;
  if (typeof value !== 'object' || Array.isArray(value)) {
    findings.push(litmusInvalid(`expected ${name} by number: { 0: ..., 2-3: ... }`, placeOf(places, path)));
    return [];
  }
  const said = new Set<number>();
  // Objects put numbers first; files have an order of their own.
  const entries = Object.entries(value as Mapping).sort(([a], [b]) => {
    const [first, second] = [keyOf(places, [...path, a]), keyOf(places, [...path, b])];
    return (first.line ?? 0) - (second.line ?? 0) || (first.column ?? 0) - (second.column ?? 0);
  });
  return entries.flatMap(([key, entry]) => {
    const at = [...path, key];
    const range = readNumbers(key, count);
    if (range === 'no number')
      findings.push(litmusInvalid('expected a number, or two such as 0-3', keyOf(places, at), rangeHint(key, count)));
    else if (range === 'out of range') findings.push(litmusPageOutOfRange(key, name, count, keyOf(places, at)));
    if (typeof range !== 'object') return [];
    const numbers = Array.from({ length: range.to - range.from }, (_, i) => range.from + i);
    const twice = numbers.find((number) => said.has(number));
    if (twice !== undefined)
      findings.push(litmusConflict(`${name}[${twice}] is said twice`, 'say it once', keyOf(places, at)));
    for (const number of numbers) said.add(number);
    return numbers.map((number): [number, Value, Path] => [number, entry, at]);
  });
}

/** `0..3` and `0 to 3` are how others write it. */
function rangeHint(key: string, count: number): string | undefined {
  if (key === 'all') return `write 0-${count - 1}`;
  const [, from, to] = /^(\d+)\D+(\d+)$/.exec(key) ?? [];
  return from === undefined ? undefined : `write ${from}-${to}`;
}

function ofPages(name: string, { count, fields }: PagesDeclaration, value: Value, path: Path, reader: Reader): Claim[] {
  const named = reader.vocabulary.pages?.find(({ array }) => array === name);
  return numbered(name, count, value, path, reader).flatMap(([page, entry, at]) =>
    typeof entry === 'object' || named === undefined
      ? ofFields(`${name}[${page}]`, fields, entry, at, reader, [name, page])
      : ofNamedPage(named, page, entry, at, reader),
  );
}

function ofNamedPage(named: LitmusPages, page: number, value: Plain, path: Path, reader: Reader): Claim[] {
  const { findings, places, machine } = reader;
  const { names, array } = named;
  const name = String(value);
  if (!names.includes(name)) {
    findings.push(litmusUnknownValue(name, 'a page state, or fields with their values', names, placeOf(places, path)));
    return [];
  }
  return [
    {
      path,
      label: `${array}[${page}]`,
      expected: name,
      write: (s) => named.given(s, page, name, machine),
      actual: (s) => named.read(s, page, machine),
    },
  ];
}

// biome-ignore lint/suspicious/noExplicitAny: states of any architecture
type State = any;

/** `steps`: the way from the state to what has the fields: `['vm']`, `['config', 1]`, `['page', 3]`. */
function ofFields(
  label: string,
  fields: Fields,
  value: Value,
  path: Path,
  reader: Reader,
  steps: readonly (string | number)[],
): Claim[] {
  const { findings, places } = reader;
  if (typeof value !== 'object' || Array.isArray(value)) {
    findings.push(
      litmusInvalid(`expected fields of ${label}: ${Object.keys(fields).join(', ')}`, placeOf(places, path)),
    );
    return [];
  }
  return Object.entries(value as Mapping).flatMap(([name, entry]) => {
    const at = [...path, name];
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field !== undefined) return ofField(`${label}.${name}`, field, entry, at, reader, [...steps, name]);
    findings.push(litmusUnknownField(name, Object.keys(fields), keyOf(places, at)));
    return [];
  });
}

function ofField(
  label: string,
  field: Field,
  value: Value,
  path: Path,
  reader: Reader,
  steps: readonly (string | number)[],
): Claim[] {
  const { findings, places } = reader;
  const problem = fieldProblem(field, value);
  if (problem !== undefined) {
    const shown = typeof value === 'object' ? 'this' : value;
    findings.push(litmusUnknownValue(shown, problem, field.kind === 'name' ? field.names : [], placeOf(places, path)));
    return [];
  }
  const last = steps.at(-1) as string;
  const holder = (s: State): State => steps.slice(0, -1).reduce<State>(inside, s);
  return [
    {
      path,
      label,
      expected: String(value),
      write: (s) => {
        holder(s)[last] = value;
      },
      actual: (s) => String(holder(s)[last]),
    },
  ];
}

/** One step into the state; pages are asked for by `at`. */
const inside = (from: State, step: string | number): State =>
  typeof step === 'number' && typeof from.at === 'function' && !Array.isArray(from) ? from.at(step) : from[step];

/** What would have fitted, if the value does not. */
function fieldProblem(field: Field, value: Value): string | undefined {
  switch (field.kind) {
    case 'number':
      return isWithin(value, field.min, field.max) ? undefined : `a whole number, ${field.min} to ${field.max}`;
    case 'page':
      return isWithin(value, -1, field.count - 1) ? undefined : `a page, 0 to ${field.count - 1}, or -1`;
    case 'flag':
      return typeof value === 'boolean' ? undefined : 'true or false';
    case 'name':
      return field.names.includes(value as string) ? undefined : field.names.join(' or ');
  }
}

const isWithin = (value: Value, min: number, max: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;

function ofList(
  name: string,
  { capacity, element }: ListDeclaration,
  value: Value,
  path: Path,
  reader: Reader,
): Claim[] {
  const { findings, places } = reader;
  const problem = Array.isArray(value)
    ? value.map((item) => fieldProblem(element, item as Value)).find((it) => it)
    : 'a list';
  if (problem !== undefined || !Array.isArray(value) || value.length > capacity) {
    const expected = `a list of at most ${capacity}, each ${problem === 'a list' ? 'a value' : (problem ?? 'as declared')}`;
    findings.push(litmusInvalid(`expected ${expected}`, placeOf(places, path)));
    return [];
  }
  return [
    {
      path,
      label: name,
      expected: `[${value.join(', ')}]`,
      write: (s) => {
        while (s[name].length > 0) s[name].removeAt(0);
        for (const item of value) s[name].push(item);
      },
      actual: (s) => `[${s[name].toArray().join(', ')}]`,
    },
  ];
}
