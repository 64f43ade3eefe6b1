import { keyOf, type Path, placeOf } from '../document/places.js';
import {
  litmusConflict,
  litmusInvalid,
  litmusMissing,
  litmusNotOnThisMachine,
  litmusPageOutOfRange,
  litmusUnknownArgument,
  litmusUnknownCall,
  litmusUnknownFault,
  litmusUnknownOperation,
  litmusUnknownResult,
  litmusUnknownValue,
} from '../errors/messages/litmus.js';
import type { LitmusArgument, LitmusCall, LitmusResult } from '../plugin/litmus.js';
import type { Plain } from '../protocol/outcomes.js';
import type { PageRange } from '../protocol/sweep.js';
import type { LitmusFileCall } from './litmus-schema.js';
import { type CertainFault, FATAL_SIGNAL, type LitmusTestCall } from './litmus-test.js';
import { type Reader, readNumbers } from './reader.js';

/** Reads a list of calls; those that are not understood are findings. */
export function resolveCalls(calls: readonly LitmusFileCall[], path: Path, reader: Reader): LitmusTestCall[] {
  return calls.flatMap((call, i) => resolveCall(call, [...path, i], reader) ?? []);
}

function resolveCall(given: LitmusFileCall, path: Path, reader: Reader): LitmusTestCall | undefined {
  const { vocabulary, findings, places, machine, isMachineKnown } = reader;
  const call = vocabulary.calls.find(({ name }) => name === given.call);
  if (call === undefined) {
    const known = vocabulary.calls.map(({ name }) => name);
    findings.push(litmusUnknownCall(given.call, known, placeOf(places, [...path, 'call'])));
    return undefined;
  }
  const reason = isMachineKnown ? call.missing?.(machine) : undefined;
  if (reason !== undefined)
    findings.push(litmusNotOnThisMachine(`call "${call.name}"`, reason, placeOf(places, [...path, 'call'])));
  return {
    path,
    call,
    by: resolveBy(call, given, path, reader),
    args: resolveArguments(call, given.args ?? {}, [...path, 'args'], reader),
    returns:
      given.returns === undefined ? undefined : resolveReturns(call, given.returns, [...path, 'returns'], reader),
    counts: Object.entries(given.counts ?? {}).flatMap(([name, expected]) => {
      const at = [...path, 'counts', name];
      const operation = findOperation(name, at, reader);
      return operation === undefined ? [] : [{ operation, expected, path: at }];
    }),
    faults: (given.faults ?? []).flatMap((fault, i) => resolveCertain(fault, [...path, 'faults', i], reader) ?? []),
  };
}

function resolveBy({ name, by: known }: LitmusCall, { by }: LitmusFileCall, path: Path, reader: Reader): string {
  const where = placeOf(reader.places, [...path, 'by']);
  if (by === undefined || known?.includes(by)) return by ?? known?.[0] ?? '';
  if (known === undefined)
    reader.findings.push(litmusConflict(`nobody in particular makes the call "${name}"`, 'leave "by" out', where));
  else reader.findings.push(litmusUnknownValue(by, 'who makes the call', known, where));
  return by;
}

function resolveArguments(
  { name: callName, args: declared = {} }: LitmusCall,
  given: Readonly<Record<string, Plain>>,
  path: Path,
  reader: Reader,
): LitmusTestCall['args'] {
  const { findings, places } = reader;
  for (const name of Object.keys(given))
    if (!Object.hasOwn(declared, name))
      findings.push(litmusUnknownArgument(name, Object.keys(declared), keyOf(places, [...path, name])));
  return Object.fromEntries(
    Object.entries(declared).flatMap(([name, argument]): [string, Plain | PageRange][] => {
      const value = Object.hasOwn(given, name) ? given[name] : 'default' in argument ? argument.default : undefined;
      if (value !== undefined) {
        const read = readArgument(argument, value, [...path, name], reader);
        return read === undefined ? [] : [[name, read]];
      }
      const hint = `write args: { ${name}: ... }: ${argument.summary}`;
      findings.push(litmusMissing(`argument "${name}" of ${callName}`, hint, placeOf(places, path)));
      return [];
    }),
  );
}

