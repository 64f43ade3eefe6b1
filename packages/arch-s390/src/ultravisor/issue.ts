/** How a call gets to the Ultravisor: the checks that all calls share, in the order that unit tests show. Source: docs/s390.md 2. */
import {
  type ArgumentValues,
  type LitmusArguments,
  type LitmusResult,
  litmusCall,
  type MachineConfig,
  type Plain,
  type Row,
  rows,
  sub,
  type Task,
} from '@cvm-teardown/core/plugin';
import { CONFIGURATIONS } from '../constants.js';
import type { Ultravisor } from '../firmware.js';
import { RC_EXECUTED, RC_REFUSED } from '../results.js';
import { at, step } from '../state.js';

/** Exceptions of the caller, and the intercept that a guest's call may give its host. */
const INTERRUPTS = ['privileged-operation', 'specification', 'page-translation', 'notification'] as const;
type Interrupt = (typeof INTERRUPTS)[number];

export const RC = {
  executed: RC_EXECUTED,
  invalidCommand: 0x2,
  invalidState: 0x3,
  invalidLength: 0x5,
  invalidConfiguration: 0x20,
  invalidCpu: 0x21,
  refused: RC_REFUSED,
} as const;

/** How a call ends: a return code, with a reason where one is known, or an interruption in its place. */
export type End = number | Interrupt | 'not secure';

/** Old firmware, of a page that is not secure. Source: docs/s390.md 2.1 (Destroy Secure Storage). */
const NOT_SECURE = { interrupt: 'none', cc: 1, rc: 0x107, rrc: 0xd };

/** What a call is about, and what the machine is. `cpus`, `configurations`: the most of each. */
export interface Facts {
  readonly config: number;
  readonly cpu: number;
  readonly installed: boolean;
  readonly misc: boolean;
  readonly oldFirmware: boolean;
  readonly cpus: number;
  readonly configurations: number;
}

/** A call of the table in docs/s390.md 2.1. */
export interface UltravisorCall<A extends LitmusArguments> {
  /** As arch/s390/include/asm/uv.h spells it. */
  readonly name: string;
  readonly code: number;
  /** Its place in the bitmap of installed calls, from the left. Absent: in none. */
  readonly bit?: number;
  readonly from: readonly ('host' | 'guest')[];
  readonly summary: string;
  /** Whose handle it carries. */
  readonly handle?: 'configuration' | 'cpu';
  readonly beforeInit?: true;
  readonly args?: A;
  /** Checks of its own, then its effect. */
  readonly judge: (uv: Ultravisor, args: ArgumentValues<A>, facts: Facts) => End;
  /** Further results, which depend on the machine alone. */
  readonly tells?: (machine: MachineConfig, args: ArgumentValues<A>, by: string) => Row;
  readonly results?: Readonly<Record<string, LitmusResult>>;
}

const BLOCK = {
  problemState: { kind: 'flag', default: false, summary: 'issued in problem state' },
  reserved: { kind: 'flag', default: false, summary: 'a reserved field of the instruction is not zero' },
  block: {
    kind: 'name',
    names: ['accessible', 'inaccessible', 'crossing'],
    default: 'accessible',
    summary: 'the control block; crossing: its second part is on a page that is not there',
  },
  length: { kind: 'name', names: ['right', 'short'], default: 'right', summary: 'the length in its header' },
} as const satisfies LitmusArguments;

const HANDLES = {
  config: {
    kind: 'number',
    min: 0,
    max: CONFIGURATIONS + 1,
    default: 1,
    summary: 'whose handle; of no configuration: a wrong one. A guest: which one it is',
  },
} as const satisfies LitmusArguments;

const CPU = { cpu: { kind: 'number', min: 0, max: 63, default: 0, summary: 'the CPU' } } as const;

const LISTED = [0x1, 0x2, 0x3, 0x5, 0x20, 0x21, ...Array.from({ length: 15 }, (_, i) => 0x100 + i), RC_REFUSED];
const NO_CODE = { cc: -1, rc: 0, rrc: 0 };
const ends = rows({
  ...Object.fromEntries(
    LISTED.map((rc) => [String(rc), { interrupt: 'none', cc: rc === RC.executed ? 0 : 1, rc, rrc: 0 }]),
  ),
  'not secure': NOT_SECURE,
  ...Object.fromEntries(INTERRUPTS.map((interrupt) => [interrupt, { interrupt, ...NO_CODE }])),
} as Record<string, { interrupt: string; cc: number; rc: number; rrc: number }>);

