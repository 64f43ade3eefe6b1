import { createCostModel, type Price } from '../cost/index.js';
import { placeOf } from '../document/places.js';
import { ReferenceExecutor } from '../engine/reference/reference-executor.js';
import type { EngineResult } from '../engine/run-result.js';
import { TimedExecutor } from '../engine/timed/timed-executor.js';
import type { Finding } from '../errors/finding.js';
import { refuseAny } from '../errors/input-error.js';
import { scenarioNeverBegins } from '../errors/messages/scenario.js';
import type { Cancellation, RunBus } from '../events/index.js';
import type { Trigger } from '../plugin/axes.js';
import { RunResult } from '../run/run-result.js';
import type { PackedState } from '../state/state.js';
import { hostModel } from './host-model.js';
import type { HostState } from './host-state.js';
import { type Stalls, stallsOf } from './last-resort.js';
import type { PlannedEvent, ScenarioPlan } from './plan-scenario.js';

export interface ScenarioOptions {
  /** `timed` (the default) equals `reference`, which goes page by page, in everything but speed. */
  readonly executor?: 'timed' | 'reference' | undefined;
  readonly bus?: RunBus | undefined;
  /** A run that is given up gives what there is by then, marked `cancelled`. */
  readonly signal?: Cancellation | undefined;
}

/** What became of an event. Times are virtual nanoseconds since the start of the scenario. */
export interface EventResult {
  readonly planned: PlannedEvent;
  readonly beginsNs: number | undefined;
  readonly doneNs: number | undefined;
  /** Operations without a price until it begins, and until it is done: the times are lower bounds if there are any. */
  readonly beginsUnpriced: readonly string[];
  readonly unpriced: readonly string[];
  /** `killed`: for want of memory; `starved`: it found none, and there was nobody to kill. */
  readonly end: 'done' | 'goes on' | 'killed' | 'starved' | 'never begun';
  /** How often and how long it waited for teardowns because the host had no memory for it, and would have killed. */
  readonly stalls: Stalls;
  /** Of teardowns: their part of the run. */
  readonly run: RunResult | undefined;
}

export interface ScenarioResult {
  readonly plan: ScenarioPlan;
  readonly engine: EngineResult;
  readonly prices: readonly Price[];
  readonly state: PackedState;
  readonly events: readonly EventResult[];
  readonly oomKills: number;
  /** Of all events. */
  readonly stalls: Stalls;
}

/** @throws InputError (CVM_SCENARIO_...) where the scenario turns out to ask for what cannot happen */
export function runScenario(plan: ScenarioPlan, options: ScenarioOptions = {}): ScenarioResult {
  const turns = runScenarioInTurns(plan, options);
  for (;;) {
    const { done, value } = turns.next();
    if (done === true) return value;
  }
}

/** The same in pieces of some thousand events, between which the caller can look after other things. */
export function* runScenarioInTurns(
  plan: ScenarioPlan,
  { executor, bus, signal }: ScenarioOptions = {},
): Generator<undefined, ScenarioResult> {
  const { cpus, sliceNs } = plan.scenario.host;
  const costs = createCostModel(plan.profiles, plan.assumptions);
  const Executor = executor === 'reference' ? ReferenceExecutor : TimedExecutor;
  const running = new Executor(hostModel(plan), { cost: costs, bus, cpus, sliceNs, signal });
  const engine = yield* running.turns();
  const performed = engine.actors.flatMap(({ phases }) => phases.flatMap(({ operations }) => [...operations.keys()]));
  const prices = costs.provenance(performed);
  const state = running.state.view as unknown as HostState;
  const events = plan.events.map((planned, index) =>
    resultOf(planned, state.event[index] as HostState['event'][number], plan, engine, prices, running.state),
  );
  if (!engine.cancelled) refuseAny(neverBegun(plan, events));
  return {
    plan,
    engine,
    prices,
    state: running.state,
    events,
    oomKills: state.oomKills,
    stalls: stallsOf([...state.event]),
  };
}

