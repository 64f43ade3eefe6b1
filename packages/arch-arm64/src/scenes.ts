/** Where a check finds each defect: small machines, not the smallest there are. Source: docs/arm64.md 13. */
import type { DefectScene } from '@cvm-teardown/core/plugin';

const CLOSE = { trigger: 'close', release: 'fixed', pages: 2 } as const;
const UNMAP = { trigger: 'unmap', release: 'fixed', pages: 2 } as const;
/** Deferral needs both. */
const DEFERS = { FWB: true, TLBIRANGE: true };

export const scenes: Readonly<Record<string, DefectScene>> = {
  'unmap-elides-shared': { ...UNMAP, policy: 'series', options: { content: 'file' } },
  'close-elides-shared': { ...CLOSE, policy: 'mainline', options: { content: 'shared' } },
  'table-flush-deferred': { ...UNMAP, policy: 'mainline', features: DEFERS },
  'vmid-released-before-flush': { ...CLOSE, policy: 'series' },
  'vmid-reused-at-once': { ...CLOSE, policy: 'mainline' },
  'closed-with-running-vcpu': { ...CLOSE, policy: 'series' },
  'range-flush-after-return': { ...UNMAP, policy: 'mainline', features: DEFERS },
  'clear-taken-for-unmap': { ...UNMAP, policy: 'series', options: { event: 'CLEAR' } },
  'deferred-without-fwb': {
    ...UNMAP,
    policy: 'mainline',
    features: { TLBIRANGE: true },
    options: { content: 'file' },
  },
  'reference-not-dropped': { ...UNMAP, policy: 'pre-series' },
  'root-not-freed': { ...CLOSE, policy: 'mainline' },
};
