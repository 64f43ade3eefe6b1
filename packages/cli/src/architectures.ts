import {
  type Architecture,
  type Finding,
  InputError,
  isInputError,
  loadArchitecture,
  pluginMessages,
  refuseAny,
} from '@cvm-teardown/core';
import { pluginNotLoaded } from './errors/messages.js';

/** Packages of the architectures that come with the tool, in the order in which they are listed. */
const builtIn: Readonly<Record<string, () => Promise<object>>> = {
  '@cvm-teardown/arch-s390': () => import('@cvm-teardown/arch-s390'),
  '@cvm-teardown/arch-arm64': () => import('@cvm-teardown/arch-arm64'),
  '@cvm-teardown/arch-ppc': () => import('@cvm-teardown/arch-ppc'),
};

/**
 * Loads the built-in architectures; they use nothing that a third party's plugin could not use.
 *
 * @throws InputError (CVM_CLI_PLUGIN_NOT_LOADED, CVM_PLUGIN_...) with everything that is wrong with any of them
 */
export async function loadArchitectures(packages = builtIn): Promise<Architecture[]> {
  const findings: Finding[] = [];
  const loaded = await Promise.all(
    Object.entries(packages).map(async ([name, importPackage]) => {
      try {
        const module = await importPackage();
        return loadArchitecture('default' in module ? module.default : undefined, name);
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        findings.push(...(isInputError(error) ? error.findings : [pluginNotLoaded(name, problem)]));
        return undefined;
      }
    }),
  );
  refuseAny(findings);
  return loaded.filter((architecture) => architecture !== undefined);
}

/** @throws InputError (CVM_PLUGIN_UNKNOWN_ARCHITECTURE) with the nearest name */
export function findArchitecture(architectures: readonly Architecture[], id: string, path?: string): Architecture {
  const found = architectures.find(({ manifest }) => manifest.id === id);
  if (found !== undefined) return found;
  const known = architectures.map(({ manifest }) => manifest.id);
  throw new InputError(pluginMessages.unknownArchitecture(id, known, path === undefined ? undefined : { path }));
}
