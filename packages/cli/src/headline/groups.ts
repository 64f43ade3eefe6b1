import type { MachineRequest } from '@cvm-teardown/core';

/** One policy of a headline group. */
interface HeadlineRow {
  readonly label: string;
  readonly request: Pick<MachineRequest, 'policy' | 'release' | 'features'>;
}

/** A famous redesign beside what it replaced; the first row is the baseline. */
export interface HeadlineGroup {
  readonly id: string;
  readonly arch: string;
  readonly title: string;
  readonly request: Required<Pick<MachineRequest, 'trigger' | 'memoryBytes'>> & Pick<MachineRequest, 'options'>;
  /** Of the architecture, unless the user chooses another one. */
  readonly profile: string;
  readonly rows: readonly HeadlineRow[];
  /** Why the redesign is expected to change nothing here; the counts are asked. */
  readonly sameBecause?: string;
}

const GIB = 2 ** 30;

/** What `compare` shows when it is asked for nothing in particular. */
export const headlineGroups: readonly HeadlineGroup[] = [
  {
    id: 's390-reboot',
    arch: 's390',
    title: 's390: a protected guest reboots',
    request: { trigger: 'reboot', memoryBytes: 100 * GIB },
    profile: 'ibm-z-assumed',
    rows: [
      { label: 'sync', request: { policy: 'sync', release: '5.19' } },
      { label: 'async, no Destroy Fast', request: { policy: 'async', features: { destroyFast: false } } },
      { label: 'async', request: { policy: 'async', features: { destroyFast: true } } },
    ],
  },
  {
    id: 's390-exit',
    arch: 's390',
    title: 's390: QEMU exits',
    request: { trigger: 'exit', memoryBytes: 100 * GIB },
    profile: 'ibm-z-assumed',
    // One release for both, so that nothing but the helper differs.
    rows: [
      { label: 'no helper', request: { policy: 'sync', release: '6.2' } },
      { label: 'helper', request: { policy: 'helper', release: '6.2' } },
    ],
  },
  {
    id: 'arm64-close',
    arch: 'arm64',
    title: 'arm64: a VM mapped in 2 MiB blocks is closed',
    request: { trigger: 'close', memoryBytes: 64 * GIB, options: { granule: '4K', leaf: 'block2' } },
    profile: 'hisilicon-d05',
    rows: [
      { label: 'pre-series', request: { policy: 'pre-series' } },
      { label: 'series', request: { policy: 'series' } },
      { label: 'mainline', request: { policy: 'mainline' } },
    ],
  },
  {
    id: 'ppc-secure-entry',
    arch: 'ppc',
    title: 'ppc: a guest becomes secure',
    request: { trigger: 'secure-entry', memoryBytes: 100 * GIB },
    profile: 'power9',
    rows: [
      { label: 'uv-all', request: { policy: 'uv-all' } },
      { label: 'init-done', request: { policy: 'init-done' } },
    ],
  },
  {
    id: 'ppc-reboot',
    arch: 'ppc',
    title: 'ppc: a secure guest reboots (KVM_PPC_SVM_OFF)',
    request: { trigger: 'reboot', memoryBytes: 100 * GIB },
    profile: 'power9',
    rows: [
      { label: 'uv-all', request: { policy: 'uv-all' } },
      { label: 'init-done', request: { policy: 'init-done' } },
    ],
    sameBecause: 'the series does not touch KVM_PPC_SVM_OFF',
  },
];
