import type { LockUse } from './lock.js';
import type { Operation } from './operation.js';
import { nothing, type Outcomes, type Plain } from './outcomes.js';

/**
 * A step is one atomic action, as data: what it waits for, what it does to shared state, what its task learns of it. Nothing
 * else may touch shared state. `apply` is total and deterministic; what is left to the environment is a choice, what may go
 * wrong a named fault whose effect is written in `apply`.
 */
export interface StepDefinition<S, A extends readonly Plain[] = readonly Plain[], Seen = unknown, Told = unknown> {
  readonly name: string;
  /** What it costs; may depend on what was observed. Absent: free. */
  readonly operation?: Operation | ((seen: Seen, args: A) => Operation | undefined);
  /** How many units of the operation; read before `apply`. Default 1. */
  readonly units?: (s: Readonly<S>, args: A) => number;
  readonly outcomes?: Outcomes<Seen, Told>;
  /** Number of possibilities that the environment chooses from; `apply` gets 0..choices-1. */
  readonly choices?: number | ((args: A) => number);
  readonly faults?: readonly string[];
  /** The step is enabled only while this holds. Pure; reads flags and counters, never page states. */
  readonly guard?: (s: Readonly<S>, args: A, choice: number) => boolean;
  readonly apply?: (s: S, args: A, choice: number, fault: string | undefined) => Told;
  /** Taken before `apply`; a step has a guard or takes a lock, not both. */
  readonly acquires?: (args: A) => LockUse;
  /** Given back after `apply`. */
  readonly releases?: (args: A) => LockUse;
  /** `apply` changes what the machine's levels count: they are counted anew before and after it. */
  readonly recounts?: true;
  /** Where the actor offers its CPU to others while it works: between the units of its operation. Absent: nowhere. */
  readonly reschedules?: 'unit';
  /**
   * For how many nanoseconds the actor sleeps behind `apply`, off its CPU; a fatal signal wakes it. Executors without a clock
   * pass it by. A step sleeps or performs an operation, not both.
   */
  readonly sleeps?: (args: A) => number;
  /** Actors that receive a fatal signal. */
  readonly signals?: (args: A) => readonly string[];
  /** Public source: kernel file and version, commit, Message-ID, document, or a section of docs/<architecture>.md. */
  readonly source?: string;
}

/** A step with its arguments. Interned: the same definition with the same arguments is the same object. */
export interface Step<Seen = unknown> {
  readonly kind: 'step';
  // biome-ignore lint/suspicious/noExplicitAny: steps of any state and any arguments are driven by one engine
  readonly definition: StepDefinition<any, any, any, any>;
  readonly args: readonly Plain[];
  readonly outcomes: Outcomes;
  [Symbol.iterator](): Generator<Step<Seen>, Seen, unknown>;
}

class InternedStep<Seen> implements Step<Seen> {
  readonly kind = 'step' as const;
  readonly outcomes: Outcomes;
  constructor(
    // biome-ignore lint/suspicious/noExplicitAny: see Step
    readonly definition: StepDefinition<any, any, any, any>,
    readonly args: readonly Plain[],
  ) {
    this.outcomes = (definition.outcomes ?? nothing) as Outcomes;
  }

  *[Symbol.iterator](): Generator<Step<Seen>, Seen, unknown> {
    return (yield this) as Seen;
  }
}

type StepMaker<A extends readonly Plain[], Seen> = (...args: A) => Step<Seen>;

/**
 * `const step = stepsOver<MyState>()` once per plugin, then `const takeSetAside = step({ name: 'take-set-aside', ... })` and
 * `const slot = yield* takeSetAside(vm)` in tasks.
 */
export function stepsOver<S>() {
  function define<A extends readonly Plain[] = [], Seen = undefined, Told = undefined | void>(
    definition: StepDefinition<S, A, Seen, Told>,
  ): StepMaker<A, Seen> {
    if (definition.guard !== undefined && definition.acquires !== undefined) {
      throw new TypeError(`step "${definition.name}" has a guard and takes a lock: split it in two`);
    }
    if (definition.sleeps !== undefined && definition.operation !== undefined) {
      throw new TypeError(`step "${definition.name}" sleeps and performs an operation: split it in two`);
    }
    const interned = new Map<string, Step<Seen>>();
    return (...args) => {
      const key = JSON.stringify(args);
      let made = interned.get(key);
      if (made === undefined) {
        made = Object.freeze(new InternedStep<Seen>(definition, Object.freeze([...args])));
        interned.set(key, made);
      }
      return made;
    };
  }
  return define;
}

const neutral = stepsOver<unknown>();

/** Takes a lock; waits for it first come, first served. */
export const acquire = (of: LockUse): Step<undefined> => acquireStep(of.name, of.instance, of.mode);
/** Gives a lock back. */
export const release = (of: LockUse): Step<undefined> => releaseStep(of.name, of.instance, of.mode);

const acquireStep = neutral<[name: string, instance: number, mode: string]>({
  name: 'acquire',
  acquires: ([name, instance, mode]) => ({ name, instance, mode: mode as LockUse['mode'] }),
});

const releaseStep = neutral<[name: string, instance: number, mode: string]>({
  name: 'release',
  releases: ([name, instance, mode]) => ({ name, instance, mode: mode as LockUse['mode'] }),
});

/** Sends a fatal signal to an actor: sweeps that look at signals stop at their next boundary. */
export const sendFatalSignal = neutral<[actor: string]>({ name: 'fatal-signal', signals: ([actor]) => [actor] });

/** Sleeps for so many nanoseconds. In a check it is a step that does nothing: leave it out there. */
export const sleep = neutral<[ns: number]>({ name: 'sleep', sleeps: ([ns]) => ns });
