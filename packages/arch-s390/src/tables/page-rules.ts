import { type MachineConfig, type OperationUse, type PageRule, use } from '@cvm-teardown/core/plugin';
import { destroyed, type PageCall } from '../firmware.js';
import { destroyNoop, destroyPage, destroyRefused, exportNoop, exportPage, freePage } from '../operations.js';
import type { PageChange, PageState, pageFields } from '../secure-memory.js';

export type Rule = PageRule<typeof pageFields>;

/** Somebody else's call on the page is in flight. */
export const WAIT: Rule = Object.freeze({ wait: true });

/**
 * A call in flight: the page shows at once what the call makes of it, but is busy, so that whole-configuration calls pass it
 * by and newcomers wait; `then` is what happens to the page when the call returns.
 */
export const inFlight = (uses: readonly OperationUse[], makes: PageChange, then: PageChange = {}): Rule => ({
  uses,
  during: { ...makes, busy: true },
  after: { ...makes, ...then, busy: false },
});

/** Destroy Secure Storage; `cpus`: which configurations have CPUs. A mutant empties a page of a guest that lives, whose it still is. */
export const destroyedBy = (machine: MachineConfig, page: PageState, cpus: number): PageCall => {
  const call = destroyed(page, cpus);
  return call === 'refused' && machine.has('destroy-with-cpus') ? { makes: { uv: 'normal' } } : call;
};

/** The same in a range loop, where another mutant leaves in a page what was in it. */
export const destroyedInLoop = (machine: MachineConfig, page: PageState, cpus: number): PageCall => {
  const call = destroyedBy(machine, page, cpus);
  const keeps = typeof call === 'object' && page.uv === 'secure' && machine.has('destroy-keeps-content');
  return keeps ? { makes: { uv: 'legible', owner: 0 } } : call;
};

/** What calling Destroy Secure Storage does, and what follows a refusal. */
export const destroyThen = (call: PageCall, then: PageChange, more: readonly OperationUse[], refused: Rule): Rule => {
  if (call === 'refused') return refused;
  if (call === 'nothing to do') return { uses: [use(destroyNoop), ...more], after: then };
  return inFlight([use(destroyPage), ...more], call.makes, then);
};

/** Export, after `tried` calls that were refused. */
export const exportThen = (
  call: PageCall,
  then: PageChange,
  more: readonly OperationUse[] = [],
  tried: readonly OperationUse[] = [],
): Rule =>
  typeof call === 'object'
    ? inFlight([use(exportPage), ...tried, ...more], call.makes, then)
    : { uses: [use(exportNoop), ...tried, ...more], after: then };

export const REFUSED = [use(destroyRefused)] as const;
export const FREE = [use(freePage)] as const;

/** A frame that goes back to the host; ciphertext in it is nobody's concern any more. */
export const backToHost = (page: PageState): PageChange => ({
  place: 'host',
  held: false,
  ...(page.uv === 'exported' ? { uv: 'normal' } : {}),
});
