import type { Architecture } from '@cvm-teardown/core';

export interface PluginList {
  readonly schemaVersion: 1;
  readonly kind: 'plugins';
  readonly plugins: readonly PluginSummary[];
}

export interface PluginSummary {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly summary: string;
  readonly confidential: boolean;
  readonly policies: readonly string[];
}

export const pluginList = (architectures: readonly Architecture[]): PluginList => ({
  schemaVersion: 1,
  kind: 'plugins',
  plugins: architectures.map(({ manifest: { id, title, version, summary }, capabilities, policies }) => ({
    id,
    title,
    version,
    summary,
    confidential: capabilities.confidential,
    policies: policies.map((policy) => policy.id),
  })),
});
