import { type Finding, finding } from '../finding.js';
import { choiceHint } from '../nearest.js';
import { quote } from '../quote.js';

export function duplicateBinding(token: string, by: 'same-machine' | 'parent'): Finding {
  const message = `${quote(token)} is bound ${by === 'parent' ? 'by the parent container already' : 'more than once'}`;
  return finding('CVM_CONTAINER_DUPLICATE_BINDING', message, { hint: 'keep one binding per token' });
}

/** `wantedBy` is absent when the token was resolved directly. */
export function missingBinding(token: string, wantedBy: string | undefined, known: readonly string[]): Finding {
  const wanted = wantedBy === undefined ? '' : `, which ${quote(wantedBy)} depends on`;
  const message = `nothing is bound to ${quote(token)}${wanted}`;
  return finding('CVM_CONTAINER_MISSING_BINDING', message, { hint: choiceHint(token, known) });
}

/** `chain` begins and ends with the same token. */
export function circularBinding(chain: readonly string[]): Finding {
  const message = `bindings depend on each other in a circle: ${chain.join(' -> ')}`;
  const hint = 'let one of them receive what it needs later, as an argument';
  return finding('CVM_CONTAINER_CIRCULAR_BINDING', message, { hint });
}
