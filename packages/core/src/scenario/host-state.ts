import { placeOf } from '../document/places.js';
import { InputError } from '../errors/input-error.js';
import { scenarioGuestNotThere, scenarioOverlap } from '../errors/messages/scenario.js';
import { HELD, type Levels, OVERHEAD, withTotal } from '../protocol/levels.js';
import { names } from '../protocol/outcomes.js';
import { sleep, stepsOver } from '../protocol/step.js';
import type { Task } from '../protocol/task.js';
import { type Declarations, flag, range, records } from '../state/declare.js';
import type { StateView } from '../state/state.js';
import { isTeardown } from './choose-policies.js';
import { askingSteps, lastResortsOf } from './last-resort.js';
import type { Namespace } from './namespace.js';
import type { PlannedEvent, ScenarioPlan, World } from './plan-scenario.js';
import { type Moment, presentBytes } from './scenario.js';

/** More than any machine has: 64 TiB. */
const MOST_BYTES = 2 ** 46;
const MOST_ACTORS = 4096;
/** More than a day. */
const MOST_NS = 2 ** 47;

/** What a scenario's host knows of its events, besides what happens inside guests. */
export const hostDeclarations = (events: number) =>
  ({
    /** `actors`: of it, not ended; `background`: daemons that have begun to work and not ended. */
    event: records(events, {
      begun: flag(),
      unblocked: flag(),
      scrubbed: flag(),
      memoryBack: flag(),
      secureAgain: flag(),
      done: flag(),
      actors: range(0, MOST_ACTORS),
      background: range(0, MOST_ACTORS),
      /** Of the host's memory, by a boot or a process. */
      taken: range(0, MOST_BYTES),
      /** Held by the guest that dies when it begins to. */
      heldAtBegin: range(0, MOST_BYTES),
      killed: flag(),
      starved: flag(),
      /** What the teardown that is asked for memory had to come when it was asked, and what all of them have reported since. */
      askedToCome: range(0, MOST_BYTES),
      reported: range(0, MOST_BYTES),
      /** How long it has waited for the one that is asked; how often it has waited for one, the longest of these times and their sum. */
      stallNs: range(0, MOST_NS),
      stalls: range(0, MOST_BYTES),
      longestStallNs: range(0, MOST_NS),
      stalledNs: range(0, MOST_NS),
    }),
    oomKills: range(0, MOST_ACTORS),
  }) satisfies Declarations;

export type HostState = StateView<ReturnType<typeof hostDeclarations>>;
type EventState = HostState['event'][number];

const FIELD: Readonly<Record<Moment, 'done' | 'unblocked' | 'scrubbed' | 'memoryBack' | 'secureAgain'>> = {
  done: 'done',
  unblocked: 'unblocked',
  scrubbed: 'scrubbed',
  'memory-back': 'memoryBack',
  'secure-again': 'secureAgain',
};

/** Triggers that give memory back to the host. */
const FREEING: readonly string[] = ['exit', 'kill', 'unplug'];
/** Triggers behind which there is no guest any more. */
const ENDING: readonly string[] = ['exit', 'kill', 'close'];

/** Time passes. */
export function* delay(ns: number): Task<void> {
  if (ns > 0) yield* sleep(ns);
}

const step = stepsOver<HostState>();

