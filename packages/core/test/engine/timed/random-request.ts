import fc, { type Arbitrary } from 'fast-check';
import { createCostModel } from '../../../src/cost/index.js';
import type { MachineModel } from '../../../src/engine/machine-model.js';
import type { ScriptedFault } from '../../../src/engine/reference/fault-script.js';
import { ReferenceExecutor, type RunOptions } from '../../../src/engine/reference/reference-executor.js';
import type { EngineResult } from '../../../src/engine/run-result.js';
import { InputError } from '../../../src/errors/index.js';
import { type Architecture, createMachine, type MachineRequest, resolveMachine } from '../../../src/machine/index.js';
import { MODEL } from '../../../src/machine/tokens.js';
import { type Actor, defineOperation, sendFatalSignal, stepsOver, type Task } from '../../../src/protocol/index.js';
import { Random } from '../../../src/random/random.js';
import type { PageArray } from '../../../src/state/page-array.js';
import type { Trial } from './agreement.js';
import type { DrawnArchitecture } from './architectures.js';

/** A machine of an architecture as plain data: indices into whatever the architecture registers. */
export interface RequestSpec {
  readonly purpose: 'run' | 'check';
  readonly policy: number;
  readonly trigger: number;
  readonly release: number;
  readonly features: readonly boolean[];
  readonly options: readonly number[];
  readonly defects: readonly number[];
  /** Per protocol constant, a power of two; null: the real value. */
  readonly scale: readonly (number | null)[];
  readonly pages: number;
  readonly resident: number;
  readonly vcpus: number;
  readonly cpus: number;
  readonly sliceNs: number;
  /** Index of the profile, if any. */
  readonly profile: number | null;
  /** Per operation, nanoseconds that are assumed. */
  readonly prices: readonly (number | null)[];
  /** Whether pages begin in another order. */
  readonly shuffled: boolean;
  /** Whether every actor has a twin that does the same at the same time. */
  readonly twins: boolean;
  /** Somebody who comes by now and then. */
  readonly visits: readonly VisitSpec[];
  readonly seed: number;
  /** Which of the faults that may strike does. */
  readonly fault: number | null;
  readonly chunkBits: number;
  readonly gap: number;
  readonly bothWays: boolean;
}

interface VisitSpec {
  readonly delay: number;
  /** Exchanges two pages, reads them all, or sends a signal. */
  readonly act: 'exchange' | 'look' | 'signal';
  readonly a: number;
  readonly b: number;
}

const many = <T>(element: Arbitrary<T>): Arbitrary<T[]> => fc.array(element, { minLength: 24, maxLength: 24 });
const index = fc.nat(1000);

const prices = fc.oneof(
  many(fc.constantFrom(null, 0, 1, 2, 3, 5, 100)),
  fc.constantFrom(0, 1, 7).map((ns) => Array.from({ length: 24 }, () => ns)),
  many(fc.constantFrom(1, 2, 5)),
);

export const randomRequest: Arbitrary<RequestSpec> = fc.record<RequestSpec>({
  purpose: fc.constantFrom('run', 'run', 'check'),
  policy: index,
  trigger: index,
  release: index,
  features: many(fc.boolean()),
  options: many(index),
  defects: fc.oneof(fc.constant([]), fc.array(index, { maxLength: 2 })),
  scale: many(fc.constantFrom(null, 1, 2, 4, 8, 16)),
  pages: fc.integer({ min: 2, max: 300 }),
  resident: fc.constantFrom(1, 1, 0.5, 0.9, 0),
  vcpus: fc.nat(3),
  cpus: fc.integer({ min: 1, max: 3 }),
  sliceNs: fc.constantFrom(1, 20, 500, 4_000_000),
  profile: fc.option(fc.nat(3), { freq: 2 }),
  prices,
  shuffled: fc.boolean(),
  twins: fc.boolean(),
  visits: fc.array(
    fc.record({
      delay: fc.oneof(fc.nat(60), fc.nat(1500)),
      act: fc.constantFrom('exchange', 'exchange', 'look', 'signal'),
      a: index,
      b: index,
    }),
    { maxLength: 4 },
  ),
  seed: fc.nat(2 ** 31 - 1),
  fault: fc.option(index, { freq: 2 }),
  chunkBits: fc.integer({ min: 3, max: 6 }),
  gap: fc.constantFrom(0, 60, 2048),
  bothWays: fc.boolean(),
});

const pick = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;

/** The request that the data stands for. */
export function requestOf(architecture: Architecture, spec: RequestSpec): MachineRequest {
  const { policies, releases, features, options, constants, defects } = architecture;
  const policy = pick(policies, spec.policy);
  const request: MachineRequest = {
    policy: policy.id,
    trigger: pick(policy.triggers, spec.trigger),
    release: pick(policy.releases ?? releases.map(({ id }) => id), spec.release),
    features: Object.fromEntries(features.map(({ name }, i) => [name, spec.features[i] as boolean])),
    options: Object.fromEntries(options.map(({ name, values }, i) => [name, pick(values, spec.options[i] as number)])),
    defects: [...new Set(spec.defects.map((at) => pick(defects, at).id))],
    scale: Object.fromEntries(
      constants.flatMap(({ name }, i) => (spec.scale[i] == null ? [] : [[name, spec.scale[i] as number]])),
    ),
    vcpus: spec.vcpus,
    resident: spec.resident,
    cpus: spec.cpus,
    sliceNs: spec.sliceNs,
  };
  if (spec.purpose === 'check') return { ...request, pages: 2 + (spec.pages % 40) };
  const { pageBytes } = resolveMachine(architecture, { ...request, memoryBytes: 2 ** 50 }, 'run');
  return { ...request, memoryBytes: spec.pages * pageBytes };
}

