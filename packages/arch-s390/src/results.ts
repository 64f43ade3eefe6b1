import { rows } from '@cvm-teardown/core/plugin';

/** What an ioctl returns, and the Ultravisor's return code and reason that it passes on. 0: not written. */
export type PvResult = { readonly errno: number; readonly rc: number; readonly rrc: number };

export const EINTR = -4;
export const EIO = -5;
export const ENOMEM = -12;
export const EAGAIN = -11;
export const EFAULT = -14;
export const EINVAL = -22;
export const ENOTTY = -25;

/** Ultravisor return codes. Source: docs/s390.md 2. */
export const RC_EXECUTED = 0x0001;
export const RC_QUEUES_BOUND = 0x0104;
/** Stand for codes that no source names: a refused destroy, a call for a configuration with CPUs. One each, to be told apart. */
export const RC_REFUSED = 0x7fff;
export const RC_CPU_REFUSED = 0x7ffe;
export const RC_LEFTOVER_REFUSED = 0x7ffd;
/** In the code of a Create call that failed: a configuration is there and must be destroyed. Source: docs/s390.md 2. */
export const RC_NEEDS_DESTROY = 0x8000;
/** Reason that PREPARE, and an interrupted PERFORM, report without any call having given it. Source: docs/s390.md 3.7. */
export const RRC_MARKER = 42;

export const pv = (errno: number, rc = 0, rrc = 0): PvResult => Object.freeze({ errno, rc, rrc });

/** How a configuration or CPU call ended. `none`: there was nothing to call for. */
export const calls = rows({
  executed: { ok: true, issued: true, rc: RC_EXECUTED },
  none: { ok: true, issued: false, rc: 0 },
  refused: { ok: false, issued: true, rc: RC_REFUSED },
  'cpu refused': { ok: false, issued: true, rc: RC_CPU_REFUSED },
  'leftover refused': { ok: false, issued: true, rc: RC_LEFTOVER_REFUSED },
  bound: { ok: false, issued: true, rc: RC_QUEUES_BOUND },
});

export type Call = { readonly ok: boolean; readonly issued: boolean; readonly rc: number };

/** What fails first in a command, with the code that the command reports. */
export const FAILURE_RC = {
  none: 0,
  create: RC_REFUSED,
  'needs destroy': RC_REFUSED | RC_NEEDS_DESTROY,
  cpu: RC_CPU_REFUSED,
  /** No memory for a vCPU: its call is not made, and the code is that of the one before. */
  'cpu memory': RC_EXECUTED,
  configuration: RC_REFUSED,
  fast: RC_REFUSED,
  leftover: RC_LEFTOVER_REFUSED,
  queues: RC_QUEUES_BOUND,
} as const;
export type Failure = keyof typeof FAILURE_RC;
export const FAILURES = Object.keys(FAILURE_RC) as [Failure, ...Failure[]];
