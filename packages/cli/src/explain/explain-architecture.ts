import type { Architecture } from '@cvm-teardown/core';
import { type CommandOptions, commandOf } from '../check/replay.js';
import { type PluginInfo, pluginInfo } from '../plugins/plugin-info.js';
import { priceText } from '../reporters/run-figures.js';
import type { Explained } from './explanation.js';

type Facts = Readonly<Record<string, string | number | readonly string[] | undefined>>;
type Part<K extends keyof PluginInfo> = PluginInfo[K] extends readonly (infer T)[] ? T : never;

/** Everything of an architecture that has a name. */
export function namesOf(architecture: Architecture): readonly Explained[] {
  const info = pluginInfo(architecture);
  const explained = explainedOf(info.plugin.id);
  return [
    ...info.policies.map((one) => explained('policy', one.id, one, policyFacts(one))),
    ...info.defects.map((one) => explained('defect', one.id, one, defectFacts(one, info))),
    ...info.properties.map((one) => explained('property', one.id, one, propertyFacts(one, info))),
    ...info.operations.map((one) => explained('operation', one.name, one, operationFacts(one))),
    ...info.releases.map((one) =>
      explained('release', one.id, { ...one, summary: one.title }, { 'its defects': orNone(one.defects) }),
    ),
    ...info.features.map((one) =>
      explained('feature', one.name, one, {
        default: one.default ? 'there' : 'not there',
        write: `--feature ${one.name}=${!one.default}`,
      }),
    ),
    ...info.options.map((one) =>
      explained('option', one.name, one, {
        values: one.values.map(String),
        default: one.default,
        'in a check': one.check_default,
        write: `--option ${one.name}=VALUE`,
      }),
    ),
    ...info.constants.map((one) =>
      explained('constant', one.name, one, {
        value: `${one.value.toLocaleString('en-US')} ${one.unit}`,
        'in a check': one.check_value,
        write: `--scale ${one.name}=${one.check_value}`,
      }),
    ),
    ...info.profiles.map((one) =>
      explained('profile', one.id, one, {
        machine: one.machine,
        prices: `cvm-teardown profiles show ${one.id}`,
        write: `--profile ${one.id}`,
      }),
    ),
  ];
}

const explainedOf =
  (arch: string) =>
  (
    what: Explained['what'],
    name: string,
    { summary, source }: { readonly summary: string; readonly source?: string },
    facts: Facts,
  ): Explained => ({
    what,
    name,
    arch: [arch],
    summary,
    facts: factsOf(facts),
    ...(source !== undefined && { source }),
  });

export const factsOf = (facts: Facts): Explained['facts'] =>
  Object.entries(facts).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, text: [value].flat().join(', ') }],
  );

const orNone = (list: readonly string[]): string => list.join(', ') || 'none';

const policyFacts = ({ title, triggers, default_release, releases }: Part<'policies'>): Facts => ({
  title,
  triggers,
  'default release': default_release,
  releases,
});

const assigned = (values: Readonly<Record<string, string | number | boolean>> = {}): readonly string[] =>
  Object.entries(values).map(([name, value]) => `${name}=${value}`);

/** The small machine on which a defect shows. */
function machineOf(scene: Part<'defects'>['scene']): CommandOptions {
  if (scene === undefined) return {};
  const { trigger, policy, release, features, options, scale, pages, faults } = scene;
  const [feature, option, constants] = [features, options, scale].map(assigned);
  return { trigger, policy, release, feature, option, scale: constants, pages, faults };
}

function defectFacts({ id, kind, violates, mark, scene }: Part<'defects'>, { plugin, releases }: PluginInfo): Facts {
  const having = releases.filter(({ defects }) => defects.includes(id)).map((release) => release.id);
  return {
    kind: `${kind}, ${mark}`,
    violates,
    releases: kind === 'mutant' ? undefined : orNone(having),
    write: commandOf('cvm-teardown', { arch: plugin.id, ...machineOf(scene), defect: id }),
  };
}

function propertyFacts({ id, kind }: Part<'properties'>, { defects }: PluginInfo): Facts {
  const breaking = defects.filter(({ violates }) => violates === id).map((defect) => defect.id);
  return { kind, 'broken by': breaking.length === 0 ? undefined : breaking };
}

function operationFacts({ name, unit, cause, duration, price }: Part<'operations'>): Facts {
  const relative = price?.relative_to === undefined ? undefined : `${price.times} x ${price.relative_to}`;
  const one = price?.ns === undefined ? (relative ?? 'unknown') : priceText({ ns: price.ns });
  return {
    unit,
    cause,
    duration,
    price: price === null ? 'unknown' : `${one} (${price.profile}: ${price.confidence}; ${price.source})`,
    assume: `--assume ${price?.relative_to ?? name}=TIME`,
  };
}
