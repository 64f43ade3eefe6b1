// tsyringe refuses to load before the polyfill. This is the only file of core that knows either of them.
import 'reflect-metadata';
import { type DependencyContainer, container as processWide } from 'tsyringe';
import { InputError, refuseAny } from '../errors/input-error.js';
import { missingBinding } from '../errors/messages/container.js';
import type { Binding } from './binding.js';
import { checkBindings } from './check-bindings.js';
import { createDisposal, type Disposal } from './disposal.js';
import { type Token, tokenName } from './token.js';

/** The values of one machine, each made once, on first use. */
export interface MachineContainer {
  /** @throws InputError (CVM_CONTAINER_MISSING_BINDING) if neither the machine nor its parent binds the token */
  resolve<T>(token: Token<T>): T;
  /**
   * Gives back the machine: its children first, then every value that was made, last in first out, one after another.
   * Called again, it returns the same promise.
   *
   * @throws AggregateError with all errors, that of a child being one of its own, after everything was given back
   */
  dispose(): Promise<void>;
}

interface Inside {
  readonly registry: DependencyContainer;
  readonly tokens: ReadonlySet<symbol>;
  readonly children: Disposal;
  isDisposed(): boolean;
}

/** Our own root, so that nothing of ours ever lands in the process-wide container. */
const root = processWide.createChildContainer();
const insides = new WeakMap<MachineContainer, Inside>();

/**
 * A container for one machine. The values of `parent` are shared with its other children.
 *
 * @throws InputError (CVM_CONTAINER_...) with every duplicate, missing or circular binding
 */
export function createMachineContainer(
  bindings: readonly Binding[],
  { parent }: { readonly parent?: MachineContainer } = {},
): MachineContainer {
  const above = parent && insideOf(parent);
  refuseAny(checkBindings(bindings, above?.tokens ?? new Set()));
  const registry = (above?.registry ?? root).createChildContainer();
  const tokens = new Set<symbol>([...(above?.tokens ?? []), ...bindings.map(({ token }) => token)]);
  const [values, children] = [createDisposal(), createDisposal()];
  let disposed: Promise<void> | undefined;

  const resolve = <T>(token: Token<T>): T => {
    if (disposed !== undefined) throw new Error(`"${tokenName(token)}" is resolved after the machine was given back`);
    if (!tokens.has(token))
      throw new InputError(missingBinding(tokenName(token), undefined, [...tokens].map(tokenName)));
    return registry.resolve<T>(token);
  };
  // A factory of tsyringe is called with the container that was asked, a child perhaps; ours look in their own.
  for (const binding of bindings) registry.register(binding.token, { useFactory: once(binding, resolve, values) });

  const machine: MachineContainer = Object.freeze({
    resolve,
    dispose: () => (disposed ??= giveBack()),
  });
  const leave = above?.children.add(() => machine.dispose());
  const giveBack = async () => {
    const errors = [...(await children.run()), ...(await values.run())];
    leave?.(); // not before: until then the parent has to wait
    if (errors.length > 0) throw new AggregateError(errors, `${errors.length} error(s) in giving back a machine`);
  };
  insides.set(machine, { registry, tokens, children, isDisposed: () => disposed !== undefined });
  return machine;
}

/** Makes the value on the first call and remembers it, whatever it is: undefined is a value too. */
function once({ dependencies, create, dispose }: Binding, resolve: MachineContainer['resolve'], values: Disposal) {
  let made: { readonly value: unknown } | undefined;
  return (): unknown => {
    if (made !== undefined) return made.value;
    const value = create(...(dependencies.map(resolve) as never[]));
    made = { value };
    if (dispose !== undefined) values.add(() => dispose(value as never));
    return value;
  };
}

function insideOf(parent: MachineContainer): Inside {
  const inside = insides.get(parent);
  if (inside === undefined) throw new TypeError('the parent was not made by createMachineContainer');
  if (inside.isDisposed()) throw new Error('the parent was given back already');
  return inside;
}
