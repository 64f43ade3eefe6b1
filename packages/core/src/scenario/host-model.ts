import type { MachineModel } from '../engine/machine-model.js';
import type { Actor } from '../protocol/actor.js';
import type { Levels } from '../protocol/levels.js';
import { interval, type PageRange } from '../protocol/sweep.js';
import { here, milestone, type Task } from '../protocol/task.js';
import { delay, type HostState, type HostSteps, hostDeclarations, hostSteps } from './host-state.js';
import { actorOf, Namespace } from './namespace.js';
import type { PlannedEvent, ScenarioPlan, World } from './plan-scenario.js';

/** How often an allocation that finds no memory looks again. */
const LOOKS_AGAIN_NS = 10_000_000;
/** Pieces in which memory is allocated, or used at a rate. */
const PIECES = 256;

/**
 * A host with its guests as one machine: each teardown in a namespace of its own, begun as its policy says, and actors that let
 * events begin. Everybody shares the host's CPUs, its clock and its memory.
 */
export function hostModel(plan: ScenarioPlan): MachineModel {
  const namespaces = new Map<World, { readonly loud: Namespace; readonly silent: Namespace }>();
  for (const world of plan.worlds) {
    const declared = plan.architecture.model.declare(world.machine);
    namespaces.set(world, { loud: new Namespace(world.id, declared), silent: new Namespace(world.id, declared, true) });
  }
  const of = (world: World) => namespaces.get(world) as { loud: Namespace; silent: Namespace };
  const loudOf = (world: World): Namespace => of(world).loud;
  const steps = hostSteps(plan, loudOf);
  const begun = (s: HostState, world: World): boolean =>
    plan.events.some(
      (planned, i) => planned.kind === 'teardown' && planned.world === world && s.event[i]?.begun === true,
    );
  return {
    declarations: {
      ...hostDeclarations(plan.events.length),
      ...Object.assign({}, ...plan.worlds.map((world) => loudOf(world).declared)),
    },
    begin: (s) => {
      for (const world of plan.worlds) world.policy.begin(loudOf(world).view(s), world.machine);
    },
    levels: (s) =>
      sumOf(
        plan.worlds
          .filter((world) => begun(s, world))
          .map((world) => world.policy.levels?.(loudOf(world).view(s), world.machine) ?? {}),
      ),
    locks: plan.worlds.flatMap((world) =>
      plan.architecture.model.locks(world.machine).map((declared) => loudOf(world).lock(declared)),
    ),
    actors: plan.events.flatMap((planned, index) => new EventActors(plan, planned, index, steps, of).all()),
  };
}

function sumOf(all: readonly Levels[]): Levels {
  const sum: Record<string, number> = {};
  for (const levels of all) for (const [name, value] of Object.entries(levels)) sum[name] = (sum[name] ?? 0) + value;
  return sum;
}

/** A task in the namespace of a machine. */
type InNamespace = (task: Task<unknown>) => Task<unknown>;

/** The actors of one event. */
class EventActors {
  constructor(
    readonly plan: ScenarioPlan,
    readonly planned: PlannedEvent,
    readonly index: number,
    readonly steps: HostSteps,
    readonly namespaces: (world: World) => { readonly loud: Namespace; readonly silent: Namespace },
  ) {}

  all(): Actor[] {
    const { planned } = this;
    switch (planned.kind) {
      case 'allocation':
        return [this.#allocation(planned.bytes)];
      case 'page work':
        return this.#working(
          [{ name: 'guest', charged: 'guest', task: () => this.#pageWork(planned) }],
          (task) => task,
        );
      case 'follow-up': {
        const { actor: name, charged, task } = planned.followUp;
        return this.#working([{ name, charged, task: () => task(planned.world.machine) }], this.#in(planned.world));
      }
      case 'teardown':
        return this.#working(planned.world.policy.actors(planned.world.machine), this.#in(planned.world));
    }
  }

  get #id(): string {
    return this.planned.event.id;
  }

  #passed = (name: string) => this.steps.pass(this.index, name)[Symbol.iterator]();

  #in(world: World): InNamespace {
    const { loud } = this.namespaces(world);
    return (task) => loud.task(task, this.#passed);
  }

  /** Takes memory; what that costs is not modelled, so that it needs no CPU. */
  #allocation(bytes: number): Actor {
    const { steps, index } = this;
    const begins = () => this.#begins(1);
    const allocate = () => this.#allocate(bytes);
    return {
      name: this.#id,
      charged: 'process',
      offCpu: true,
      *task(): Task {
        yield* begins();
        if (!(yield* allocate())) return;
        yield* steps.end(index);
        yield* milestone('done');
      },
    };
  }

