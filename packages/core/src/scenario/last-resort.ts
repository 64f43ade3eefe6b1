/** A host that is about to kill for want of memory asks teardowns first: what they say is memory that came back. */
import type { LastResort } from '../plugin/teardown-policy.js';
import { names } from '../protocol/outcomes.js';
import { stepsOver } from '../protocol/step.js';
import type { HostState } from './host-state.js';
import type { Namespace } from './namespace.js';
import type { ScenarioPlan, World } from './plan-scenario.js';

/** One of a world, asked in the state of the whole host. */
export type HostLastResort = LastResort<HostState>;

/** Times at which a host waited for a teardown before it would have killed. */
export interface Stalls {
  readonly count: number;
  readonly longestNs: number;
  readonly totalNs: number;
}

export const stallsOf = (events: readonly HostState['event'][number][]): Stalls => ({
  count: events.reduce((sum, { stalls }) => sum + stalls, 0),
  longestNs: Math.max(0, ...events.map(({ longestStallNs }) => longestStallNs)),
  totalNs: events.reduce((sum, { stalledNs }) => sum + stalledNs, 0),
});

export const lastResortsOf = (plan: ScenarioPlan, worldOf: (world: World) => Namespace): readonly HostLastResort[] =>
  plan.worlds.flatMap((world) => {
    const resort = world.policy.lastResort?.(world.machine);
    return resort ? [{ ...resort, toCome: (s: Readonly<HostState>) => resort.toCome(worldOf(world).view(s)) }] : [];
  });

const step = stepsOver<HostState>();

/** The steps of an allocation, by its event's index, that asks teardown number `resort`. */
export function askingSteps(lastResorts: readonly HostLastResort[]) {
  const own = (s: HostState, index: number) => s.event[index] as HostState['event'][number];
  const resortOf = (number: number) => lastResorts[number] as HostLastResort;
  return {
    lastResorts,
    ask: step({
      name: 'ask-for-memory',
      outcomes: names('wait', 'pass'),
      apply: (s, [index, resort]: [event: number, resort: number]) => {
        const { toCome, enoughBytes = Number.POSITIVE_INFINITY } = resortOf(resort);
        const bytes = toCome(s);
        if (bytes === undefined || own(s, index).reported > enoughBytes) return 'pass';
        own(s, index).askedToCome = bytes;
        own(s, index).stallNs = 0;
        return 'wait';
      },
    }),
    hear: step({
      name: 'hear-of-memory',
      outcomes: names('reported', 'not yet'),
      apply: (s, [index, resort, waitedNs]: [event: number, resort: number, waitedNs: number]) => {
        const { toCome, waits } = resortOf(resort);
        const event = own(s, index);
        event.stallNs += waitedNs;
        const left = toCome(s);
        const came = event.askedToCome - (left ?? 0);
        if ('bytes' in waits && left !== undefined && came < waits.bytes) return 'not yet';
        event.stalls += 1;
        event.stalledNs += event.stallNs;
        event.longestStallNs = Math.max(event.longestStallNs, event.stallNs);
        event.reported += 'bytes' in waits ? Math.min(came, waits.bytes) : came;
        return 'reported';
      },
    }),
    told: step({
      name: 'told-of-memory',
      outcomes: names('came back', 'nothing'),
      apply: (s, [index]: [event: number]) => {
        const { reported } = own(s, index);
        own(s, index).reported = 0;
        return reported > 0 ? 'came back' : 'nothing';
      },
    }),
  };
}
