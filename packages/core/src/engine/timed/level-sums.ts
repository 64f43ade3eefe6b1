import type { ChunkedPageStore } from '../../state/chunked-page-store.js';
import type { CompiledRule } from '../compiled-table.js';
import type { RuleOf } from './mixed-plan.js';

export type LevelChange = readonly [name: string, delta: number];

/** Whether changes of two lists go in opposite directions for some level. */
export const oppose = (some: readonly LevelChange[], others: readonly LevelChange[]): boolean =>
  some.some(([name, delta]) => others.some(([other, change]) => name === other && delta * change < 0));

/** What a rule counts that is no level. */
const ENTRIES = undefined;

/**
 * Asks of rule after rule whether all of them so far change each level, and the entries of tables, in one direction. Else their
 * sum hides how far it went in between: a level's peak, entries below none.
 */
export function oneWay(): (rule: CompiledRule) => boolean {
  const known = new Set<CompiledRule>();
  const signs = new Map<string | typeof ENTRIES, number>();
  return (rule) => {
    if (known.has(rule)) return true;
    known.add(rule);
    return [...rule.levels, [ENTRIES, rule.entries] as const].every(([name, delta]) => {
      const sign = signs.get(name) ?? Math.sign(delta);
      if (delta !== 0) signs.set(name, sign);
      return sign * delta >= 0;
    });
  };
}

/** How many pages are under a rule. */
type Shares = ReadonlyMap<CompiledRule, number>;

/** A level's change by the units on a stretch of pages. `moments`: sum of each change times its instant. */
interface LevelSum {
  readonly name: string;
  readonly delta: number;
  readonly moments: bigint;
}

/** What units that run back to back from the instant `start` on, on pages [from, to) in any states, do to levels. */
export function levelSums(
  store: ChunkedPageStore,
  [from, to]: readonly [number, number],
  start: number,
  ruleOf: RuleOf,
): readonly LevelSum[] {
  const shares = new Map<CompiledRule, number>();
  store.tally(from, to, (code, pages) => {
    const rule = ruleOf(code);
    shares.set(rule, (shares.get(rule) ?? 0) + pages);
  });
  const rules = [...shares.keys()];
  const names = new Set(rules.flatMap((rule) => rule.levels.map(([name]) => name)));
  // A total often changes exactly as its only part does.
  const known = new Map<string, bigint>();
  return [...names].map((name) => {
    const delta = [...shares].reduce((sum, [rule, pages]) => sum + changeBy(rule, name) * pages, 0);
    const key = rules.map((rule) => changeBy(rule, name)).join();
    const moments = known.get(key) ?? momentsByTime(shares, name) ?? momentsByPage(store, [from, to], ruleOf, name);
    known.set(key, moments);
    return { name, delta, moments: moments + BigInt(start) * BigInt(delta) };
  });
}

const changeBy = ({ levels }: CompiledRule, name: string): number =>
  levels.reduce((sum, [other, delta]) => (other === name ? sum + delta : sum), 0);

/**
 * If every unit's change is in proportion to its time, the order of pages does not matter: the sum of c[j] * (c[1] + ... + c[j])
 * is half of the square of the sum plus half of the sum of squares. Ragged memory of pages that are there or not is of this kind.
 */
function momentsByTime(shares: Shares, name: string): bigint | undefined {
  const first = [...shares.keys()].find((rule) => changeBy(rule, name) !== 0);
  if (first === undefined || first.ns === 0) return undefined;
  const [delta, ns] = [BigInt(changeBy(first, name)), BigInt(first.ns)];
  let time = 0n;
  let squares = 0n;
  for (const [rule, pages] of shares) {
    const own = BigInt(rule.ns);
    const change = BigInt(changeBy(rule, name));
    if (change * ns !== delta * own || (change !== 0n && rule.immediate !== first.immediate)) return undefined;
    time += own * BigInt(pages);
    squares += own * own * BigInt(pages);
  }
  return (delta * ((time * time + (first.immediate ? -squares : squares)) / 2n)) / ns;
}

const EXACT = 2 ** 52;

function momentsByPage(
  store: ChunkedPageStore,
  [from, to]: readonly [number, number],
  ruleOf: RuleOf,
  name: string,
): bigint {
  const rules: { readonly ns: number; readonly delta: number; readonly lag: number }[] = [];
  const look = (code: number) => {
    const rule = ruleOf(code);
    const found = { ns: rule.ns, delta: changeBy(rule, name), lag: rule.immediate ? 0 : rule.ns };
    rules[code] = found;
    return found;
  };
  let sum = 0n;
  // What is not in the sum yet, as long as numbers hold it: changes, and their moments counted from `base`; `time` counts from there.
  let base = 0;
  let time = 0;
  let changes = 0;
  let moments = 0;
  const flush = (): void => {
    sum += BigInt(moments) + BigInt(base) * BigInt(changes);
    base += time;
    [time, changes, moments] = [0, 0, 0];
  };
  store.walk(from, to, (code, pages) => {
    const { ns, delta, lag } = rules[code] ?? look(code);
    const most = Math.abs(delta) * (time + ns * pages) * pages;
    if (Math.abs(moments) + most >= EXACT) flush();
    if (most < EXACT) {
      changes += delta * pages;
      moments += delta * (pages * (time + lag) + (ns * pages * (pages - 1)) / 2);
    } else {
      const n = BigInt(pages);
      sum += BigInt(delta) * (n * BigInt(base + time + lag) + (BigInt(ns) * n * (n - 1n)) / 2n);
    }
    time += ns * pages;
  });
  flush();
  return sum;
}
