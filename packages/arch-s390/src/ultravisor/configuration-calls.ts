/** Calls on the machine and on whole configurations. Source: docs/s390.md 2.1. */
import type { LitmusArguments } from '@cvm-teardown/core/plugin';
import { TABLES } from '../constants.js';
import {
  createConfiguration,
  destroyConfiguration,
  destroyConfigurationFast,
  freeIndex,
  initialise,
  type Ultravisor,
} from '../firmware.js';
import { isInstalled, RC, ultravisorCall } from './issue.js';

export const HOST = ['host'] as const;
export const oneOfThese = <const N extends string>(summary: string, ...names: readonly [N, ...N[]]) =>
  ({ kind: 'name', names, default: names[0], summary }) as const satisfies LitmusArguments[string];

/** Which call a caller asks for in the list that Query gives. Guests have a list of their own. */
export const query = (listed: Readonly<Record<string, readonly string[]>>) =>
  ultravisorCall({
    name: 'UVC_CMD_QUI',
    code: 0x0001,
    bit: 0,
    from: ['host', 'guest'],
    summary: 'Query Ultravisor Information',
    beforeInit: true,
    args: {
      buffer: oneOfThese('room for the answer', 'full', 'partial'),
      call: { kind: 'name', names: Object.keys(listed), default: 'UVC_CMD_QUI', summary: 'is it listed?' },
    },
    results: { listed: { names: { yes: true, no: false } } },
    judge: (_uv, { buffer }) => (buffer === 'full' ? RC.executed : 0x100),
    tells: (machine, { call }, by) => ({
      listed: isInstalled(machine, String(call)) && (listed[String(call)]?.includes(by) ?? false),
    }),
  });

const init = ultravisorCall({
  name: 'UVC_CMD_INIT_UV',
  code: 0x000f,
  bit: 1,
  from: HOST,
  summary: 'Initialise Ultravisor: donates its storage',
  beforeInit: true,
  args: {
    cpus: oneOfThese('CPUs that run', 'one', 'several'),
    storage: oneOfThese(
      'the donated storage',
      'right',
      'wrong-length',
      'origin-beyond-memory',
      'end-beyond-memory',
      'below-2g',
    ),
  },
  judge: (uv, { cpus, storage }) => {
    if (uv.uv.initialised) return 0x101;
    if (cpus === 'several') return 0x102;
    const codes = {
      'wrong-length': 0x103,
      'origin-beyond-memory': 0x104,
      'end-beyond-memory': 0x105,
      'below-2g': 0x108,
    };
    if (storage !== 'right') return codes[storage];
    initialise(uv);
    return RC.executed;
  },
});

/** Memory that is donated, or marked as a top table, cannot be donated (again). Its code was not found. Source: docs/s390.md 1.5. */
export const isTaken = ({ config, table }: Readonly<Ultravisor>, storage: string): boolean =>
  (storage === 'marked-table' && table.some(({ mark }) => mark !== 0)) ||
  (storage === 'donated-already' && config.some((of) => of.storage === 'donated'));

const create = ultravisorCall({
  name: 'UVC_CMD_CREATE_SEC_CONF',
  code: 0x0100,
  bit: 2,
  from: HOST,
  summary: 'Create Secure Configuration: donates its storage, marks its top table',
  args: {
    mso: oneOfThese('the origin of guest storage', 'right', 'too-high'),
    msl: oneOfThese('its limit', 'right', 'too-high'),
    asce: oneOfThese('the designation of the top table', 'private', 'not-private', 'bit-58'),
    table: { kind: 'number', min: 1, max: TABLES, default: 1, summary: 'the top table' },
    storage: oneOfThese(
      'the donated base storage',
      'right',
      'beyond-memory',
      'lowcore',
      'marked-table',
      'donated-already',
    ),
    sca: oneOfThese('the system control area', 'right', 'zero', 'inaccessible'),
  },
  judge: (uv, { mso, msl, asce, table, storage, sca }, { configurations }) => {
    if (mso !== 'right') return 0x101;
    if (msl !== 'right') return 0x102;
    if (asce !== 'private') return 0x105;
    if (storage === 'lowcore' || storage === 'beyond-memory') return storage === 'lowcore' ? 0x109 : 0x108;
    if (sca !== 'right') return sca === 'zero' ? 0x10c : 0x10d;
    if (isTaken(uv, storage)) return RC.refused;
    if (uv.config.filter(({ registered }) => registered).length >= configurations) return RC.refused;
    return createConfiguration(uv, freeIndex(uv), table) ? RC.executed : RC.refused;
  },
});

const destroy = ultravisorCall({
  name: 'UVC_CMD_DESTROY_SEC_CONF',
  code: 0x0101,
  bit: 3,
  from: HOST,
  summary: 'Destroy Secure Configuration: cleans what is still secure',
  handle: 'configuration',
  judge: (uv, _args, { config }) => (destroyConfiguration(uv, config, false) ? RC.executed : RC.refused),
});

const destroyFast = ultravisorCall({
  name: 'UVC_CMD_DESTROY_SEC_CONF_FAST',
  code: 0x0102,
  bit: 23,
  from: HOST,
  summary: 'Destroy Secure Configuration Fast: its pages stay secure',
  handle: 'configuration',
  args: { queues: oneOfThese('its cryptographic queues', 'none', 'bound') },
  judge: (uv, { queues }, { config }) => {
    if (queues === 'bound') return 0x104;
    return destroyConfigurationFast(uv, config, false) ? RC.executed : RC.refused;
  },
});

export const configurationCalls = [init, create, destroy, destroyFast];
