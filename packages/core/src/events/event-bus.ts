import { EventEmitter } from 'eventemitter3';

/** A listener that threw, or whose promise was rejected. */
export interface ListenerFailure {
  readonly event: string;
  readonly payload: unknown;
  readonly error: unknown;
}

type WithFailures<Events> = Events & { readonly 'listener-failed': ListenerFailure };

/** Typed events. No listener can disturb who emits, or another listener: payloads are frozen, errors are collected. */
export interface EventBus<Events> {
  /** Calls `listener` at each event of that name, in order of subscription. @returns what ends the subscription */
  on<Name extends keyof WithFailures<Events> & string>(
    name: Name,
    listener: (payload: Readonly<WithFailures<Events>[Name]>) => void,
  ): () => void;
  /** Freezes the payload and hands it to every listener. `error` is an event like any other. */
  emit<Name extends keyof Events & string>(name: Name, payload: Events[Name]): void;
  /** Whether anybody listens, for emitters whose payload is costly to make. */
  has(name: keyof WithFailures<Events> & string): boolean;
  /** All failures so far, those of listeners to `listener-failed` included; each is emitted as `listener-failed` too. */
  readonly failures: readonly ListenerFailure[];
}

/**
 * An event bus over eventemitter3, which by itself lets the error of a listener through to the emitter and skips the
 * listeners behind it.
 */
export function createEventBus<Events extends object>(): EventBus<Events> {
  const emitter = new EventEmitter<Record<string, [payload: unknown]>>();
  const failures: ListenerFailure[] = [];

  const record = (event: string, payload: unknown, error: unknown): void => {
    const failure = Object.freeze({ event, payload, error });
    failures.push(failure);
    // A failing listener to failures is recorded, but not announced to itself.
    if (event !== 'listener-failed') emitter.emit('listener-failed', failure);
  };

  const guarded = (event: string, listener: (payload: never) => unknown) => (payload: unknown) => {
    try {
      const result = listener(payload as never);
      if (result instanceof Promise) result.catch((error: unknown) => record(event, payload, error));
    } catch (error) {
      record(event, payload, error);
    }
  };

  return {
    on(name, listener) {
      const subscribed = guarded(name, listener);
      emitter.on(name, subscribed);
      return () => void emitter.off(name, subscribed);
    },
    emit: (name, payload) => void emitter.emit(name, Object.freeze(payload)),
    has: (name) => emitter.listenerCount(name) > 0,
    get failures() {
      return Object.freeze([...failures]);
    },
  };
}
