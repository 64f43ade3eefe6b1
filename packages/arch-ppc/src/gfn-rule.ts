import type { PageRule } from '@cvm-teardown/core/plugin';
import type { GfnState, gfnFields } from './state.js';

/* Words that the tables of page-in-tables.ts and page-out-tables.ts share. */

export type Gfn = Readonly<GfnState>;
export type Rule = PageRule<typeof gfnFields>;

/** A migration or a call locks its page, so that whoever comes meanwhile waits. */
export const BUSY = { busy: true } as const;
export const WAIT: Rule = { wait: true };

export const givesDevicePage = { counters: { poolFree: 1 } } as const;
