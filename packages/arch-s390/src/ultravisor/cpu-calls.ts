/** Calls on CPUs, and the reset that a guest asks for. Source: docs/s390.md 2.1. */
import { createCpu, destroyCpu, prepareReset, unshareAll } from '../firmware.js';
import { at } from '../state.js';
import { HOST, isTaken, oneOfThese } from './configuration-calls.js';
import { type Facts, RC, ultravisorCall } from './issue.js';

const create = ultravisorCall({
  name: 'UVC_CMD_CREATE_SEC_CPU',
  code: 0x0120,
  bit: 4,
  from: HOST,
  summary: 'Create Secure CPU: donates its storage',
  handle: 'configuration',
  args: {
    number: { kind: 'number', min: 0, max: 64, default: 0, summary: 'its number; those of a guest are given in order' },
    storage: oneOfThese('its donated storage', 'right', 'inaccessible', 'lowcore', 'marked-table', 'donated-already'),
    sie: oneOfThese('its SIE block', 'accessible', 'inaccessible'),
  },
  judge: (uv, { number, storage, sie }, { config, cpus }) => {
    if (number >= cpus) return 0x103;
    if (number < at(uv.config, config).cpus) return 0x104;
    if (storage === 'lowcore' || storage === 'inaccessible') return storage === 'lowcore' ? 0x106 : 0x105;
    if (sie !== 'accessible') return 0x107;
    if (isTaken(uv, storage)) return RC.refused;
    createCpu(uv, config);
    return RC.executed;
  },
});

const destroy = ultravisorCall({
  name: 'UVC_CMD_DESTROY_SEC_CPU',
  code: 0x0121,
  bit: 5,
  from: HOST,
  summary: 'Destroy Secure CPU',
  handle: 'cpu',
  judge: (uv, _args, { config }) => (destroyCpu(uv, config, false) ? RC.executed : RC.refused),
});

const unshare = ultravisorCall({
  name: 'UVC_CMD_SET_UNSHARE_ALL',
  code: 0x0340,
  bit: 20,
  from: HOST,
  summary: 'Unshare All: every shared page of a stopped guest is its own again',
  handle: 'configuration',
  judge: (uv, _args, { config }) => (unshareAll(uv, config) ? RC.executed : RC.refused),
});

const prepare = ultravisorCall({
  name: 'UVC_CMD_PREPARE_RESET',
  code: 0x0320,
  bit: 18,
  from: HOST,
  summary: 'Prepare Reset: behind Unshare All',
  handle: 'configuration',
  judge: (uv, _args, { config }) => (prepareReset(uv, config) ? RC.executed : RC.refused),
});

/** What ends a reset of subcode 0, and one of subcode 1. */
const ENDS = ['clear', 'initial'] as const;
type Reset = (typeof ENDS)[number] | 'normal';

/**
 * A reset of the CPU. While a guest asks for subcode 0 or 1 it comes behind Prepare Reset; one that is not that of the subcode is
 * executed then and ends nothing [I]: QEMU resets all CPUs normally before the first one initially. Else it needs nothing [I].
 */
const reset = (kind: Reset, name: string, code: number, bit: number, summary: string) =>
  ultravisorCall({
    name,
    code,
    bit,
    from: HOST,
    summary,
    handle: 'cpu',
    judge: (uv, _args, { config: c }) => {
      const config = at(uv.config, c);
      if (['requested', 'stopped', 'unshared'].includes(config.reset)) return RC.refused;
      if (config.reset === 'prepared' && kind === ENDS[config.subcode]) config.reset = 'reset';
      return RC.executed;
    },
  });

const STATES = ['operating', 'stopped', 'check-stop', 'operating-load-psw'] as const;
type CpuState = (typeof STATES)[number];

/** From where to where a CPU's state may be set. A guest that asked for a reset runs again at its end only. */
const NEXT = {
  operating: { halted: 'running' },
  stopped: { running: 'halted', requested: 'stopped' },
  // As a stopped one: nothing else was found of it.
  'check-stop': { running: 'halted', halted: 'halted' },
  'operating-load-psw': { reset: 'running', running: 'running' },
} as const satisfies Record<CpuState, Readonly<Record<string, string>>>;

const setState = ultravisorCall({
  name: 'UVC_CMD_CPU_SET_STATE',
  code: 0x0330,
  bit: 17,
  from: HOST,
  summary: 'Set CPU State: 1 operating, 2 stopped, 3 check-stop, 5 operating with its PSW loaded',
  handle: 'cpu',
  args: { state: { kind: 'name', names: STATES, summary: 'the new state' } },
  judge: (uv, { state }, { config }: Facts) => {
    const now = at(uv.config, config);
    const next = (NEXT[state] as Readonly<Record<string, typeof now.reset>>)[now.reset];
    if (next === undefined) return RC.refused;
    now.reset = next;
    return RC.executed;
  },
});

export const cpuCalls = [
  create,
  destroy,
  unshare,
  prepare,
  reset('normal', 'UVC_CMD_CPU_RESET', 0x0310, 15, 'CPU reset'),
  reset('initial', 'UVC_CMD_CPU_RESET_INITIAL', 0x0311, 16, 'initial CPU reset'),
  reset('clear', 'UVC_CMD_CPU_RESET_CLEAR', 0x0321, 19, 'clear CPU reset'),
  setState,
];
