import type { MachineRequest } from '../../../packages/core/dist/machine/machine-request.js';

/** A shipped machine that is walked with and without page symmetry. */
export interface Shipped {
  readonly arch: 's390' | 'ppc';
  readonly request: MachineRequest & { readonly policy: string; readonly trigger: string; readonly pages: number };
  readonly faults: number;
  /** What makes it another machine than that of its title. */
  readonly note?: string;
}

const fixed = { release: 'fixed' };
const reboot = { policy: 'async', trigger: 'reboot', ...fixed };
const entry = { policy: 'init-done', trigger: 'secure-entry', ...fixed };
const exit = { policy: 'sync', trigger: 'exit', ...fixed };

export const shipped: readonly Shipped[] = [
  { arch: 's390', request: { ...reboot, pages: 3 }, faults: 0 },
  { arch: 's390', request: { ...reboot, pages: 4 }, faults: 0 },
  { arch: 's390', request: { ...reboot, pages: 2 }, faults: 1 },
  { arch: 's390', request: { ...reboot, pages: 3, scale: { low: 0 } }, faults: 0, note: 'no page low' },
  { arch: 's390', request: { ...exit, pages: 4 }, faults: 1 },
  { arch: 'ppc', request: { ...entry, pages: 4 }, faults: 0 },
  { arch: 'ppc', request: { ...entry, pages: 6 }, faults: 0 },
  { arch: 'ppc', request: { ...entry, policy: 'uv-all', pages: 4 }, faults: 1 },
  { arch: 'ppc', request: { ...entry, trigger: 'reboot', pages: 4 }, faults: 0 },
];

/** The machine in words. */
export const titleOf = ({ arch, request: { policy, trigger }, note }: Shipped): string =>
  [`${arch} ${policy}`, trigger, ...(note === undefined ? [] : [note])].join(', ');
