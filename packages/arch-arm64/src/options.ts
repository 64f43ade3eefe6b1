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

/** Which of the guest's leaves are mapped: all that are resident, or one under each last-level table among them. */
export const POPULATIONS = ['all', 'first-of-table'] as const;
export type Population = (typeof POPULATIONS)[number];

/** What a range that is unmapped covers. */
export const PARTS = ['all', 'upper-half', 'first-page', 'uneven-middle'] as const;
export type Part = (typeof PARTS)[number];

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
    name: 'part',
    values: PARTS,
    default: 'all',
    summary:
      'For the trigger "unmap": all of the guest’s memory, its upper half, its first page, or all but five pages of its middle half, from an odd page on.',
  },
  {
    name: 'populated',
    values: POPULATIONS,
    default: 'all',
    summary: 'Which leaves are mapped: all that are resident, or of them the first one under each last-level table.',
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
export const partOf = (machine: MachineConfig): Part => machine.option('part') as Part;
export const populationOf = (machine: MachineConfig): Population => machine.option('populated') as Population;
