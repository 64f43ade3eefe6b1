import { parseCostProfile } from '../cost/index.js';
import type { Finding } from '../errors/finding.js';
import { collectFindings, refuseAny } from '../errors/input-error.js';
import { contractVersion, duplicateId, inconsistentPlugin, notAPlugin, secondCore } from '../errors/messages/plugin.js';
import { API_VERSION, type ArchPlugin } from '../plugin/arch-plugin.js';
import { CORE_COPY } from '../plugin/core-copy.js';
import type { Registrar } from '../plugin/registrar.js';
import type { Architecture } from './architecture.js';
import { architectureRules } from './architecture-rules.js';

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
    measured: [],
    litmus: [],
    notModelled: [],
  };
  const single: { [K in 'capabilities' | 'model' | 'mmu' | 'secureMemory' | 'litmusVocabulary']?: unknown } = {};
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
    measured: many('measured'),
    litmus: many('litmus'),
    litmusVocabulary: once('litmusVocabulary'),
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
  findings.push(...architectureRules.flatMap((rule) => rule(architecture)));
  refuseAny(findings);
  for (const list of Object.values(architecture)) if (Array.isArray(list)) Object.freeze(list);
  const { secureMemory, litmusVocabulary } = architecture;
  return Object.freeze({ ...architecture, secureMemory, litmusVocabulary });
}

function shapeOf(plugin: unknown, name: string): ArchPlugin {
  const candidate = plugin as Partial<ArchPlugin> | null | undefined;
  if (typeof candidate !== 'object' || candidate === null) refuseAny([notAPlugin(name, 'it is not an object')]);
  const { apiVersion, core, manifest, register } = candidate as Partial<ArchPlugin>;
  if (typeof manifest?.id !== 'string') refuseAny([notAPlugin(name, 'it has no manifest with an id')]);
  const id = (manifest as ArchPlugin['manifest']).id;
  if (apiVersion !== API_VERSION) refuseAny([contractVersion(id, apiVersion, API_VERSION)]);
  if (core !== undefined && core !== CORE_COPY) refuseAny([secondCore(id, [CORE_COPY.url, core.url])]);
  if (typeof register !== 'function') refuseAny([notAPlugin(id, 'it has no register function')]);
  return candidate as ArchPlugin;
}
