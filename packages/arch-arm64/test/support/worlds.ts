/** The small machines that the checks walk through: every combination that changes what is owed. */
import type { MachineRequest } from '@cvm-teardown/core';

const HOSTS = [
  { FWB: false, TLBIRANGE: false },
  { FWB: false, TLBIRANGE: true },
  { FWB: true, TLBIRANGE: false },
  { FWB: true, TLBIRANGE: true },
] as const;

/** Closes and unmaps of a policy: content, host, event. */
export function worldsOf(policy: string): readonly MachineRequest[] {
  const occasions = [
    { trigger: 'close' },
    ...['UNMAP', 'CLEAR', 'memslot-delete'].map((event) => ({ trigger: 'unmap', event })),
  ];
  return occasions.flatMap(({ trigger, ...options }) =>
    ['anonymous', 'file', 'shared'].flatMap((content) =>
      HOSTS.map((features) => ({ policy, trigger, features, options: { ...options, content }, pages: 2 })),
    ),
  );
}

export const sayWorld = ({ trigger, features, options }: MachineRequest): string =>
  [
    trigger,
    ...Object.values(options ?? {}),
    ...Object.entries(features ?? {}).flatMap(([name, on]) => (on ? [name] : [])),
  ].join(' ');
