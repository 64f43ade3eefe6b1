import {
  type Architecture,
  type CostProfile,
  corePropertiesOf,
  createCostModel,
  ENGINE_PROPERTIES,
  TRIGGERS,
} from '@cvm-teardown/core';

const PICOSECONDS_PER_NS = 1000;

export type PluginInfo = ReturnType<typeof pluginInfo>;

/** All that a plugin declares, as plain data: what `plugins info` prints. Order: as declared. */
export function pluginInfo(architecture: Architecture) {
  const { manifest, capabilities, policies, releases, defects, features, options, constants, profiles } = architecture;
  const priceOf = pricesIn(profiles.slice(0, 1));
  return {
    schemaVersion: 1,
    kind: 'plugin',
    plugin: { ...manifest },
    capabilities: { ...capabilities },
    triggers: TRIGGERS.filter((trigger) => policies.some((policy) => policy.triggers.includes(trigger))),
    policies: policies.map(({ id, title, summary, triggers, defaultRelease, releases: own, source }) => ({
      id,
      title,
      summary,
      triggers,
      default_release: defaultRelease,
      releases: own ?? releases.map((release) => release.id),
      source,
    })),
    releases: releases.map(({ id, title, defects: own, source }) => ({ id, title, defects: own, source })),
    defects: defects.map(({ id, kind, summary, violates, mark, source, scene }) => ({
      id,
      kind,
      summary,
      violates,
      mark,
      source,
      scene,
    })),
    features: features.map(({ name, default: fallback, summary, source }) => ({
      name,
      default: fallback,
      summary,
      source,
    })),
    options: options.map(({ name, values, default: fallback, checkDefault, summary }) => ({
      name,
      values,
      default: fallback,
      check_default: checkDefault ?? fallback,
      summary,
    })),
    constants: constants.map(({ name, value, checkValue, unit, summary, source }) => ({
      name,
      value,
      check_value: checkValue ?? value,
      unit,
      summary,
      source,
    })),
    profiles: profiles.map(({ id, machine, summary }) => ({ id, machine, summary })),
    operations: architecture.operations.map(({ name, unit, cause, duration, summary, source }) => ({
      name,
      unit,
      cause,
      duration,
      summary,
      source,
      price: priceOf(name),
    })),
    properties: propertiesOf(architecture),
    not_modelled: architecture.notModelled,
  };
}

/** Prices in the default profile; null is unknown. */
function pricesIn(profiles: readonly CostProfile[]) {
  const costs = createCostModel(profiles);
  const rows = profiles.flatMap((profile) => profile.rows.map((row) => ({ row, profile: profile.id })));
  return (operation: string) => {
    const found = rows.find(({ row }) => row.operation === operation);
    if (found === undefined) return null;
    const { row, profile } = found;
    const price = costs.price(operation);
    return {
      profile,
      /** Absent where only the ratio to another operation is known. */
      ...(price && { ns: Number(price.picoseconds) / PICOSECONDS_PER_NS }),
      ...(row.relativeTo && { relative_to: row.relativeTo.operation, times: row.relativeTo.times }),
      confidence: row.confidence,
      fits: price?.fits ?? row.fits ?? [],
      source: row.source,
    };
  };
}

/** The engine's and core's properties that are judged on this architecture, and its own. */
function propertiesOf(architecture: Architecture) {
  return [...ENGINE_PROPERTIES, ...corePropertiesOf(architecture), ...architecture.properties].map(
    ({ id, kind, summary, source }) => ({
      id,
      kind,
      summary,
      source,
    }),
  );
}