const results = {
  cc: { names: { none: -1 }, integers: true },
  rc: { names: { refused: RC_REFUSED }, integers: true },
  rrc: { names: {}, integers: true },
  interrupt: { names: Object.fromEntries(['none', ...INTERRUPTS].map((name) => [name, name])) },
} satisfies Record<string, LitmusResult>;

/** A call as a word of litmus files: judged in one step, without anybody between caller and Ultravisor. */
export const ultravisorCall = <const A extends LitmusArguments = Record<never, never>>(call: UltravisorCall<A>) => {
  const args = { ...BLOCK, ...(call.handle !== undefined || call.from.includes('guest') ? HANDLES : {}) };
  const all: LitmusArguments = { ...args, ...(call.handle === 'cpu' ? CPU : {}), ...call.args };
  const names = Object.keys(all);
  const issue = step({
    name: call.name,
    outcomes: ends,
    recounts: true,
    apply: (
      s,
      [by, installed, misc, oldFirmware, cpus, configurations, ...values]: [string, ...FactsOf, ...Plain[]],
    ) => {
      const given = Object.fromEntries(values.map((value, i) => [at(names, i), value]));
      const [config, cpu] = [Number(given['config'] ?? 0), Number(given['cpu'] ?? 0)];
      const facts: Facts = { config, cpu, installed, misc, oldFirmware, cpus, configurations };
      return String(checked(s, call, by, given, facts) ?? call.judge(s, given as ArgumentValues<A>, facts));
    },
    source: 'docs/s390.md 2, 2.1',
  });
  const task = sub(function* task(machine: MachineConfig, by: string, ...values: readonly Plain[]): Task<Row> {
    return yield* issue(by, ...factsOf(machine, call.name), ...values);
  });
  return litmusCall<LitmusArguments>({
    name: call.name,
    summary: `0x${call.code.toString(16).padStart(4, '0')}: ${call.summary}`,
    source: 'docs/s390.md 2.1',
    by: ['host', 'guest'],
    args: all,
    results: { ...results, ...call.results },
    *task(machine, given, by) {
      const values = names.map((name) => given[name] as unknown as Plain);
      const end = yield* task(machine, by, ...values);
      return { ...end, ...call.tells?.(machine, given as unknown as ArgumentValues<A>, by) };
    },
  });
};

/** Whether the machine has a call at all. */
export const isInstalled = (machine: MachineConfig, name: string): boolean =>
  machine.option('notInstalled') !== name &&
  (name !== 'UVC_CMD_DESTROY_SEC_CONF_FAST' || machine.feature('destroyFast'));

type FactsOf = [installed: boolean, misc: boolean, oldFirmware: boolean, cpus: number, configurations: number];

const factsOf = (machine: MachineConfig, name: string): FactsOf => [
  isInstalled(machine, name),
  machine.feature('misc'),
  machine.option('firmware') === 'old',
  machine.guest.vcpus,
  Number(machine.option('maxConfigurations')),
];

type Given = Readonly<Record<string, Plain>>;
type Checked = Pick<UltravisorCall<LitmusArguments>, 'from' | 'handle' | 'beforeInit'>;

/** What goes wrong before the call itself is looked at; undefined: nothing. */
function checked(uv: Ultravisor, call: Checked, by: string, given: Given, facts: Facts): End | undefined {
  if (given['problemState'] === true) return 'privileged-operation';
  if (given['reserved'] === true) return 'specification';
  if (given['block'] !== 'accessible') return 'page-translation';
  if (!facts.installed || !call.from.some((from) => from === by)) return RC.invalidCommand;
  if (!uv.uv.initialised && !call.beforeInit) return RC.invalidState;
  if (given['length'] === 'short') return RC.invalidLength;
  if (call.handle === undefined) return undefined;
  const config = uv.config[facts.config];
  if (call.handle === 'cpu') return facts.cpu < (config?.cpus ?? 0) ? undefined : RC.invalidCpu;
  return config?.registered ? undefined : RC.invalidConfiguration;
}
