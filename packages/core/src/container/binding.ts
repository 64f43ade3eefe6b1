import type { Token } from './token.js';

/** How the value of a token is made, and which other values it is made from. */
export interface Binding {
  readonly token: Token<unknown>;
  readonly dependencies: readonly Token<unknown>[];
  readonly create: (...dependencies: never[]) => unknown;
  readonly dispose: ((value: never) => unknown) | undefined;
}

type ValuesOf<Tokens extends readonly Token<unknown>[]> = {
  -readonly [Index in keyof Tokens]: Tokens[Index] extends Token<infer Value> ? Value : never;
};

/** `dispose` may be asynchronous: the next value is only disposed of when it is through. */
export interface BindOptions<T> {
  readonly dispose?: (value: T) => void | Promise<void>;
}

/** `bind(ENGINE, [CLOCK, COSTS], (clock, costs) => new Engine(clock, costs))`: explicit, checked by the compiler. */
export function bind<T, const Tokens extends readonly Token<unknown>[]>(
  token: Token<T>,
  dependencies: Tokens,
  create: (...values: ValuesOf<Tokens>) => NoInfer<T>,
  { dispose }: BindOptions<NoInfer<T>> = {},
): Binding {
  return Object.freeze({ token, dependencies, create, dispose });
}
