import {
  collectFindings,
  type Finding,
  type MachineRequest,
  machineMessages,
  parsePercent,
  parseSize,
} from '@cvm-teardown/core';
import { givenTwice, missingValue, notACount, wrongForm } from '../errors/messages.js';
import type { machineOptions, memoryOption } from './machine-options.js';

type Single = 'arch' | 'trigger' | 'policy' | 'release' | 'authority' | 'vcpus' | 'resident' | 'cpus';
type Many = Exclude<keyof typeof machineOptions, Single>;

/** The options of `machine-options.ts` as yargs hands them over. */
export type MachineArguments = { readonly [K in Single | keyof typeof memoryOption | 'pages']?: string | undefined } & {
  readonly [K in Many]?: readonly string[] | undefined;
};

const MOST_VCPUS = 4096;
const MOST_CPUS = 65_536;
/** A check walks through every interleaving: more pages than this only take memory before they come to a limit. */
const MOST_PAGES = 64;
const MILLION = 1_000_000;

/** By option. */
type Hints = Readonly<Record<string, string>>;

const WALK_HINTS: Hints = {
  pages: 'a check walks through every interleaving: begin with 2 or 3 pages; --random takes more',
};

/**
 * Reads the machine that a command line asks for, except `--arch`. Names are not looked up: core does that. What is wrong
 * goes to `findings`, everything at once; what is right is in the request nevertheless, so that its names can be looked up
 * too.
 */
export function readMachineRequest(
  given: MachineArguments,
  findings: Finding[],
  mostPages = MOST_PAGES,
): MachineRequest {
  const reader = readerFor(findings, mostPages === MOST_PAGES ? WALK_HINTS : {});
  const count = (option: string, text: string | undefined, least: number, most: number) =>
    text === undefined ? undefined : reader.count(option, text, least, most);
  const share = reader.text('resident', given.resident);
  const size = reader.text('memory', given.memory);
  return withoutUndefined({
    trigger: reader.text('trigger', given.trigger),
    policy: reader.text('policy', given.policy),
    release: reader.text('release', given.release),
    authority: reader.text('authority', given.authority),
    features: reader.pairs('feature', 'name, name=true or name=false', given.feature, readSwitch),
    options: reader.pairs('option', 'name=value', given.option, (value) => value),
    defects: given.defect?.map((name) => reader.text('defect', name)).filter((name) => name !== undefined),
    scale: reader.pairs('scale', 'name=value', given.scale, (value) => {
      return value === undefined ? undefined : reader.count('scale', value, 0, Number.MAX_SAFE_INTEGER);
    }),
    memoryBytes: size === undefined ? undefined : readMemory(size, findings),
    pages: count('pages', given.pages, 1, mostPages),
    vcpus: count('vcpus', given.vcpus, 0, MOST_VCPUS),
    resident:
      share === undefined
        ? undefined
        : collectFindings(findings, () => parsePercent(share, { path: '--resident' }) / MILLION),
    cpus: count('cpus', given.cpus, 1, MOST_CPUS),
  });
}

function readMemory(size: string, findings: Finding[]): number | undefined {
  const path = '--memory';
  const bytes = collectFindings(findings, () => parseSize(size, { path }));
  if (bytes !== 0) return bytes;
  findings.push(machineMessages.impossibleValue('memory', size, 'a guest has at least one page', undefined, { path }));
  return undefined;
}

/** A whole number in digits; undefined if it is not one, which is then a finding. */
export function readCount(
  option: string,
  text: string | undefined,
  [least, most]: readonly [number, number],
  findings: Finding[],
): number | undefined {
  return text === undefined ? undefined : readerFor(findings).count(option, text, least, most);
}

function readerFor(findings: Finding[], hints: Hints = {}) {
  const refuse = (found: Finding): undefined => void findings.push(found);

  const text = (option: string, value: string | undefined) =>
    value?.trim() === '' ? refuse(missingValue(option)) : value;

  const count = (option: string, value: string, least: number, most: number) => {
    if (value.trim() === '') return refuse(missingValue(option));
    const number = /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
    return number >= least && number <= most ? number : refuse(notACount(option, value, least, most, hints[option]));
  };

  /** `name=value` pairs; `read` gives undefined for a value that it does not understand, which is then a finding. */
  const pairs = <T>(
    option: string,
    form: string,
    texts: readonly string[] | undefined,
    read: (value: string | undefined) => T | undefined,
  ): Record<string, T> | undefined => {
    if (texts === undefined) return undefined;
    const values = new Map<string, T>();
    for (const pair of texts) {
      const [name = '', ...rest] = pair.split('=');
      const known = findings.length;
      const value = name.trim() === '' ? undefined : read(rest.length === 0 ? undefined : rest.join('='));
      const before = values.get(name);
      if (value === undefined) {
        if (findings.length === known) refuse(wrongForm(option, pair, form));
      } else if (before !== undefined && before !== value) {
        refuse(givenTwice(option, name, [String(before), String(value)]));
      } else values.set(name, value);
    }
    return Object.fromEntries(values);
  };

  return { text, count, pairs };
}

function readSwitch(value: string | undefined): boolean | undefined {
  return value === undefined || value === 'true' ? true : value === 'false' ? false : undefined;
}

function withoutUndefined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
