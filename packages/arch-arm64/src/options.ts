import type { MachineConfig, MachineOption } from '@cvm-teardown/core/plugin';
import { GRANULES, type Granule } from './geometry.js';

/** Why a range of a living guest is unmapped: the notifier's event, or a call that is no notifier's. Source: docs/arm64.md 4. */
export const UNMAP_EVENTS = [
  'UNMAP',
  'CLEAR',
  'PROTECTION_VMA',
  'PROTECTION_PAGE',
  'SOFT_DIRTY',
  'MIGRATE',
  'EXCLUSIVE',
  'memslot-delete',
  'vcpu-reinit',
] as const;
export type UnmapEvent = (typeof UNMAP_EVENTS)[number];

/** Where the guest's leaves stand: pages at level 3, blocks at level 2 or 1. */
export const LEAVES = ['page', 'block2', 'block1'] as const;
export type Leaf = (typeof LEAVES)[number];

/** What the guest's memory is to the host. */
export const CONTENTS = ['anonymous', 'file', 'shared'] as const;
export type Content = (typeof CONTENTS)[number];

export const options: readonly MachineOption[] = [
  { name: 'granule', values: GRANULES, default: '4K', summary: 'Page size of stage 2.' },
  {
    name: 'ipaBits',
    values: [32, 36, 40, 42, 44, 48, 52],
    default: 40,
    summary:
      'Width of the guest’s physical addresses; decides the start level and how many root pages are concatenated.',
  },
  {
    name: 'leaf',
    values: LEAVES,
    default: 'block2',
    checkDefault: 'page',
    summary: 'What maps the guest’s memory: pages, blocks of level 2 (2 MiB with 4K) or of level 1 (1 GiB, 4K only).',
  },
  {
    name: 'event',
    values: UNMAP_EVENTS,
    default: 'UNMAP',
    summary: 'For the trigger "unmap": the MMU notifier’s event, or the call that is no notifier’s.',
  },
  {
    name: 'content',
    values: CONTENTS,
    default: 'anonymous',
    summary: 'What the memory is to the host: private and anonymous, pages of a file, or shared with another guest.',
  },
];

export const granuleOf = (machine: MachineConfig): Granule => machine.option('granule') as Granule;
export const leafOf = (machine: MachineConfig): Leaf => machine.option('leaf') as Leaf;
export const eventOf = (machine: MachineConfig): UnmapEvent => machine.option('event') as UnmapEvent;
export const contentOf = (machine: MachineConfig): Content => machine.option('content') as Content;
