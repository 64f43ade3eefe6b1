import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Finding, formatPath, InputError } from '@cvm-teardown/core';
import { configInvalid, configNotLoaded, configUnknownKey, inputNotFound, severalConfigs } from '../errors/messages.js';
import { type Config, configSchema, keysAt } from './config-schema.js';
import { importModule } from './import-module.js';

export interface ReadConfig {
  /** As it was named, or found. */
  readonly file: string;
  readonly folder: string;
  readonly config: Config;
}

const NAMES = ['json', 'js', 'mjs', 'ts', 'mts'].map((ending) => `cvm-teardown.config.${ending}`);

/**
 * Reads the config file that is named, or the one in the working directory; undefined if there is none. No other place is
 * looked at, and files are not merged.
 *
 * @throws InputError (CVM_CLI_CONFIG_..., CVM_CLI_INPUT_NOT_FOUND) with everything that is wrong
 */
export async function readConfig(named: string | undefined, cwd: string): Promise<ReadConfig | undefined> {
  const file = named ?? findConfig(cwd);
  if (file === undefined) return undefined;
  const path = resolve(cwd, file);
  if (!existsSync(path)) throw new InputError(inputNotFound(file));
  return { file, folder: dirname(path), config: checked(await load(path, file), file) };
}

function findConfig(cwd: string): string | undefined {
  const [first, ...others] = NAMES.filter((name) => existsSync(join(cwd, name)));
  if (first !== undefined && others.length > 0) throw new InputError(severalConfigs(first, others));
  return first;
}

async function load(path: string, file: string): Promise<unknown> {
  try {
    if (path.endsWith('.json')) return JSON.parse(readFileSync(path, 'utf8'));
    const module = await importModule(pathToFileURL(path).href);
    return 'default' in module ? module.default : undefined;
  } catch (error) {
    throw new InputError(configNotLoaded(file, error instanceof Error ? error.message : String(error)));
  }
}

function checked(data: unknown, file: string): Config {
  const { data: config, error } = configSchema.safeParse(data);
  if (error === undefined) return config;
  throw new InputError(
    error.issues.flatMap((issue): Finding[] => {
      const where = { file, path: formatPath(issue.path) };
      return issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => configUnknownKey(key, keysAt(issue.path), where))
        : [configInvalid(issue.message, where)];
    }),
  );
}
