import type { Finding } from '../errors/finding.js';
import { duplicateId, inconsistentPlugin } from '../errors/messages/plugin.js';
import { FIXED, TRIGGERS } from '../plugin/axes.js';
import { CORE_PROPERTIES, ENGINE_PROPERTIES } from '../properties/index.js';
import type { Architecture } from './architecture.js';

/** A rule looks at the whole plugin. */
type Rule = (architecture: Architecture) => readonly Finding[];

const ids: readonly [kind: string, list: (a: Architecture) => readonly string[]][] = [
  ['policy', (a) => a.policies.map(({ id }) => id)],
  ['operation', (a) => a.operations.map(({ name }) => name)],
  [
    'property',
    (a) =>
      [...ENGINE_PROPERTIES, ...CORE_PROPERTIES, ...a.properties, ...(a.litmusVocabulary?.situations ?? [])].map(
        ({ id }) => id,
      ),
  ],
  ['release', (a) => a.releases.map(({ id }) => id)],
  ['defect', (a) => a.defects.map(({ id }) => id)],
  ['feature', (a) => a.features.map(({ name }) => name)],
  ['option', (a) => a.options.map(({ name }) => name)],
  ['constant', (a) => a.constants.map(({ name }) => name)],
  ['profile', (a) => a.profiles.map(({ id }) => id)],
  ['published time', (a) => a.published.map(({ id }) => id)],
  ['measured count', (a) => a.measured.map(({ id }) => id)],
  ['call', (a) => a.litmusVocabulary?.calls.map(({ name }) => name) ?? []],
  ['word', (a) => a.litmusVocabulary?.words?.map(({ name }) => name) ?? []],
  ['fault', (a) => a.litmusVocabulary?.faults?.map(({ name }) => name) ?? []],
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

const referencesResolve: Rule = (architecture) => {
  const { manifest, policies, releases, defects, properties, profiles, published, operations, measured } = architecture;
  const releaseIds = new Set(releases.map(({ id }) => id));
  const defectIds = new Set(defects.map(({ id }) => id));
  const propertyIds = new Set([...ENGINE_PROPERTIES, ...CORE_PROPERTIES, ...properties].map(({ id }) => id));
  const policyIds = new Set(policies.map(({ id }) => id));
  const publishedIds = new Set(published.map(({ id }) => id));
  const missing = (what: string): Finding => inconsistentPlugin(manifest.id, what);
  return [
    ...policies.flatMap(({ id, defaultRelease, releases: own = [] }) =>
      [...new Set([defaultRelease, ...own])]
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
    ...published.flatMap(({ id, sides }) =>
      sides.flatMap(({ policy, release = FIXED }) => [
        ...(policyIds.has(policy) ? [] : [missing(`published time "${id}" names the unknown policy "${policy}"`)]),
        ...(releaseIds.has(release) ? [] : [missing(`published time "${id}" names the unknown release "${release}"`)]),
      ]),
    ),
    ...published
      .filter(({ profile }) => profile !== undefined && profiles.every(({ id }) => id !== profile))
      .map(({ id, profile }) => missing(`published time "${id}" names the unknown profile "${profile}"`)),
    ...measured.flatMap(({ id, taken }) => [
      ...(typeof taken === 'string' ? [] : taken.counts)
        .flatMap(({ operations: counted }) => counted)
        .filter((operation) => operations.every(({ name }) => name !== operation))
        .map((operation) => missing(`measured count "${id}" names the unknown operation "${operation}"`)),
      ...(typeof taken === 'string' || policyIds.has(taken.machine.policy)
        ? []
        : [missing(`measured count "${id}" names the unknown policy "${taken.machine.policy}"`)]),
    ]),
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

const policiesCanBeChosen: Rule = ({ manifest, policies }) =>
  policies.flatMap(({ id, triggers, releases, defaultRelease }) => [
    ...(triggers.length === 0 ? [inconsistentPlugin(manifest.id, `policy "${id}" has no trigger`)] : []),
    ...triggers
      .filter((trigger) => !TRIGGERS.includes(trigger))
      .map((trigger) => inconsistentPlugin(manifest.id, `policy "${id}" has the unknown trigger "${trigger}"`)),
    ...(releases?.includes(defaultRelease) === false
      ? [
          inconsistentPlugin(
            manifest.id,
            `policy "${id}" is by default of release "${defaultRelease}", which is not among its releases`,
          ),
        ]
      : []),
  ]);

const optionsHaveTheirDefaults: Rule = ({ manifest, options }) =>
  options.flatMap(({ name, values, default: fallback, checkDefault = fallback }) =>
    [...new Set([fallback, checkDefault])]
      .filter((value) => !values.includes(value))
      .map((value) =>
        inconsistentPlugin(manifest.id, `option "${name}" has the default "${value}", which is not among its values`),
      ),
  );

/** Only `always` can be asserted by steps alone. */
const propertiesCanBeJudged: Rule = ({ manifest, properties }) =>
  properties
    .filter(({ kind, holds }) => kind !== 'always' && holds === undefined)
    .map(({ id, kind }) => inconsistentPlugin(manifest.id, `property "${id}" is of kind "${kind}" and has no "holds"`));

/** Situations are reached or not: nothing else can be said of them. */
const situationsCanBeReached: Rule = ({ manifest, litmusVocabulary }) =>
  (litmusVocabulary?.situations ?? [])
    .filter(({ kind, holds }) => kind !== 'sometimes' || holds === undefined)
    .map(({ id }) => inconsistentPlugin(manifest.id, `situation "${id}" is no "sometimes" with a "holds"`));

const profilesAreOurs: Rule = ({ manifest, operations, profiles }) =>
  profiles.flatMap(({ id, arch, rows }) => [
    ...(arch === manifest.id
      ? []
      : [inconsistentPlugin(manifest.id, `profile "${id}" is about the architecture "${arch}"`)]),
    ...rows
      .filter(({ operation }) => operations.every(({ name }) => name !== operation))
      .map(({ operation }) =>
        inconsistentPlugin(manifest.id, `profile "${id}" prices the unknown operation "${operation}"`),
      ),
  ]);

/** All run, all findings are reported together. */
export const architectureRules: readonly Rule[] = [
  namesAreUnique,
  somethingToDo,
  referencesResolve,
  capabilitiesAreTrue,
  policiesCanBeChosen,
  optionsHaveTheirDefaults,
  propertiesCanBeJudged,
  situationsCanBeReached,
  profilesAreOurs,
];
