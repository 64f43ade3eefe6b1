import { type Assumption, type CostProfile, parseAssumptions } from '../cost/index.js';
import { keyOf, type Path, placeOf } from '../document/places.js';
import type { Finding, Where } from '../errors/finding.js';
import { locate } from '../errors/finding.js';
import { collectFindings, refuseAny } from '../errors/input-error.js';
import { scenarioConflict, scenarioNotPossible } from '../errors/messages/scenario.js';
import { quoteAll } from '../errors/quote.js';
import type { Architecture } from '../machine/architecture.js';
import type { MachineRequest } from '../machine/machine-request.js';
import { resolveMachine } from '../machine/resolve-machine.js';
import type { MachineConfig } from '../plugin/machine-config.js';
import type { WishResult } from '../plugin/mmu.js';
import type { FollowUp, TeardownPolicy } from '../plugin/teardown-policy.js';
import { type Choices, choicesOf, isTeardown, releaseOf } from './choose-policies.js';
import { inOrder } from './parse-scenario.js';
import { presentBytes, type Scenario, type ScenarioEvent, type ScenarioGuest } from './scenario.js';

/** A machine in which one guest's events happen: that of one teardown, from the state that its policy begins with. */
export interface World {
  /** The teardown's event; of a guest that is never torn down, the guest's id. */
  readonly id: string;
  readonly guest: string;
  readonly machine: MachineConfig;
  readonly policy: TeardownPolicy;
}

export type PlannedEvent = { readonly event: ScenarioEvent } & (
  | { readonly kind: 'allocation'; readonly bytes: number }
  | { readonly kind: 'teardown'; readonly world: World; readonly followUp?: undefined }
  | { readonly kind: 'follow-up'; readonly world: World; readonly followUp: FollowUp }
  /** `early`: before the world's teardown. */
  | { readonly kind: 'page work'; readonly world: World; readonly early: boolean }
);

/** A scenario on one architecture, everything looked up. */
export interface ScenarioPlan {
  readonly scenario: Scenario;
  readonly architecture: Architecture;
  readonly events: readonly PlannedEvent[];
  readonly worlds: readonly World[];
  /** What the plugin made of a guest's memory and of wishes about it. */
  readonly made: readonly { readonly guest: string; readonly page_bytes: number; readonly says: readonly string[] }[];
  readonly profiles: readonly CostProfile[];
  readonly assumptions: readonly Assumption[];
}

/** Prices from elsewhere, which overrule those of the file. */
export interface OtherCosts {
  readonly profiles?: readonly CostProfile[] | undefined;
  /** `operation=time`, only operations that the architecture has. */
  readonly assume?: readonly string[] | undefined;
}

const operationIn = (text: string): string => text.split('=', 1)[0] ?? '';

/**
 * Looks up what a scenario asks of one architecture.
 *
 * @throws InputError (CVM_MACHINE_..., CVM_SCENARIO_NOT_POSSIBLE ...) with everything that is wrong, each with its place
 */
export function planScenario(scenario: Scenario, architecture: Architecture, costs: OtherCosts = {}): ScenarioPlan {
  const findings: Finding[] = [];
  const planner = new Planner(scenario, architecture, findings);
  const events = planner.events();
  refuseAny(withoutRepetition(findings).sort(inOrder));
  const arch = architecture.manifest.id;
  const chosen = scenario.host.profiles[arch];
  const known = (text: string) => architecture.operations.some(({ name }) => name === operationIn(text));
  const overruled = new Set((costs.assume ?? []).map(operationIn));
  return {
    scenario,
    architecture,
    events,
    worlds: [...planner.worlds.values()],
    made: scenario.guests.map((guest) => planner.madeOf(guest)),
    profiles:
      costs.profiles ??
      chosen?.flatMap((id) => architecture.profiles.filter((profile) => profile.id === id)) ??
      architecture.profiles.slice(0, 1),
    assumptions: parseAssumptions(
      [...scenario.assume.filter((text) => known(text) && !overruled.has(operationIn(text))), ...(costs.assume ?? [])],
      architecture.operations,
    ),
  };
}

class Planner {
  readonly worlds = new Map<string, World>();
  readonly #arch: string;
  readonly #choices: Choices;

  constructor(
    readonly scenario: Scenario,
    readonly architecture: Architecture,
    readonly findings: Finding[],
  ) {
    this.#arch = architecture.manifest.id;
    this.#choices = choicesOf(scenario, architecture, findings);
  }

