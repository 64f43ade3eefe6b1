/** Calls for dumps, which read and change no page. Source: docs/s390.md 2.1, 2.4. */
import { beginDump, completeDump, isDumping } from '../firmware.js';
import { HOST, oneOfThese } from './configuration-calls.js';
import { RC, ultravisorCall } from './issue.js';

const begin = ultravisorCall({
  name: 'UVC_CMD_DUMP_INIT',
  code: 0x0400,
  bit: 24,
  from: HOST,
  summary: 'Dump Init: begins a dump of a configuration whose image lets itself be dumped',
  handle: 'configuration',
  args: { image: oneOfThese('whether its header allows dumps', 'allows', 'forbids') },
  judge: (uv, { image }, { config }) => (image === 'allows' && beginDump(uv, config) ? RC.executed : RC.refused),
});

const storageState = ultravisorCall({
  name: 'UVC_CMD_DUMP_CONF_STOR_STATE',
  code: 0x0401,
  bit: 25,
  from: HOST,
  summary: 'Dump Configuration Storage State: tweaks and flags of 1 MiB of exported pages',
  handle: 'configuration',
  judge: (uv, _args, { config }) => (isDumping(uv, config) ? RC.executed : RC.refused),
});

const cpu = ultravisorCall({
  name: 'UVC_CMD_DUMP_CPU',
  code: 0x0402,
  bit: 26,
  from: HOST,
  summary: 'Dump CPU: its registers, encrypted',
  handle: 'cpu',
  judge: (uv, _args, { config }) => (isDumping(uv, config) ? RC.executed : RC.refused),
});

const complete = ultravisorCall({
  name: 'UVC_CMD_DUMP_COMPLETE',
  code: 0x0403,
  bit: 27,
  from: HOST,
  summary: 'Dump Complete: what decrypting needs; the dump is over',
  handle: 'configuration',
  judge: (uv, _args, { config }) => (completeDump(uv, config) ? RC.executed : RC.refused),
});

export const dumpCalls = [begin, storageState, cpu, complete];
