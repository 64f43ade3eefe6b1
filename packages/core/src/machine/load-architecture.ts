import { parseCostProfile } from '../cost/index.js';
import type { Finding } from '../errors/finding.js';
import { collectFindings, refuseAny } from '../errors/input-error.js';
import { contractVersion, duplicateId, inconsistentPlugin, notAPlugin } from '../errors/messages/plugin.js';
import { API_VERSION, type ArchPlugin } from '../plugin/arch-plugin.js';
import { FIXED } from '../plugin/axes.js';
import type { Registrar } from '../plugin/registrar.js';
import { CORE_PROPERTIES, ENGINE_PROPERTIES } from '../properties/index.js';
import type { Architecture } from './architecture.js';

type Lists = {
  -readonly [K in keyof Architecture as Architecture[K] extends readonly unknown[] ? K : never]: unknown[];
};

/**
 * Lets a plugin register, checks what it handed over, and freezes it.
 *
 * @throws InputError (CVM_PLUGIN_..., CVM_PROFILE_...) with everything that is wrong
 */
export function loadArchitecture(plugin: unknown, name = 'plugin'): Architecture {
  const { manifest, register } = shapeOf(plugin, name);
  const lists: Lists = {
    policies: [],
    operations: [],
    properties: [],
    releases: [],
    defects: [],
    features: [],
    options: [],
    constants: [],
    profiles: [],
    published: [],
    litmus: [],
    notModelled: [],
  };
  const single: { [K in 'capabilities' | 'model' | 'mmu' | 'secureMemory']?: unknown } = {};
  const findings: Finding[] = [];
  const once = (kind: keyof typeof single) => (value: unknown) => {
    if (single[kind] !== undefined) findings.push(duplicateId('the', kind, [manifest.id, manifest.id]));
    single[kind] = value;
  };
  const many =
    (kind: keyof Lists) =>
    (...values: readonly unknown[]) =>
      void lists[kind].push(...values);
  const registrar: Registrar = {
    capabilities: once('capabilities'),
    model: once('model'),
    mmu: once('mmu'),
    secureMemory: once('secureMemory'),
    policy: many('policies'),
    operation: many('operations'),
    property: many('properties'),
    release: many('releases'),
    defect: many('defects'),
    feature: many('features'),
    option: many('options'),
    constant: many('constants'),
    profile: many('profiles'),
    published: many('published'),
    litmus: many('litmus'),
    notModelled: many('notModelled'),
  };
  register(Object.freeze(registrar));
  for (const kind of ['capabilities', 'model', 'mmu'] as const) {
    if (single[kind] === undefined) findings.push(inconsistentPlugin(manifest.id, `it registers no ${kind}`));
  }
  const known = lists.operations as { name: string; unit: string }[];
  const profiles = lists.profiles.flatMap(
    (data) => collectFindings(findings, () => parseCostProfile(data, known)) ?? [],
  );
  const architecture = { manifest, ...single, ...lists, profiles } as unknown as Architecture;
  findings.push(...RULES.flatMap((rule) => rule(architecture)));
  refuseAny(findings);
  for (const list of Object.values(architecture)) if (Array.isArray(list)) Object.freeze(list);
  return Object.freeze({ ...architecture, secureMemory: architecture.secureMemory });
}

function shapeOf(plugin: unknown, name: string): ArchPlugin {
  const candidate = plugin as Partial<ArchPlugin> | null | undefined;
  if (typeof candidate !== 'object' || candidate === null) refuseAny([notAPlugin(name, 'it is not an object')]);
  const { apiVersion, manifest, register } = candidate as Partial<ArchPlugin>;
  if (typeof manifest?.id !== 'string') refuseAny([notAPlugin(name, 'it has no manifest with an id')]);
  const id = (manifest as ArchPlugin['manifest']).id;
  if (apiVersion !== API_VERSION) refuseAny([contractVersion(id, apiVersion, API_VERSION)]);
  if (typeof register !== 'function') refuseAny([notAPlugin(id, 'it has no register function')]);
  return candidate as ArchPlugin;
}