function resultOf(
  planned: PlannedEvent,
  own: HostState['event'][number],
  plan: ScenarioPlan,
  engine: EngineResult,
  prices: readonly Price[],
  state: PackedState,
): EventResult {
  const { begun, done, killed, starved } = own;
  const { id } = planned.event;
  const isOwn = (actor: string) => actor === id || actor.startsWith(`${id}.`);
  const milestones = engine.milestones.filter(({ actor }) => isOwn(actor));
  const moment = (name: string) => milestones.find((milestone) => milestone.name === name);
  const end = killed ? 'killed' : starved ? 'starved' : done ? 'done' : begun ? 'goes on' : 'never begun';
  return {
    planned,
    beginsNs: moment('begins')?.atNs,
    doneNs: moment('done')?.atNs,
    beginsUnpriced: moment('begins')?.unpriced ?? [],
    unpriced: moment('done')?.unpriced ?? [],
    end,
    stalls: stallsOf([own]),
    run: 'world' in planned && planned.kind !== 'page work' ? runOf(planned, plan, engine, prices, state) : undefined,
  };
}

/** The part of the run that a teardown's own actors did, as if it were a run. */
function runOf(
  planned: PlannedEvent & { readonly kind: 'teardown' | 'follow-up' },
  { architecture }: ScenarioPlan,
  engine: EngineResult,
  prices: readonly Price[],
  state: PackedState,
): RunResult {
  const { world, event } = planned;
  const prefix = `${event.id}.`;
  const begins = engine.milestones.find(({ name, actor }) => name === 'begins' && actor === event.id) ?? { atNs: 0 };
  const own = <T>(list: readonly T[], nameOf: (one: T) => string): T[] =>
    list.filter((one) => nameOf(one).startsWith(prefix));
  const strip = (name: string) => name.slice(prefix.length);
  const actors = own(engine.actors, ({ name }) => name).map((actor) => ({ ...actor, name: strip(actor.name) }));
  const performed = new Set(actors.flatMap(({ phases }) => phases.flatMap(({ operations }) => [...operations.keys()])));
  const { memory } = architecture.model;
  const pages = state.pages.get(`${world.id}/${memory}`);
  return new RunResult(
    { ...world.machine, trigger: event.do as Trigger },
    {
      ...engine,
      milestones: own(engine.milestones, ({ actor }) => actor).map((one) => ({
        ...one,
        actor: strip(one.actor),
        // Whoever waits does so from the request on, also while nobody has a CPU to hear of it.
        atNs: one.name === 'requested' ? begins.atNs : one.atNs,
      })),
      actors,
      locks: engine.locks
        .filter(({ lock }) => lock.startsWith(`${world.id}/`))
        .map((lock) => ({ ...lock, lock: lock.lock.slice(world.id.length + 1) })),
      // Those of the whole host, which its report has.
      levels: [],
      broken: own(engine.broken, ({ actor }) => actor).map((one) => ({ ...one, actor: strip(one.actor) })),
    },
    prices.filter(({ operation, derivedFrom }) => performed.has(operation) || derivedFrom !== undefined),
    { ...state, pages: new Map(pages === undefined ? [] : [[memory, pages]]) },
  );
}

/** Events that wait for what does not happen; not those that wait for something that went wrong in the run. */
function neverBegun({ scenario }: ScenarioPlan, events: readonly EventResult[]): Finding[] {
  const ended = new Map(events.map(({ planned, end }) => [planned.event.id, end]));
  return events.flatMap(({ planned: { event }, end }) => {
    if (end !== 'never begun' || event.begins.kind === 'at') return [];
    const other = ended.get(event.begins.event);
    if (other !== 'done' && other !== 'goes on') return [];
    const why = `${event.begins.event} is never ${event.begins.moment}`;
    return [scenarioNeverBegins(event.id, why, placeOf(scenario.places, [...event.path, 'after']))];
  });
}
