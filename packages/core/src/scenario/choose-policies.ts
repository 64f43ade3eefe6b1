import { keyOf, placeOf } from '../document/places.js';
import type { Finding } from '../errors/finding.js';
import { unknownPolicy } from '../errors/messages/machine.js';
import { scenarioNoEffect } from '../errors/messages/scenario.js';
import type { Architecture } from '../machine/architecture.js';
import { TRIGGERS } from '../plugin/axes.js';
import type { TeardownPolicy } from '../plugin/teardown-policy.js';
import type { EventKind, Scenario } from './scenario.js';
import type { ArchitectureBlock } from './scenario-schema.js';

/** Which protocol each of a scenario's teardowns follows. */
export interface Choices {
  readonly policyFor: (trigger: string) => string | undefined;
  /** The release in which all of them exist, if the file does not say one: the latest of their defaults. */
  readonly release: string | undefined;
}

export const isTeardown = (kind: EventKind): boolean => (TRIGGERS as readonly string[]).includes(kind);

/** A policy that is named alone is for every trigger that it knows; others get the first policy that knows them. */
export function choicesOf(
  { events, arch, places }: Scenario,
  { manifest, policies, releases }: Architecture,
  findings: Finding[],
): Choices {
  const { id } = manifest;
  const { policy: said } = arch[id] ?? {};
  const triggers = [...new Set(events.map((event) => event.do).filter(isTeardown))];
  const known = policies.map((policy) => policy.id);
  const path = ['arch', id, 'policy'];
  const named = typeof said === 'string' ? { '': said } : (said ?? {});
  const knows = (policy: TeardownPolicy, trigger: string) => (policy.triggers as readonly string[]).includes(trigger);
  for (const [trigger, name] of Object.entries(named)) {
    const where = placeOf(places, trigger === '' ? path : [...path, trigger]);
    if (!known.includes(name)) findings.push(unknownPolicy({ arch: id, name, known, where }));
    const policy = policies.find((one) => one.id === name);
    if (trigger !== '' && policy !== undefined && !knows(policy, trigger))
      findings.push(scenarioNoEffect(trigger, `policy ${name}`, policy.triggers, keyOf(places, [...path, trigger])));
  }
  const policyFor = (trigger: string): string | undefined => {
    const name = typeof said === 'string' ? said : said?.[trigger];
    const asked = policies.find((policy) => policy.id === name);
    if (asked !== undefined && (typeof said !== 'string' || knows(asked, trigger))) return asked.id;
    return policies.find((policy) => knows(policy, trigger))?.id;
  };
  if (typeof said === 'string' && known.includes(said) && triggers.length > 0) {
    const policy = policies.find((one) => one.id === said) as TeardownPolicy;
    if (!triggers.some((trigger) => knows(policy, trigger)))
      findings.push(scenarioNoEffect(said, 'these events', policy.triggers, placeOf(places, path)));
  }
  const order = releases.map((release) => release.id);
  const defaults = triggers.flatMap((trigger) => {
    const policy = policies.find((one) => one.id === policyFor(trigger));
    return policy === undefined ? [] : [order.indexOf(policy.defaultRelease)];
  });
  return { policyFor, release: order[Math.max(-1, ...defaults)] };
}

export const releaseOf = ({ release }: Choices, block: ArchitectureBlock): { readonly release?: string } => {
  const chosen = block.release ?? release;
  return chosen === undefined ? {} : { release: chosen };
};
