import { collectFindings, type Finding, refuseAny } from '@cvm-teardown/core';
import { findPlugin } from '../plugins/find-plugin.js';
import type { FoundPlugin } from '../plugins/found-plugin.js';
import type { Defaults } from './config-schema.js';
import { readConfig } from './read-config.js';
import type { SetUpArguments } from './set-up-options.js';

export interface SetUp {
  readonly plugins: readonly FoundPlugin[];
  readonly defaults: Defaults;
}

/**
 * What the config file and `--plugin` ask for. Names of the config file are looked up from its folder, those of the command
 * line from the working directory.
 *
 * @throws InputError (CVM_CLI_CONFIG_..., CVM_CLI_PLUGIN_NOT_FOUND) with everything that is wrong
 */
export async function setUp({ plugin = [], config: named }: SetUpArguments, cwd: string): Promise<SetUp> {
  const read = await readConfig(named, cwd);
  const findings: Finding[] = [];
  const ofConfig = (read?.config.plugins ?? []).map((name, i) => ({
    name,
    folder: read?.folder ?? cwd,
    where: { file: read?.file ?? '', path: `plugins[${i}]` },
  }));
  const asked = [...ofConfig, ...plugin.map((name) => ({ name, folder: cwd, where: { path: '--plugin' } }))];
  const plugins = asked.flatMap(
    ({ name, folder, where }) => collectFindings(findings, () => findPlugin(name, folder, where)) ?? [],
  );
  refuseAny(findings);
  return { plugins, defaults: read?.config.defaults ?? {} };
}
