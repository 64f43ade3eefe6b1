import type { AreaCatalogue } from './entry.js';

export const pluginCatalogue = {
  CVM_PLUGIN_CONTRACT_VERSION: {
    title: 'Plugin of another contract version',
    explanation: 'apiVersion says which contract between core and architectures the plugin was written for.',
    remedy: 'Update whichever of the two is older: the plugin or cvm-teardown.',
  },
  CVM_PLUGIN_DUPLICATE_ID: {
    title: 'Identifier registered twice',
    explanation: 'Two architectures, policies, operations, properties or profiles have the same identifier.',
    remedy: 'Load only one of the plugins, load it only once, or rename the identifier in one of them.',
  },
  CVM_PLUGIN_NOT_A_PLUGIN: {
    title: 'Not a plugin',
    explanation: 'The module was found, but what it exports is not what a plugin exports.',
    remedy: 'Export defineArchPlugin({ manifest, register }) as its default export.',
  },
  CVM_PLUGIN_INCONSISTENT: {
    title: 'Plugin that is not consistent',
    explanation: 'Something required was not registered, or something registered refers to a name that was not.',
    remedy: 'Register what is missing, or correct the name; the message says which.',
  },
  CVM_PLUGIN_SECOND_CORE: {
    title: 'Two copies of core',
    explanation:
      'The plugin was loaded with another copy of @cvm-teardown/core than the tool. State, steps and errors of one copy mean nothing to the other.',
    remedy: 'Make core a peer dependency of the plugin, and install both into one project.',
  },
  CVM_PLUGIN_UNKNOWN_ARCHITECTURE: {
    title: 'Unknown architecture',
    explanation: 'None of the loaded plugins provides this architecture.',
    remedy: 'Correct the name, or load its plugin with --plugin or in the config file.',
  },
} satisfies AreaCatalogue<'PLUGIN'>;
