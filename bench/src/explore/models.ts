import type { MachineModel } from '../../../packages/core/dist/engine/machine-model.js';
import type { BoundProperty } from '../../../packages/core/dist/properties/bound-property.js';
import { ppcInitDone, ppcProperties } from './ppc-init-done.js';
import { s390Perform, s390Properties } from './s390-perform.js';
import { yardstick } from './yardstick.js';

export type ModelId = 'yardstick' | 's390-perform' | 'ppc-init-done';

/** A model that exists twice: as tasks, and in promela/ID.pml. */
export interface Twin {
  readonly title: string;
  /** Large enough to be measured. The yardstick's twin is written for this many only. */
  readonly pages: number;
  readonly make: (pages: number) => MachineModel;
  readonly properties: readonly BoundProperty[];
  /** The model with a defect that breaks a property, here and as a definition for Spin. */
  readonly defect?: { readonly define: string; readonly make: (pages: number) => MachineModel };
}

export const twins: Readonly<Record<ModelId, Twin>> = {
  yardstick: {
    title: 'yardstick: 3 workers',
    pages: 10,
    make: (pages) => yardstick(pages),
    properties: [],
  },
  's390-perform': {
    title: 's390: PREPARE and PERFORM with a signal',
    pages: 8,
    make: (pages) => s390Perform(pages),
    properties: s390Properties,
    defect: { define: 'SECOND_SET_ASIDE', make: (pages) => s390Perform(pages, false) },
  },
  'ppc-init-done': {
    title: 'ppc: INIT_DONE against page-in',
    pages: 7,
    make: (pages) => ppcInitDone(pages),
    properties: ppcProperties,
    defect: { define: 'FLAG_ONLY', make: (pages) => ppcInitDone(pages, false) },
  },
};
