import {
  type Architecture,
  calibrationMessages,
  collectFindings,
  type Finding,
  finding,
  InputError,
  parseDuration,
  refuseAny,
  resolveMachine,
  type Where,
} from '@cvm-teardown/core';
import type { Observation } from '@cvm-teardown/core/calibrate';
import { CsvError, type Info, parse } from 'csv-parse/sync';
import { type MachineArguments, readMachineRequest } from '../options/machine-request.js';

/** One cell, one value. */
const SINGLE = ['trigger', 'policy', 'release', 'authority', 'memory', 'resident', 'vcpus', 'cpus'] as const;
/** Several values with spaces between them, each as its option takes it: `FWB TLBIRANGE=false`. */
const MANY = ['feature', 'option', 'defect'] as const;
const COLUMNS = ['id', 'time', ...SINGLE, ...MANY] as const;

type Cells = Readonly<Partial<Record<(typeof COLUMNS)[number], string>>>;

interface Line {
  readonly cells: Cells;
  readonly line: number;
}

const PICOSECONDS = 1000n;

/**
 * Reads measured times: CSV with a head, `#` begins a remark.
 *
 * @throws InputError (CVM_CALIBRATION_..., CVM_CLI_..., CVM_MACHINE_..., CVM_UNITS_...) with everything that is wrong, by line
 */
export function readObservations(bytes: Uint8Array, file: string, architecture: Architecture): readonly Observation[] {
  const findings: Finding[] = [];
  const lines = linesOf(textOf(bytes, file), file);
  const ids = new Map<string, number>();
  const observations = lines.flatMap(({ cells, line }) => {
    const found: Finding[] = [];
    const id = cells.id ?? `${file}:${line}`;
    const first = ids.get(id);
    if (first !== undefined)
      found.push(calibrationMessages.notATable(`the id "${id}" stands in line ${first} already`));
    ids.set(id, line);
    const request = readMachineRequest(argumentsOf(cells), found);
    collectFindings(found, () => resolveMachine(architecture, request, 'run'));
    const blockedNs = timeOf(cells.time ?? '', found);
    findings.push(...found.map((finding) => inColumn(finding, { file, line })));
    return blockedNs === undefined ? [] : [{ id, request, blockedNs }];
  });
  refuseAny(findings);
  return observations;
}

/** What an option is on the command line is a column here. */
const inColumn = (found: Finding, where: Where): Finding => {
  const path = found.where?.path?.replace(/^--/, '');
  return finding(found.code, found.message, {
    where: { ...where, ...(path !== undefined && { path }) },
    hint: found.hint,
  });
};

function timeOf(text: string, findings: Finding[]): number | undefined {
  const where = { path: 'time' };
  const picoseconds = text === '' ? 0n : collectFindings(findings, () => parseDuration(text, where));
  if (picoseconds === undefined) return undefined;
  if (picoseconds < PICOSECONDS) return void findings.push(calibrationMessages.noTime(text, where));
  return Number(picoseconds / PICOSECONDS);
}

function argumentsOf(cells: Cells): MachineArguments {
  const single = SINGLE.flatMap((name) => (cells[name] === undefined ? [] : [[name, cells[name]] as const]));
  const many = MANY.flatMap((name) => (cells[name] === undefined ? [] : [[name, cells[name].split(/\s+/)] as const]));
  return Object.fromEntries<string | readonly string[]>([...single, ...many]) as MachineArguments;
}

function textOf(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new InputError(calibrationMessages.notATable('the file is not UTF-8 text', { file }));
  }
}

function linesOf(text: string, file: string): readonly Line[] {
  const [head, ...rows] = recordsOf(text, file);
  const refuse = (problem: string, line?: number) =>
    refuseAny([calibrationMessages.notATable(problem, line === undefined ? { file } : { file, line })]);
  if (head === undefined) refuse('the file is empty');
  if (rows.length === 0) refuse('there are no rows behind the names of the columns');
  const { record: names, info } = head as Parsed;
  const unknown = names.filter((name) => !(COLUMNS as readonly string[]).includes(name));
  const twice = names.filter((name, i) => names.indexOf(name) !== i);
  refuseAny([
    ...unknown.map((name) => calibrationMessages.unknownColumn(name, COLUMNS, { file, line: info.lines })),
    ...twice.map((name) =>
      calibrationMessages.notATable(`two columns are named "${name}"`, { file, line: info.lines }),
    ),
    ...rows
      .filter(({ record }) => record.length !== names.length)
      .map(({ record, info: { lines: line } }) =>
        calibrationMessages.notATable(`${record.length} cells, but ${names.length} columns`, { file, line }),
      ),
  ]);
  return rows.map(({ record, info: { lines: line } }) => ({
    cells: Object.fromEntries(names.flatMap((name, i) => (record[i] === '' ? [] : [[name, record[i]]]))),
    line,
  }));
}

interface Parsed {
  readonly record: readonly string[];
  readonly info: Info;
}

function recordsOf(text: string, file: string): readonly Parsed[] {
  try {
    // With `info` each record comes with its place; the declared type knows only the case without.
    return parse(text, {
      bom: true,
      comment: '#',
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as Parsed[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = error['lines'];
    refuseAny([calibrationMessages.notATable(error.message, typeof line === 'number' ? { file, line } : { file })]);
    throw error;
  }
}
