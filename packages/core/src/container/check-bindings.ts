import { findCycles } from '../errors/find-cycles.js';
import type { Finding } from '../errors/finding.js';
import { circularBinding, duplicateBinding, missingBinding } from '../errors/messages/container.js';
import type { Binding } from './binding.js';
import { tokenName } from './token.js';

/**
 * Everything that is wrong with the bindings of a container whose parent binds the tokens of `inherited`: duplicate,
 * missing and circular bindings. A token of the parent may not be bound again, since what the parent made from it would
 * still hold the parent's value.
 */
export function checkBindings(bindings: readonly Binding[], inherited: ReadonlySet<symbol>): Finding[] {
  return [...duplicates(bindings, inherited), ...missing(bindings, inherited), ...circles(bindings)];
}

function duplicates(bindings: readonly Binding[], inherited: ReadonlySet<symbol>): Finding[] {
  const tokens = bindings.map(({ token }) => token);
  const again = new Set(tokens.filter((token, index) => tokens.indexOf(token) !== index));
  const both = new Set(tokens.filter((token) => inherited.has(token)));
  return [
    ...[...again].map((token) => duplicateBinding(tokenName(token), 'same-machine')),
    ...[...both].map((token) => duplicateBinding(tokenName(token), 'parent')),
  ];
}

function missing(bindings: readonly Binding[], inherited: ReadonlySet<symbol>): Finding[] {
  const bound = new Set<symbol>([...inherited, ...bindings.map(({ token }) => token)]);
  const known = [...bound].map(tokenName);
  return bindings.flatMap(({ token, dependencies }) =>
    [...new Set(dependencies)]
      .filter((dependency) => !bound.has(dependency))
      .map((dependency) => missingBinding(tokenName(dependency), tokenName(token), known)),
  );
}

function circles(bindings: readonly Binding[]): Finding[] {
  const references = new Map(bindings.map(({ token, dependencies }) => [token, dependencies]));
  return findCycles(references).map((chain) => circularBinding(chain.map(tokenName)));
}