/** Choices beyond which a run is given up: an environment may go on for ever. */
const MOST_CHOICES = 300;

/** @throws RangeError | InputError where the architecture knows no such machine */
export function trialOf(architecture: Architecture, spec: RequestSpec): Trial {
  const { profiles, operations } = architecture;
  const machine = createMachine(architecture, requestOf(architecture, spec), spec.purpose);
  const cost = createCostModel(spec.profile === null ? [] : [pick(profiles, spec.profile)], [
    { operation: TICK.name, unit: TICK.unit, picoseconds: 1000n, text: 'random' },
    ...operations.flatMap(({ name, unit }, i) => {
      const ns = spec.prices[i % spec.prices.length];
      return ns == null ? [] : [{ operation: name, unit, picoseconds: BigInt(ns) * 1000n, text: 'random' }];
    }),
  ]);
  const options = (): RunOptions => ({ cost, cpus: spec.cpus, sliceNs: spec.sliceNs, choose: choiceOf(spec) });
  const trialWith = (twins: boolean): Trial => {
    const model = disturbed(machine.resolve(MODEL), architecture.model.memory, { ...spec, twins });
    return { model, options, chunkBits: spec.chunkBits, gap: spec.gap, bothWays: spec.bothWays };
  };
  const trial = trialWith(spec.twins);
  if (!spec.twins && spec.fault === null) return trial;
  const { failed, faults } = rehearse(trial);
  // What happens once in the life of a machine cannot happen twice.
  if (spec.twins && failed) return trialWith(false);
  if (spec.fault === null || faults.length === 0) return trial;
  return { ...trial, options: () => ({ ...options(), faults: [pick(faults, spec.fault as number)] }) };
}

/** An environment that chooses by chance, and that is given up when it goes on for ever. */
function choiceOf({ seed }: RequestSpec): NonNullable<RunOptions['choose']> {
  const random = new Random(seed);
  let choices = 0;
  return (_actor, _step, open) => {
    if (++choices > MOST_CHOICES) throw new Error('enough choices');
    return random.below(4) === 0 ? (open[0] as number) : random.pick(open);
  };
}

/** The machine with pages in another order, twins and a visitor. */
function disturbed(model: MachineModel, memory: string, { shuffled, twins, visits, seed }: RequestSpec): MachineModel {
  const names = model.actors.map(({ name }) => name);
  const visitor: Actor = { name: 'visitor', task: () => visit(memory, names, visits) };
  return {
    ...model,
    actors: [
      ...model.actors,
      ...(twins ? model.actors.map((actor) => ({ ...actor, name: `twin of ${actor.name}` })) : []),
      ...(visits.length > 0 ? [visitor] : []),
    ],
    begin: (s) => {
      model.begin(s);
      const { length } = s[memory] as PageArray;
      const random = new Random(seed);
      for (let left = shuffled ? random.below(length) : 0; left > 0; left--)
        swap(s[memory], random.below(length), random.below(length));
    },
  };
}

function swap({ store }: PageArray, a: number, b: number): void {
  const code = store.get(a);
  store.set(a, store.get(b));
  store.set(b, code);
}

const TICK = defineOperation({
  name: 'tick',
  unit: 'call',
  cause: 'waiting',
  duration: 'atomic',
  summary: 'a nanosecond',
  source: 'synthetic',
});

type AnyState = Readonly<Record<string, PageArray>>;

const step = stepsOver<AnyState>();
const pause = step<[ns: number]>({ name: 'pause', operation: TICK, units: (_, [ns]) => ns });
const exchange = step<[memory: string, a: number, b: number]>({
  name: 'exchange',
  apply: (s, [memory, a, b]) => {
    const array = s[memory] as PageArray;
    swap(array, a % array.length, b % array.length);
  },
});
const look = step<[memory: string]>({
  name: 'look',
  operation: TICK,
  units: (s, [memory]) => (s[memory] as PageArray).count(() => true),
});

function* visit(memory: string, names: readonly string[], visits: readonly VisitSpec[]): Task {
  for (const { delay, act, a, b } of visits) {
    yield* pause(delay);
    if (act === 'exchange') yield* exchange(memory, a, b);
    else if (act === 'look') yield* look(memory);
    else yield* sendFatalSignal(pick(names, a));
  }
}

/** Whether a run ends in an error, and every fault that could strike in it. */
function rehearse({ model, options }: Trial): { readonly failed: boolean; readonly faults: readonly ScriptedFault[] } {
  const faults: ScriptedFault[] = [];
  const times = new Map<string, number>();
  class Rehearsal extends ReferenceExecutor {
    override run(): EngineResult {
      this.faults.strike = (actor, at, possible) => {
        for (const fault of possible) {
          const key = `${actor} ${at} ${fault}`;
          const occurrence = (times.get(key) ?? 0) + 1;
          times.set(key, occurrence);
          faults.push({ fault, at, actor, occurrence });
        }
        return undefined;
      };
      return super.run();
    }
  }
  try {
    new Rehearsal(model, options()).run();
    return { failed: false, faults };
  } catch {
    return { failed: true, faults };
  }
}

/** A machine of an architecture; undefined if it knows none like that. */
export function drawMachine({ architecture, shuffles }: DrawnArchitecture, spec: RequestSpec): Trial | undefined {
  const still = { shuffled: false, visits: spec.visits.filter(({ act }) => act !== 'exchange') };
  try {
    return trialOf(architecture, shuffles ? spec : { ...spec, ...still });
  } catch (error) {
    if (error instanceof RangeError || error instanceof InputError) return undefined;
    throw error;
  }
}
