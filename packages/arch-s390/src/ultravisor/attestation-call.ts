/** Retrieve Attestation Measurement, which a guest issues for somebody who trusts nobody else. Source: docs/s390.md 2.1, 2.4. */
import { oneOfThese } from './configuration-calls.js';
import { RC, ultravisorCall } from './issue.js';

/** What is wrong with a request, in the order in which it is found. Meanings of 0x104 and 0x105: not found. */
const WRONG = {
  'continuation-token': 0x101,
  'user-data-too-long': 0x102,
  'request-inaccessible': 0x103,
  version: 0x106,
  'request-too-long': 0x107,
  'no-key-slots': 0x108,
  'encrypted-size': 0x109,
  flag: 0x10a,
  algorithm: 0x10b,
  'measurement-size': 0x10d,
  'additional-size': 0x10e,
  sealed: 0x10c,
} as const;
const REQUESTS = ['right', ...Object.keys(WRONG)] as ['right', ...(keyof typeof WRONG)[]];

export const attestationCall = ultravisorCall({
  name: 'UVC_CMD_RETR_ATTEST',
  code: 0x1020,
  bit: 28,
  from: ['guest'],
  summary: 'Retrieve Attestation Measurement, issued by the guest: changes nothing',
  args: { request: oneOfThese('the request, or what is wrong with it; sealed: it cannot be unsealed', ...REQUESTS) },
  judge: (_uv, { request }) => (request === 'right' ? RC.executed : WRONG[request]),
});
