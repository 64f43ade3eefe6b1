/** Every call of docs/s390.md 2.1. */
import { attestationCall } from './attestation-call.js';
import { configurationCalls, query } from './configuration-calls.js';
import { cpuCalls } from './cpu-calls.js';
import { dumpCalls } from './dump-calls.js';
import { ultravisorCall } from './issue.js';
import { GUEST_CALLS, HOST_CALLS } from './names.js';
import { guestCalls, pageCalls } from './page-calls.js';

const both = new Set<string>(['UVC_CMD_QUI']);

/** Who finds which call in the list that Query gives. Destroy Secure Storage has no bit. */
const listed: Readonly<Record<string, readonly string[]>> = Object.fromEntries([
  ...HOST_CALLS.map((name) => [
    name,
    name === 'UVC_CMD_DESTR_SEC_STOR' ? [] : both.has(name) ? ['host', 'guest'] : ['host'],
  ]),
  ...GUEST_CALLS.map((name) => [name, ['guest']]),
]);

const unknown = ultravisorCall({
  name: 'UVC_CMD_UNKNOWN',
  code: 0x4242,
  from: [],
  summary: 'a code that no Ultravisor has',
  judge: () => {
    throw new RangeError('no caller gets this far');
  },
});

export const ultravisorCalls = [
  query(listed),
  ...configurationCalls,
  ...cpuCalls,
  ...pageCalls,
  ...dumpCalls,
  ...guestCalls,
  attestationCall,
  unknown,
];