/** Every rule looks at the whole plugin; all run, all findings are reported together. */
type Rule = (architecture: Architecture) => readonly Finding[];

const ids: readonly [kind: string, list: (a: Architecture) => readonly string[]][] = [
  ['policy', (a) => a.policies.map(({ id }) => id)],
  ['operation', (a) => a.operations.map(({ name }) => name)],
  ['property', (a) => [...ENGINE_PROPERTIES, ...CORE_PROPERTIES, ...a.properties].map(({ id }) => id)],
  ['release', (a) => a.releases.map(({ id }) => id)],
  ['defect', (a) => a.defects.map(({ id }) => id)],
  ['feature', (a) => a.features.map(({ name }) => name)],
  ['option', (a) => a.options.map(({ name }) => name)],
  ['constant', (a) => a.constants.map(({ name }) => name)],
  ['profile', (a) => a.profiles.map(({ id }) => id)],
  ['published time', (a) => a.published.map(({ id }) => id)],
];

const namesAreUnique: Rule = (architecture) =>
  ids.flatMap(([kind, list]) => {
    const all = list(architecture);
    const { id } = architecture.manifest;
    return [...new Set(all.filter((name, i) => all.indexOf(name) !== i))].map((name) =>
      duplicateId(kind, name, [id, id]),
    );
  });

const somethingToDo: Rule = ({ manifest, policies, releases }) => [
  ...(policies.length === 0 ? [inconsistentPlugin(manifest.id, 'it registers no policy')] : []),
  ...(releases.at(-1)?.id === FIXED && releases.at(-1)?.defects.length === 0
    ? []
    : [inconsistentPlugin(manifest.id, `its last release is not "${FIXED}" without defects`)]),
];

const referencesResolve: Rule = ({ manifest, policies, releases, defects, properties, profiles, published }) => {
  const releaseIds = new Set(releases.map(({ id }) => id));
  const defectIds = new Set(defects.map(({ id }) => id));
  const propertyIds = new Set([...ENGINE_PROPERTIES, ...CORE_PROPERTIES, ...properties].map(({ id }) => id));
  const publishedIds = new Set(published.map(({ id }) => id));
  const missing = (what: string): Finding => inconsistentPlugin(manifest.id, what);
  return [
    ...policies.flatMap(({ id, defaultRelease, releases: own = [] }) =>
      [defaultRelease, ...own]
        .filter((release) => !releaseIds.has(release))
        .map((release) => missing(`policy "${id}" names the unknown release "${release}"`)),
    ),
    ...releases.flatMap(({ id, defects: own }) =>
      own
        .filter((defect) => !defectIds.has(defect))
        .map((defect) => missing(`release "${id}" names the unknown defect "${defect}"`)),
    ),
    ...defects
      .filter(({ violates }) => !propertyIds.has(violates))
      .map(({ id, violates }) => missing(`defect "${id}" violates the unknown property "${violates}"`)),
    ...profiles.flatMap(({ id, rows }) =>
      rows
        .flatMap(({ fits = [] }) => fits)
        .filter((fit) => !publishedIds.has(fit))
        .map((fit) => missing(`profile "${id}" is fitted to the unknown published time "${fit}"`)),
    ),
  ];
};

const capabilitiesAreTrue: Rule = ({ manifest, capabilities, secureMemory }) =>
  capabilities !== undefined && capabilities.confidential !== (secureMemory !== undefined)
    ? [
        inconsistentPlugin(
          manifest.id,
          'its capability "confidential" and the presence of its secure memory contradict each other',
        ),
      ]
    : [];

const RULES: readonly Rule[] = [namesAreUnique, somethingToDo, referencesResolve, capabilitiesAreTrue];