  events(): PlannedEvent[] {
    const { events } = this.scenario;
    const planned: PlannedEvent[] = [];
    for (const event of events) {
      const one = this.#event(event, planned);
      if (one !== undefined) planned.push(one);
    }
    return planned;
  }

  #event(event: ScenarioEvent, above: readonly PlannedEvent[]): PlannedEvent | undefined {
    if (event.do === 'start-process') return { event, kind: 'allocation', bytes: event.memoryBytes ?? 0 };
    const guest = this.scenario.guests.find(({ id }) => id === event.guest);
    if (guest === undefined) return undefined;
    if (event.do === 'boot') {
      if (above.some((other) => other.event.do === 'boot' && other.event.guest === guest.id))
        this.findings.push(
          scenarioConflict(
            `guest "${guest.id}" boots twice`,
            'it is torn down once: describe another guest, or copies',
            this.#place(event),
          ),
        );
      return { event, kind: 'allocation', bytes: presentBytes(guest) };
    }
    if (isTeardown(event.do)) return this.#teardown(event, guest, above);
    const why = this.#missing(event);
    if (why !== undefined) {
      this.findings.push(scenarioNotPossible(event.do, why, 'leave it out for this architecture', this.#place(event)));
      return undefined;
    }
    const world = this.#worldFor(event, guest);
    return world && { event, kind: 'page work', world: world.world, early: world.early };
  }

  #teardown(event: ScenarioEvent, guest: ScenarioGuest, above: readonly PlannedEvent[]): PlannedEvent | undefined {
    const before = above
      .filter((other) => other.event.guest === guest.id && 'world' in other && other.kind !== 'page work')
      .at(-1);
    const world = before !== undefined && 'world' in before ? before.world : undefined;
    const trigger = event.do as keyof NonNullable<TeardownPolicy['followUps']>;
    const followUp = world?.policy.followUps?.[trigger];
    if (world !== undefined && followUp !== undefined) return { event, kind: 'follow-up', world, followUp };
    const made = this.#worldOf(event, guest);
    return made && { event, kind: 'teardown', world: made };
  }

