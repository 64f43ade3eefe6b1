/**
 * Circular references among named things, each as the chain that closes it: `[A, B, A]`. Depth first in the order of
 * the map, one chain for each reference that leads back into the chain being followed, so every circle is named at
 * least once and the answer depends on nothing but the input. Names that are no key of the map lead nowhere.
 */
export function findCycles<N>(references: ReadonlyMap<N, readonly N[]>): N[][] {
  const cycles: N[][] = [];
  const finished = new Set<N>();
  const chain: N[] = [];

  const follow = (name: N): void => {
    const start = chain.indexOf(name);
    if (start >= 0) {
      cycles.push([...chain.slice(start), name]);
      return;
    }
    if (finished.has(name)) return;
    chain.push(name);
    for (const next of references.get(name) ?? []) follow(next);
    chain.pop();
    finished.add(name);
  };

  for (const name of references.keys()) follow(name);
  return cycles;
}
