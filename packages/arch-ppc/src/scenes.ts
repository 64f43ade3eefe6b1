/** Where a check finds each defect: small machines, not the smallest there are. Source: docs/ppc.md 14. */
import type { DefectScene } from '@cvm-teardown/core/plugin';

const on = (trigger: DefectScene['trigger']) =>
  ({ trigger, policy: 'init-done', release: 'fixed', pages: 3 }) satisfies DefectScene;

export const scenes: Readonly<Record<string, DefectScene>> = {
  'uv-optimised-no-hv-fix': on('secure-entry'),
  'hotplug-not-migrated': on('hotplug'),
  'v1-remigrate-pagedout': on('secure-entry'),
  'v2-flush-keeps-state': on('reboot'),
  'drop-by-fault': on('unplug'),
  'transient-share-stale-pte': on('reboot'),
  'hotplug-error-ignored': { ...on('hotplug'), options: { secureMemory: 'short' } },
  'pagein-fail-leak': { ...on('secure-entry'), faults: 1 },
  'silent-nonmigratable': { ...on('reboot'), faults: 1 },
  'drop-unzeroed': on('reboot'),
  'mutant-pool-bit-kept': on('secure-entry'),
  'mutant-no-page-inval': on('reboot'),
  'mutant-terminate-forgotten': on('reboot'),
  'mutant-abort-forgotten': on('abort'),
};