  /** One actor waits for the moment, wherever CPUs are; those who work begin then. */
  #working(actors: readonly Actor[], inNamespace: InNamespace): Actor[] {
    const { steps, index } = this;
    const begins = () => this.#begins(actors.filter(({ daemon }) => daemon !== true).length);
    const starter: Actor = { name: this.#id, charged: 'nobody', offCpu: true, task: begins };
    return [
      starter,
      ...actors.map((actor) => ({
        ...actor,
        name: actorOf(this.#id, actor.name),
        *task(): Task {
          yield* steps.awaitBegin(index);
          const task = inNamespace(actor.task());
          if (actor.daemon === true) {
            yield* inBackground(task, (change) => steps.background(index, change)[Symbol.iterator]());
            return;
          }
          yield* task;
          if ((yield* steps.end(index)) === 'last') yield* milestone('done');
        },
      })),
    ];
  }

  *#begins(actors: number): Task {
    const { begins } = this.planned.event;
    if (begins.kind === 'at') yield* delay(begins.ns);
    else {
      const other = this.plan.events.findIndex(({ event }) => event.id === begins.event);
      yield* this.steps.awaitMoment(other, begins.moment);
      yield* delay(begins.plusNs);
    }
    yield* this.steps.begin(this.index, actors);
    yield* milestone('begins');
  }

  /** False when it ends without its memory. */
  *#allocate(bytes: number): Task<boolean> {
    const { bytesPerSecond } = this.planned.event;
    const { oomAfterNs } = this.plan.scenario.host;
    const piece = Math.max(1, Math.ceil(bytes / PIECES));
    for (let taken = 0; taken < bytes; taken += piece) {
      yield* here('allocate', taken);
      const asked = Math.min(piece, bytes - taken);
      for (let waited = 0; ; waited += LOOKS_AGAIN_NS) {
        yield* here('look', taken, waited);
        const seen = yield* this.steps.take(this.index, asked);
        if (seen === 'killed') return false;
        if (seen === 'taken') break;
        if (waited < oomAfterNs) yield* delay(LOOKS_AGAIN_NS);
        else if ((yield* this.#askTeardowns()) === 'nothing') {
          if ((yield* this.steps.killLargest(this.index)) === 'nobody to kill') return false;
          waited = -LOOKS_AGAIN_NS;
        }
      }
      yield* pause(asked, bytesPerSecond);
    }
    return true;
  }

  /** Whether memory has come back from teardowns that the host asks before it kills. */
  *#askTeardowns(): Task<'came back' | 'nothing'> {
    const { steps, index } = this;
    for (const [number, { waits }] of steps.lastResorts.entries()) {
      if ((yield* steps.ask(index, number)) === 'pass') continue;
      const ns = 'ns' in waits ? waits.ns : LOOKS_AGAIN_NS;
      do yield* delay(ns);
      while ((yield* steps.hear(index, number, ns)) === 'not yet');
    }
    return yield* steps.told(index);
  }

  *#pageWork({ event, world, early }: PlannedEvent & { readonly kind: 'page work' }): Task {
    const { loud, silent } = this.namespaces(world);
    const { machine } = world;
    const { amountBytes = machine.guest.memoryBytes, bytesPerSecond } = event;
    const pages = Math.ceil(amountBytes / machine.pageBytes);
    const piece = bytesPerSecond === undefined ? pages : Math.max(1, Math.ceil(pages / PIECES));
    for (let from = 0; from < pages; from += piece) {
      yield* here('pages', from);
      const range = interval(from, Math.min(from + piece, pages));
      const work = this.#workOn(world, range);
      if (work !== undefined) yield* (early ? silent : loud).task(work, this.#passed);
      yield* pause((range.to - range.from) * machine.pageBytes, bytesPerSecond);
    }
  }

  #workOn({ machine }: World, range: PageRange): Task<unknown> | undefined {
    const { mmu, secureMemory } = this.plan.architecture;
    switch (this.planned.event.do) {
      case 'touch':
        return mmu.touch?.(machine, range);
      case 'share':
        return secureMemory?.verbs.share?.(machine, range);
      case 'unshare':
        return secureMemory?.verbs.unshare?.(machine, range);
      default:
        return mmu.unmap(machine, range, 'swap-out');
    }
  }
}

/** What keeps to a rate pays for a piece of memory, then rests. */
function* pause(bytes: number, bytesPerSecond: number | undefined): Task {
  if (bytesPerSecond !== undefined) yield* delay(Number((BigInt(bytes) * 1_000_000_000n) / BigInt(bytesPerSecond)));
}

/** A daemon works in the background from behind its first step, for which it may wait for ever. */
function* inBackground(inner: Task<unknown>, change: (by: number) => Task<unknown>): Task<void> {
  let answer: unknown;
  let works = false;
  for (;;) {
    const { done, value } = inner.next(answer);
    if (done === true) break;
    answer = yield value;
    if (!works && (value.kind === 'step' || value.kind === 'sweep')) {
      works = true;
      yield* change(1);
    }
  }
  if (works) yield* change(-1);
}
