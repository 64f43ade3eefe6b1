import { existsSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InputError, type Where } from '@cvm-teardown/core';
import { resolve as resolveModule } from 'import-meta-resolve';
import { pluginNotFound } from '../errors/messages.js';
import type { FoundPlugin } from './found-plugin.js';

/**
 * Finds a plugin by the name of its package or by a path, both from the user's folder: where the tool is installed does not
 * matter.
 *
 * @throws InputError (CVM_CLI_PLUGIN_NOT_FOUND)
 */
export function findPlugin(name: string, folder: string, where: Where): FoundPlugin {
  const url = isPath(name) ? urlOfPath(resolve(folder, name)) : urlOfPackage(name, folder);
  if (url !== undefined) return { name, url, where };
  const beside = !isPath(name) && existsSync(resolve(folder, name)) ? `./${name}` : undefined;
  throw new InputError(pluginNotFound(name, folder, beside, where));
}

const isPath = (name: string): boolean => /^\.{1,2}([\\/]|$)/.test(name) || isAbsolute(name);

function urlOfPath(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  return statSync(path).isDirectory() ? urlOfFolder(path) : pathToFileURL(path).href;
}

/** A package's folder: what its manifest exports, or its main file. */
function urlOfFolder(folder: string): string | undefined {
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return undefined;
  const { name, exports, main = 'index.js' } = JSON.parse(readFileSync(manifest, 'utf8'));
  if (exports !== undefined && typeof name === 'string') return urlOfPackage(name, folder);
  const file = join(folder, String(main));
  return existsSync(file) ? pathToFileURL(file).href : undefined;
}

/** As an `import` in a module of the folder would find it. */
function urlOfPackage(name: string, folder: string): string | undefined {
  try {
    const url = resolveModule(name, pathToFileURL(join(folder, 'noop.js')).href);
    return url.startsWith('file:') && existsSync(new URL(url)) ? url : undefined;
  } catch (error) {
    // Whatever a manifest does not say, or says wrongly: there is nothing of that name to load.
    if ((error as NodeJS.ErrnoException).code?.startsWith('ERR_') === true) return undefined;
    throw error;
  }
}
