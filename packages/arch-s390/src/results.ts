import { rows } from '@cvm-teardown/core/plugin';

/** What an ioctl returns, and the Ultravisor's return code and reason that it passes on. 0: not written. */
export type PvResult = { readonly errno: number; readonly rc: number; readonly rrc: number };

export const EIO = -5;
export const ENOMEM = -12;
export const EINVAL = -22;

/** Ultravisor return codes. Source: docs/s390.md 2. */
export const RC_EXECUTED = 0x0001;
const RC_QUEUES_BOUND = 0x0104;
/** Stands for codes that no source names: a refused destroy, a call for a configuration with CPUs. */
export const RC_REFUSED = 0xffff;
/** Reason that PREPARE, and an interrupted PERFORM, report without any call having given it. Source: docs/s390.md 3.7. */
export const RRC_MARKER = 42;

export const pv = (errno: number, rc = 0, rrc = 0): PvResult => Object.freeze({ errno, rc, rrc });

/** How a configuration or CPU call ended. `none`: there was nothing to call for. */
export const calls = rows({
  executed: { ok: true, issued: true, rc: RC_EXECUTED },
  none: { ok: true, issued: false, rc: 0 },
  refused: { ok: false, issued: true, rc: RC_REFUSED },
  bound: { ok: false, issued: true, rc: RC_QUEUES_BOUND },
});

export type Call = { readonly ok: boolean; readonly issued: boolean; readonly rc: number };