function readArgument(
  argument: LitmusArgument,
  value: Plain,
  path: Path,
  reader: Reader,
): Plain | PageRange | undefined {
  const { findings, places, machine } = reader;
  const where = placeOf(places, path);
  const refuse = (expected: string, known: readonly string[] = []): undefined => {
    findings.push(litmusUnknownValue(value, expected, known, where));
    return undefined;
  };
  switch (argument.kind) {
    case 'page':
    case 'pages': {
      if (argument.kind === 'pages' && value === 'all') return Object.freeze({ from: 0, to: machine.pages });
      const range = typeof value === 'boolean' ? 'no number' : readNumbers(value, machine.pages);
      if (range === 'out of range')
        findings.push(litmusPageOutOfRange(String(value), 'the machine', machine.pages, where));
      else if (range === 'no number') refuse(argument.kind === 'page' ? 'a page' : 'a page, two such as 0-3, or all');
      else if (argument.kind === 'page' && range.to - range.from > 1) refuse('one page');
      if (typeof range !== 'object') return undefined;
      return argument.kind === 'page' ? range.from : Object.freeze(range);
    }
    case 'number': {
      const { min, max } = argument;
      const fits = typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
      return fits ? value : refuse(`a whole number, ${min} to ${max}`);
    }
    case 'name':
      return argument.names.includes(value as string) ? value : refuse(argument.names.join(' or '), argument.names);
    case 'flag':
      return typeof value === 'boolean' ? value : refuse('true or false');
  }
}

function resolveReturns(
  { name: callName, results = {} }: LitmusCall,
  given: Plain | Readonly<Record<string, Plain>>,
  path: Path,
  reader: Reader,
): LitmusTestCall['returns'] {
  const { findings, places } = reader;
  const names = Object.keys(results);
  const [only] = names;
  if (only === undefined) {
    findings.push(litmusConflict(`"${callName}" gives nothing back`, 'leave "returns" out', keyOf(places, path)));
    return undefined;
  }
  if (typeof given !== 'object' && names.length > 1) {
    findings.push(
      litmusInvalid(
        `expected a value for ${names.join(', ')}, or for some of them`,
        placeOf(places, path),
        `write { ${only}: ${given} }`,
      ),
    );
    return undefined;
  }
  const wanted: [string, Plain, Path][] =
    typeof given === 'object'
      ? Object.entries(given).map(([name, value]) => [name, value, [...path, name]])
      : [[only, given, path]];
  const expected = new Map<string, string>();
  for (const [name, value, at] of wanted) {
    const result = Object.hasOwn(results, name) ? results[name] : undefined;
    if (result === undefined) findings.push(litmusUnknownResult(name, names, keyOf(places, at)));
    else expected.set(name, expectedResult(result, value, at, reader));
  }
  return expected;
}

function expectedResult(result: LitmusResult, value: Plain, path: Path, { findings, places }: Reader): string {
  const { names, integers } = result;
  if (Object.hasOwn(names, String(value))) return sayResult(result, names[String(value)] as Plain);
  const isKnown =
    Object.values(names).includes(value) || (integers && typeof value === 'number' && Number.isInteger(value));
  if (!isKnown) {
    const known = Object.keys(names);
    const expected = [...(known.length > 0 ? ['one of its names'] : []), ...(integers ? ['a whole number'] : [])];
    findings.push(litmusUnknownValue(value, expected.join(' or '), known, placeOf(places, path)));
  }
  return sayResult(result, value);
}

/** A result as it is printed: by the first of its names. */
export const sayResult = ({ names }: LitmusResult, value: Plain): string =>
  Object.keys(names).find((name) => names[name] === value) ?? String(value);

/** An operation by its name, or spelled as constants are: `PAGE_IN` for `page-in`. */
function findOperation(name: string, path: Path, { architecture, findings, places }: Reader): string | undefined {
  const known = architecture.operations.map((operation) => operation.name);
  const found = known.find((candidate) => candidate === name || candidate === name.toLowerCase().replaceAll('_', '-'));
  if (found === undefined) findings.push(litmusUnknownOperation(name, known, keyOf(places, path)));
  return found;
}

type FileFault = NonNullable<LitmusFileCall['faults']>[number];

function resolveCertain(given: FileFault, path: Path, reader: Reader): CertainFault | undefined {
  const { fault: name, chance = 1 } = typeof given === 'string' ? { fault: given } : given;
  if (!isFault(name, path, reader)) return undefined;
  if (name === FATAL_SIGNAL && chance > 1)
    reader.findings.push(
      litmusConflict(
        'a signal that is certain is there when the call begins',
        'leave "chance" out',
        placeOf(reader.places, path),
      ),
    );
  return { name, chance, path };
}

export function isFault(name: string, path: Path, { vocabulary, findings, places }: Reader): boolean {
  const known = [FATAL_SIGNAL, ...(vocabulary.faults ?? []).map((fault) => fault.name)];
  if (known.includes(name)) return true;
  findings.push(litmusUnknownFault(name, known, placeOf(places, path)));
  return false;
}
