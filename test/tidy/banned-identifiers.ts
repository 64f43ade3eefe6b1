import type { SourceFile } from './source-files.js';
import { type Place, position, type SyntaxNode, visitSyntax } from './syntax.js';

/** Clocks, timers, entropy and Node's globals: with any of them the same inputs may give other bytes, or no browser runs core. */
// biome-ignore format: first time and chance, then Node
const banned = new Set([
  'Date', 'performance', 'setTimeout', 'setInterval', 'setImmediate', 'crypto',
  'process', 'Buffer', 'require', '__dirname', '__filename', 'globalThis', 'global',
]);

const nameOf = (node: unknown): unknown => (node as SyntaxNode | undefined)?.['name'];

/** The name after a dot or before a colon is no reference to a global. */
const isMerelyAName = (node: SyntaxNode, place: Place | undefined): boolean => {
  if (!place) return false;
  const { parent, field } = place;
  if (field === 'property' || field === 'key') return parent['computed'] !== true;
  if (field === 'imported' || field === 'exported') return true;
  return field === 'right' && parent.type === 'TSQualifiedName' && node.type === 'Identifier';
};

/** `Math.max(...)` is fine; `Math.random`, `Math['random']`, `const { random } = Math` and `const m = Math` are not. */
const isHarmlessMath = (place: Place | undefined): boolean =>
  place?.parent.type === 'MemberExpression' &&
  place.field === 'object' &&
  place.parent['computed'] !== true &&
  nameOf(place.parent['property']) !== 'random';

/** References to banned globals in values and types: `path:line uses 'Date'`. */
export const bannedIdentifiersIn = (file: SourceFile): string[] => {
  const found: string[] = [];
  visitSyntax(file, (node, place) => {
    if (node.type !== 'Identifier' || isMerelyAName(node, place)) return;
    const name = String(nameOf(node));
    const bad = name === 'Math' ? !isHarmlessMath(place) : banned.has(name);
    if (bad) found.push(`${position(file, node.start)} uses '${name === 'Math' ? 'Math.random' : name}'`);
  });
  return found;
};