/** The steps of a scenario's host. `guestView` gives a world's part of the state. */
export function hostSteps(plan: ScenarioPlan, worldOf: (world: World) => Namespace) {
  const { events, scenario } = plan;
  const at = (s: HostState, index: number): EventState => s.event[index] as EventState;
  const isOf = (guest: string | undefined) => (other: PlannedEvent) =>
    guest !== undefined && other.event.guest === guest;

  /** Of each world, counted once: pages are many. */
  const levelsIn = (s: HostState): ((world: World) => Levels) => {
    const counted = new Map<World, Levels>();
    return (world) => {
      const levels = counted.get(world) ?? world.policy.levels?.(worldOf(world).view(s), world.machine) ?? {};
      counted.set(world, levels);
      return levels;
    };
  };

  const heldBy = (s: HostState, planned: PlannedEvent, levelsOf = levelsIn(s)): number => {
    if (planned.kind !== 'teardown' && planned.kind !== 'follow-up') return 0;
    const { world, followUp } = planned;
    const levels = followUp?.levels(worldOf(world).view(s), world.machine) ?? levelsOf(world);
    return withTotal(levels).find(([name]) => name === HELD)?.[1] ?? 0;
  };

  /** Guests that nobody boots are there from the beginning. */
  const there = scenario.guests
    .filter(({ id }) => !events.some(({ event }) => event.do === 'boot' && event.guest === id))
    .map((guest) => ({ id: guest.id, bytes: presentBytes(guest) }));

  const given = (s: HostState, guest: string, taken: number, levelsOf: (world: World) => Levels): number =>
    events.reduce((sum, planned, index) => {
      const { begun, heldAtBegin } = at(s, index);
      const frees = planned.event.guest === guest && FREEING.includes(planned.event.do);
      return frees && begun ? Math.min(taken, sum + Math.max(0, heldAtBegin - heldBy(s, planned, levelsOf))) : sum;
    }, 0);

  /** Bytes of the host that nobody has. */
  const free = (s: HostState): number => {
    const { memoryBytes = MOST_BYTES } = scenario.host;
    const levelsOf = levelsIn(s);
    let left = memoryBytes;
    // What teardowns have taken for themselves.
    for (const world of plan.worlds) left -= levelsOf(world)[OVERHEAD] ?? 0;
    for (const { id, bytes } of there) left -= bytes - given(s, id, bytes, levelsOf);
    events.forEach(({ event }, index) => {
      const { taken } = at(s, index);
      if (taken > 0) left -= taken - (event.guest === undefined ? 0 : given(s, event.guest, taken, levelsOf));
    });
    return left;
  };

  const wherePlanned = ({ event }: PlannedEvent) => placeOf(scenario.places, [...event.path, 'do']);

  /** @throws InputError if the guest cannot do that now */
  const refuseImpossible = (s: HostState, planned: PlannedEvent, index: number): void => {
    const { event } = planned;
    events.forEach((other, otherIndex) => {
      if (otherIndex === index || !isOf(event.guest)(other)) return;
      const { begun, unblocked, done, actors, background } = at(s, otherIndex);
      const { do: kind, id } = other.event;
      const refuse = (why: string): never => {
        throw new InputError(scenarioOverlap(event.id, id, why, wherePlanned(planned)));
      };
      if (kind === 'boot' && !done)
        throw new InputError(
          scenarioGuestNotThere(
            event.id,
            String(event.guest),
            `which has not been booted by then`,
            wherePlanned(planned),
          ),
        );
      if (!begun || kind === 'boot') return;
      if (ENDING.includes(kind))
        throw new InputError(
          scenarioGuestNotThere(event.id, String(event.guest), `which ends in "${id}"`, wherePlanned(planned)),
        );
      if (isTeardown(kind)) {
        if (!unblocked) refuse('somebody still waits for it');
        if (planned.kind === 'teardown' && (actors > 0 || background > 0))
          refuse('its work goes on, and the policy does not say how one follows on the other');
      } else if (planned.kind !== 'page work' && !done) refuse('the guest stops while it is torn down');
    });
  };

  return {
    free,
    awaitMoment: step<[event: number, moment: string]>({
      name: 'await',
      guard: (s, [index, moment]) => at(s, index)[FIELD[moment as Moment]],
    }),
    awaitBegin: step<[event: number]>({ name: 'await-begin', guard: (s, [index]) => at(s, index).begun }),
    begin: step<[event: number, actors: number]>({
      name: 'begin',
      recounts: true,
      apply: (s, [index, actors]) => {
        const planned = events[index] as PlannedEvent;
        const own = at(s, index);
        if (planned.event.guest !== undefined && planned.event.do !== 'boot') refuseImpossible(s, planned, index);
        own.heldAtBegin = heldBy(s, planned);
        own.actors = actors;
        own.begun = true;
      },
    }),
    pass: step<[event: number, moment: string]>({
      name: 'pass',
      apply: (s, [index, moment]) => {
        const field = FIELD[moment as Moment] as (typeof FIELD)[Moment] | undefined;
        if (field !== undefined) at(s, index)[field] = true;
      },
    }),
    /** An actor of an event has ended; the last one makes it done. */
    end: step({
      name: 'end',
      outcomes: names('last', 'others go on'),
      apply: (s, [index]: [event: number]) => {
        const own = at(s, index);
        own.actors -= 1;
        if (own.actors > 0) return 'others go on';
        own.done = true;
        return 'last';
      },
    }),
    background: step<[event: number, change: number]>({
      name: 'background',
      apply: (s, [index, change]) => {
        at(s, index).background += change;
      },
    }),
    take: step({
      name: 'take-memory',
      outcomes: names('taken', 'short', 'killed'),
      apply: (s, [index, bytes]: [event: number, bytes: number]) => {
        const own = at(s, index);
        if (own.killed) return 'killed';
        if (free(s) < bytes) return 'short';
        own.taken += bytes;
        return 'taken';
      },
    }),
    ...askingSteps(lastResortsOf(plan, worldOf)),
    /** The host is out of memory: the largest process that is not a guest is ended. */
    killLargest: step({
      name: 'oom-kill',
      outcomes: names('killed', 'nobody to kill'),
      apply: (s, [index]: [event: number]) => {
        const victims = events
          .map((planned, i) => ({ planned, own: at(s, i) }))
          .filter(
            ({ planned, own }) => planned.event.do === 'start-process' && own.begun && !own.killed && own.taken > 0,
          );
        const [largest] = victims.sort((a, b) => b.own.taken - a.own.taken);
        if (largest === undefined) {
          at(s, index).starved = true;
          return 'nobody to kill';
        }
        largest.own.killed = true;
        largest.own.taken = 0;
        s.oomKills += 1;
        return 'killed';
      },
    }),
  };
}

export type HostSteps = ReturnType<typeof hostSteps>;