  /** The world of the guest's last teardown above the event, else of the first one below it, else one of its own. */
  #worldFor(event: ScenarioEvent, guest: ScenarioGuest): { world: World; early: boolean } | undefined {
    const { events } = this.scenario;
    const own = events.filter((other) => other.guest === guest.id && isTeardown(other.do));
    const here = events.indexOf(event);
    const above = own.filter((other) => events.indexOf(other) < here).reverse();
    // A teardown that follows on another one has no world of its own.
    for (const other of above) {
      const world = this.worlds.get(other.id);
      if (world !== undefined) return { world, early: false };
    }
    const [below] = own;
    const world = below === undefined ? this.#world(guest.id, guest, undefined, event) : this.#worldOf(below, guest);
    return world && { world, early: true };
  }

  #worldOf(event: ScenarioEvent, guest: ScenarioGuest): World | undefined {
    return this.worlds.get(event.id) ?? this.#world(event.id, guest, event.do, event);
  }

  #world(id: string, guest: ScenarioGuest, trigger: string | undefined, event: ScenarioEvent): World | undefined {
    const known = this.worlds.get(id);
    if (known !== undefined) return known;
    const { policies } = this.architecture;
    if (trigger !== undefined && !policies.some((policy) => (policy.triggers as readonly string[]).includes(trigger))) {
      const able = [...new Set(policies.flatMap(({ triggers }) => triggers))];
      const why = `${this.#arch} has no policy for it`;
      this.findings.push(scenarioNotPossible(trigger, why, `${this.#arch} has ${quoteAll(able)}`, this.#place(event)));
      return undefined;
    }
    const machine = this.#machine(guest, trigger);
    if (machine === undefined) return undefined;
    const policy = policies.find((one) => one.id === machine.policy) as TeardownPolicy;
    const world: World = { id, guest: guest.id, machine, policy };
    this.worlds.set(id, world);
    return world;
  }

  #machine(guest: ScenarioGuest, trigger: string | undefined): MachineConfig | undefined {
    const { host } = this.scenario;
    const block = this.scenario.arch[this.#arch] ?? {};
    const { memoryBytes, vcpus, resident, shared, swapped } = guest;
    const wished = this.#wishes(guest)?.options;
    const policy = trigger === undefined ? undefined : this.#choices.policyFor(trigger);
    const request: MachineRequest = {
      ...(trigger !== undefined && { trigger }),
      ...(policy !== undefined && { policy }),
      ...releaseOf(this.#choices, block),
      ...(block.authority !== undefined && { authority: block.authority }),
      ...(block.features !== undefined && { features: block.features }),
      options: { ...wished, ...block.options },
      ...(block.defects !== undefined && { defects: block.defects }),
      ...(block.scale !== undefined && { scale: block.scale }),
      memoryBytes,
      vcpus,
      resident,
      shared,
      swapped,
      cpus: host.cpus,
      sliceNs: host.sliceNs,
    };
    const found: Finding[] = [];
    const machine = collectFindings(found, () =>
      this.#possible(() => {
        const resolved = resolveMachine(this.architecture, request, 'run');
        this.architecture.model.declare(resolved);
        return resolved;
      }),
    );
    this.findings.push(...found.map((one) => locate(one, this.#whereOf(one, guest))));
    return machine;
  }

  /** Values that are possible one by one may not be possible together, which plugins say by a RangeError. */
  #possible<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const where = keyOf(this.scenario.places, ['arch', this.#arch]);
      this.findings.push(scenarioNotPossible('guest', error.message, 'change the options or the guest', where));
      return undefined;
    }
  }

  #missing(event: ScenarioEvent): string | undefined {
    const { mmu, secureMemory } = this.architecture;
    switch (event.do) {
      case 'touch':
        return mmu.touch === undefined
          ? `the plugin of ${this.#arch} does not model how a guest uses its memory`
          : undefined;
      case 'share':
      case 'unshare':
        if (secureMemory === undefined)
          return `guests of ${this.#arch} are not confidential: all their memory is shared`;
        return secureMemory.verbs[event.do] === undefined ? `${this.#arch} has no such call` : undefined;
      default:
        return undefined;
    }
  }

  #wishes({ mapping, layout }: ScenarioGuest): WishResult | undefined {
    return this.architecture.mmu.fulfil?.({
      ...(mapping !== undefined && { mapping }),
      ...(layout !== undefined && { layout }),
    });
  }

  madeOf(guest: ScenarioGuest): ScenarioPlan['made'][number] {
    const machine =
      [...this.worlds.values()].find((world) => world.guest === guest.id)?.machine ?? this.#machine(guest, undefined);
    const { mmu } = this.architecture;
    const wished = this.#wishes(guest)?.says;
    const plan = machine && mmu.plan(machine);
    return {
      guest: guest.id,
      page_bytes: plan?.pageBytes ?? 0,
      says: [...(plan === undefined ? [] : [plan.description]), ...(wished === undefined ? [] : [wished])],
    };
  }

  #place({ path }: ScenarioEvent): Where {
    return placeOf(this.scenario.places, [...path, 'do']);
  }

  /** Core's findings about machines know no documents: here is which part of the file one of them is about. */
  #whereOf({ code, message }: Finding, guest: ScenarioGuest): Where {
    const { places } = this.scenario;
    const at = (...path: Path) => placeOf(places, path);
    const block = this.scenario.arch[this.#arch] ?? {};
    const kind = /^CVM_MACHINE_UNKNOWN_(\w+)$/.exec(code)?.[1]?.toLowerCase();
    if (code === 'CVM_MACHINE_MEMORY_NOT_PAGED') return at(...guest.path, 'memory');
    if (code === 'CVM_MACHINE_NO_SUCH_PART')
      return keyOf(places, [...guest.path, message.includes(' shared ') ? 'shared' : 'swapped']);
    if (kind === 'policy' || kind === 'release' || kind === 'authority') return at('arch', this.#arch, kind);
    const named = (['features', 'options', 'scale'] as const).flatMap((key) =>
      Object.keys(block[key] ?? {}).map((name) => [key, name] as const),
    );
    const found = named.find(([, name]) => message.includes(`"${name}"`) || message.includes(` ${name} cannot`));
    if (found !== undefined) return keyOf(places, ['arch', this.#arch, ...found]);
    const defect = block.defects?.findIndex((name) => message.includes(`"${name}"`)) ?? -1;
    return defect >= 0 ? at('arch', this.#arch, 'defects', defect) : keyOf(places, ['arch', this.#arch]);
  }
}

function withoutRepetition(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter((found) => {
    const key = JSON.stringify(found);
    return seen.has(key) ? false : seen.add(key);
  });
}
