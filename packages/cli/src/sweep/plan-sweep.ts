import { createHash } from 'node:crypto';
import {
  type Architecture,
  collectFindings,
  exactPercent,
  exactSize,
  type Finding,
  InputError,
  type MachineRequest,
  parsePercent,
  parseSize,
  resolveMachine,
} from '@cvm-teardown/core';
import { findArchitecture } from '../architectures.js';
import { unknownPolicies } from '../compare/read-comparison.js';
import { missingArgument, notACount, wrongRange } from '../errors/messages.js';
import { type MachineArguments, readMachineRequest } from '../options/machine-request.js';
import { type CostArguments, readCosts } from '../runs/read-costs.js';
import type { RunJob } from '../runs/run-job.js';
import { toolInfo } from '../tool-info.js';
import { type Axis, readRange } from './read-range.js';

/** The options of `sweep` as yargs hands them over; numbers may be ranges, names lists with commas. */
export type SweepArguments = MachineArguments & CostArguments;

/** A point of a sweep: a run, or why there is none. */
export type SweepPoint = { readonly said: PointSaid } & (
  | { readonly job: RunJob }
  | { readonly because: string; readonly findings: readonly Finding[] }
);

/** The values of the axes that are swept, as people write them. */
export type PointSaid = Readonly<Record<string, string | number>>;

export interface SweepPlan {
  readonly points: readonly SweepPoint[];
  readonly architectures: readonly Architecture[];
  /** Of everything that decides what the points give. */
  readonly digest: string;
}

const MOST_POINTS = 100_000;
const MILLION = 1_000_000;

const countAxis = (option: string, least: number, most: number): Axis => ({
  option,
  example: '1..16:x2',
  parse: (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) throw new InputError(notACount(option, text, least, most));
    return value;
  },
});

const AXES: Readonly<Record<'memory' | 'resident' | 'vcpus' | 'cpus', Axis>> = {
  memory: { option: 'memory', example: '1GiB..16TiB:x2', parse: (text) => parseSize(text, { path: '--memory' }) },
  resident: {
    option: 'resident',
    example: '10%..100%:+10%',
    parse: (text) => parsePercent(text, { path: '--resident' }),
  },
  vcpus: countAxis('vcpus', 0, 4096),
  cpus: countAxis('cpus', 1, 65_536),
};

const saidOf: Readonly<Record<keyof typeof AXES, (value: number) => string | number>> = {
  memory: exactSize,
  resident: (value) => exactPercent(value / MILLION),
  vcpus: (value) => value,
  cpus: (value) => value,
};

const requestOf: Readonly<Record<keyof typeof AXES, (value: number) => MachineRequest>> = {
  memory: (memoryBytes) => ({ memoryBytes }),
  resident: (value) => ({ resident: value / MILLION }),
  vcpus: (vcpus) => ({ vcpus }),
  cpus: (cpus) => ({ cpus }),
};

/** All points, in the order in which they are reported: the axes vary from the last to the first. */
export function planSweep(
  given: SweepArguments,
  all: readonly Architecture[],
  cwd: string,
  findings: Finding[],
): SweepPlan {
  const { arch, trigger, policy, release, memory, resident, vcpus, cpus, ...rest } = given;
  const request = readMachineRequest(rest, findings);
  const chosen = namesIn(arch)?.map((id) => collectFindings(findings, () => findArchitecture(all, id, '--arch')));
  const architectures = chosen?.filter((found) => found !== undefined) ?? all;
  const triggers = namesIn(trigger) ?? [];
  if (triggers.length === 0) findings.push(missingArgument('option --trigger', 'what is swept over: --trigger reboot'));
  const policies = namesIn(policy);
  findings.push(...unknownPolicies(policies, architectures, '--policy'));
  const costs = readCosts(given, architectures, cwd, findings);
  const texts = { memory, resident, vcpus, cpus };
  const axes = (Object.keys(AXES) as (keyof typeof AXES)[]).flatMap((name) => {
    const text = texts[name];
    return text === undefined ? [] : [{ name, values: readRange(AXES[name], text, findings) }];
  });
  const releases = namesIn(release) ?? [undefined];
  const numbers = axes.reduce((count, { values }) => count * values.length, 1);
  const most = architectures.length * triggers.length * releases.length * numbers;
  if (most > MOST_POINTS) {
    findings.push(wrongRange('memory', `${most} points`, `a sweep has at most ${MOST_POINTS}`, AXES.memory.example));
    return { points: [], architectures, digest: '' };
  }
  const points = architectures.flatMap((architecture) => {
    const { id } = architecture.manifest;
    return triggers.flatMap((name) =>
      policiesFor(architecture, name, policies).flatMap((chosenPolicy) =>
        releases.flatMap((version) =>
          combinations(axes).map((values): SweepPoint => {
            const said: PointSaid = {
              arch: id,
              trigger: name,
              ...(chosenPolicy !== undefined && { policy: chosenPolicy }),
              ...(version !== undefined && { release: version }),
              ...Object.fromEntries(values.map(({ name: axis, value }) => [axis, saidOf[axis](value)])),
            };
            const asked: MachineRequest = Object.assign(
              { ...request, trigger: name },
              chosenPolicy === undefined ? {} : { policy: chosenPolicy },
              version === undefined ? {} : { release: version },
              ...values.map(({ name: axis, value }) => requestOf[axis](value)),
            );
            return pointOf(architecture, asked, said, costs.get(id) ?? { assume: [] });
          }),
        ),
      ),
    );
  });
  return { points, architectures, digest: digestOf(points, architectures) };
}

type AxisValue = { readonly name: keyof typeof AXES; readonly value: number };

const combinations = (
  axes: readonly { readonly name: keyof typeof AXES; readonly values: readonly number[] }[],
): AxisValue[][] =>
  axes.reduce<AxisValue[][]>(
    (found, { name, values }) => found.flatMap((before) => values.map((value) => [...before, { name, value }])),
    [[]],
  );

/** Those of the policies that the architecture has; undefined: none, which the machine then says. */
function policiesFor(
  { policies }: Architecture,
  trigger: string,
  asked: readonly string[] | undefined,
): readonly (string | undefined)[] {
  const able = policies.filter(({ triggers }) => (triggers as readonly string[]).includes(trigger)).map(({ id }) => id);
  const chosen = asked === undefined ? able : able.filter((id) => asked.includes(id));
  return chosen.length > 0 ? chosen : [undefined];
}

function pointOf(
  architecture: Architecture,
  request: MachineRequest,
  said: PointSaid,
  costs: RunJob['costs'],
): SweepPoint {
  const findings: Finding[] = [];
  const machine = collectFindings(findings, () => resolveMachine(architecture, request, 'run'));
  if (machine !== undefined) return { said, job: { arch: architecture.manifest.id, request, costs } };
  return { said, findings, because: findings.map(({ message }) => message).join('; ') };
}

function digestOf(points: readonly SweepPoint[], architectures: readonly Architecture[]): string {
  const plugins = architectures.map(({ manifest: { id, version } }) => [id, version]);
  const inputs = [toolInfo(), plugins, points.map((point) => ('job' in point ? point.job : point.said))];
  const plain = JSON.stringify(inputs, (_key, value) => (typeof value === 'bigint' ? String(value) : value));
  return createHash('sha256').update(plain).digest('hex');
}

const namesIn = (text: string | undefined): readonly string[] | undefined =>
  text === undefined
    ? undefined
    : [
        ...new Set(
          text
            .split(',')
            .map((name) => name.trim())
            .filter((name) => name !== ''),
        ),
      ];
