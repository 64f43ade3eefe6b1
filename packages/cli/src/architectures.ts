import {
  type Architecture,
  type Finding,
  InputError,
  isInputError,
  loadArchitecture,
  pluginMessages,
  refuseAny,
  type Where,
} from '@cvm-teardown/core';
import { importModule } from './config/import-module.js';
import { pluginNotLoaded, shippedPluginNotLoaded } from './errors/messages.js';
import type { FoundPlugin } from './plugins/found-plugin.js';

/** Packages of the architectures that come with the tool, in the order in which they are listed. */
const builtIn: Readonly<Record<string, () => Promise<object>>> = {
  '@cvm-teardown/arch-s390': () => import('@cvm-teardown/arch-s390'),
  '@cvm-teardown/arch-arm64': () => import('@cvm-teardown/arch-arm64'),
  '@cvm-teardown/arch-ppc': () => import('@cvm-teardown/arch-ppc'),
};

/** What is loaded: in this order. */
export interface ArchitectureSources {
  /** In the place of those that come with the tool; by package. */
  readonly packages?: Readonly<Record<string, () => Promise<object>>>;
  readonly plugins?: readonly FoundPlugin[];
}

/**
 * Loads architectures; those that come with the tool use nothing that a third party's plugin could not use.
 *
 * @throws InputError (CVM_CLI_PLUGIN_..., CVM_PLUGIN_...) with everything that is wrong with any of them
 */
export async function loadArchitectures({
  packages = builtIn,
  plugins = [],
}: ArchitectureSources = {}): Promise<Architecture[]> {
  const findings: Finding[] = [];
  const failed = (error: unknown, said: (problem: string) => Finding): undefined => {
    const problem = error instanceof Error ? error.message : String(error);
    findings.push(...(isInputError(error) ? error.findings : [said(problem)]));
  };
  const shipped = await Promise.all(
    Object.entries(packages).map(async ([name, importPackage]) => {
      try {
        return { name, architecture: loadArchitecture(defaultOf(await importPackage()), name) };
      } catch (error) {
        return failed(error, (problem) => shippedPluginNotLoaded(name, problem));
      }
    }),
  );
  const outside = await Promise.all(
    plugins.map(async ({ name, url, where }) => {
      try {
        return { name, where, architecture: loadArchitecture(defaultOf(await importModule(url)), name) };
      } catch (error) {
        return failed(error, (problem) => pluginNotLoaded(name, problem, where));
      }
    }),
  );
  const loaded = [...shipped, ...outside].filter((one) => one !== undefined);
  findings.push(...twoOfAKind(loaded));
  refuseAny(findings);
  return loaded.map(({ architecture }) => architecture);
}

const defaultOf = (module: object): unknown => ('default' in module ? module.default : undefined);

interface Loaded {
  readonly name: string;
  readonly where?: Where;
  readonly architecture: Architecture;
}

function twoOfAKind(loaded: readonly Loaded[]): readonly Finding[] {
  const first = new Map<string, string>();
  return loaded.flatMap(({ name, where, architecture: { manifest } }) => {
    const earlier = first.get(manifest.id);
    if (earlier === undefined) first.set(manifest.id, name);
    return earlier === undefined
      ? []
      : [pluginMessages.duplicateId('architecture', manifest.id, [earlier, name], where)];
  });
}

/** @throws InputError (CVM_PLUGIN_UNKNOWN_ARCHITECTURE) with the nearest name */
export function findArchitecture(architectures: readonly Architecture[], id: string, path?: string): Architecture {
  const found = architectures.find(({ manifest }) => manifest.id === id);
  if (found !== undefined) return found;
  const known = architectures.map(({ manifest }) => manifest.id);
  throw new InputError(pluginMessages.unknownArchitecture(id, known, path === undefined ? undefined : { path }));
}
