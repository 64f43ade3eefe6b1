import { type Finding, finding, type Where } from '../finding.js';
import { choiceHint } from '../nearest.js';
import { printable, quote } from '../quote.js';

export function contractVersion(plugin: string, apiVersion: unknown, supported: number, where?: Where): Finding {
  const message = `plugin ${quote(plugin)} has apiVersion ${quote(String(apiVersion))}, this version speaks ${supported}`;
  const older = typeof apiVersion === 'number' && apiVersion < supported;
  const hint = older
    ? `update the plugin ${quote(plugin)}`
    : 'update cvm-teardown, or use a version of the plugin made for it';
  return finding('CVM_PLUGIN_CONTRACT_VERSION', message, { where, hint });
}

/** `kind` is what was registered twice: an architecture, a policy, an operation, a property, a profile ... */
export function duplicateId(kind: string, id: string, plugins: readonly [string, string], where?: Where): Finding {
  const [first, second] = plugins;
  const by = first === second ? `twice by ${quote(first)}` : `by ${quote(first)} and by ${quote(second)}`;
  const hint = first === second ? 'register it once' : 'load only one of the two plugins, or rename it in one of them';
  return finding('CVM_PLUGIN_DUPLICATE_ID', `${kind} ${quote(id)} is registered ${by}`, { where, hint });
}

/** `problem` says what is missing: "it has no default export". */
export function notAPlugin(name: string, problem: string, where?: Where): Finding {
  const hint = 'its default export must be defineArchPlugin({ manifest, register }) of @cvm-teardown/core/plugin';
  return finding('CVM_PLUGIN_NOT_A_PLUGIN', `${quote(name)} is not a plugin: ${problem}`, { where, hint });
}

/** `problem` says what does not fit together in what it registered: "it registers no policy". */
export function inconsistentPlugin(plugin: string, problem: string, where?: Where): Finding {
  const message = `plugin ${quote(plugin)} is not consistent: ${problem}`;
  const hint = 'everything that a plugin refers to must be registered by it, and everything required must be there';
  return finding('CVM_PLUGIN_INCONSISTENT', message, { where, hint });
}

export function unknownArchitecture(id: string, known: readonly string[], where?: Where): Finding {
  const hint = `${choiceHint(id, known)}; others come with --plugin or the config file`;
  return finding('CVM_PLUGIN_UNKNOWN_ARCHITECTURE', `unknown architecture ${quote(id)}`, { where, hint });
}

/** `ours`, `theirs`: URLs of modules of the tool's copy of core and of the plugin's. */
export function secondCore(plugin: string, [ours, theirs]: readonly [string, string]): Finding {
  const message = `plugin ${quote(plugin)} brings its own copy of @cvm-teardown/core`;
  const hint = `core must be a peer dependency of a plugin, so that it shares the tool's: ${printable(pathOf(ours))}`;
  return finding('CVM_PLUGIN_SECOND_CORE', message, { where: { file: pathOf(theirs) }, hint });
}

const pathOf = (url: string): string => decodeURIComponent(new URL(url).pathname);
