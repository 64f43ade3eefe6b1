import { type Architecture, type CatalogueEntry, catalogue, InputError, nearest } from '@cvm-teardown/core';
import { cliCatalogue } from '../errors/catalogue.js';
import { unknownName } from '../errors/messages.js';
import { namesOf } from './explain-architecture.js';
import type { Explained, Explanation } from './explanation.js';

/**
 * All that goes by a name: error codes, and what the architectures declare. Capitals count for nothing, and names may be spelled
 * as constants are: `UV_PAGE_IN` for `uv-page-in`.
 *
 * @throws InputError (CVM_CLI_UNKNOWN_NAME)
 */
export function explain(name: string, architectures: readonly Architecture[]): Explanation {
  const all = [...errors(), ...together(architectures.flatMap(namesOf))];
  const wanted = simplified(name);
  const found = all.filter((one) => simplified(one.name) === wanted);
  if (found.length === 0) throw new InputError(unknownName(name, nearestOf(name, all)));
  return { schemaVersion: 1, kind: 'explanation', name, explained: found };
}

const simplified = (name: string): string => name.toLowerCase().replaceAll('_', '-');

const nearestOf = (name: string, all: readonly Explained[]): string | undefined => {
  const names = all.map((one) => one.name);
  return nearest(name, names) ?? nearest(simplified(name), names);
};

const errors = (): readonly Explained[] =>
  Object.entries<CatalogueEntry>({ ...catalogue, ...cliCatalogue }).map(([code, { title, explanation, remedy }]) => ({
    what: 'error',
    name: code,
    arch: [],
    summary: title,
    facts: [
      { name: 'meaning', text: explanation },
      { name: 'what to do', text: remedy },
    ],
  }));

/** What several architectures have in common is said once. */
function together(all: readonly Explained[]): readonly Explained[] {
  const merged = new Map<string, Explained>();
  for (const one of all) {
    const { arch, facts, ...rest } = one;
    const key = JSON.stringify(rest);
    const before = merged.get(key);
    merged.set(
      key,
      before === undefined ? one : { ...before, arch: [...before.arch, ...arch], facts: union(before, one) },
    );
  }
  return [...merged.values()];
}

/** A fact that both have says what each of them says. */
function union(a: Explained, b: Explained): Explained['facts'] {
  const texts = new Map(a.facts.map(({ name, text }) => [name, text]));
  for (const { name, text } of b.facts) {
    const before = texts.get(name);
    texts.set(name, before === undefined || before === text ? text : `${before}; ${text}`);
  }
  return [...texts].map(([name, text]) => ({ name, text }));
}
