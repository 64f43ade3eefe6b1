import { printable } from './quote.js';

/** A place in a document, as people write it: `rows[3].relativeTo.times`, `arch["a b"]`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.map(formatKey).join('').replace(/^\./, '');
}

function formatKey(key: PropertyKey): string {
  if (typeof key === 'number') return `[${key}]`;
  const name = String(key);
  return /^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(name) ? `.${name}` : `[${printable(JSON.stringify(name))}]`;
}
