import type { Architecture } from '@cvm-teardown/core';
import { toolInfo } from '../tool-info.js';

export type About = ReturnType<typeof about>;

/** Where to read more, as paths in the project's repository. */
const documentation = [
  { topic: 'what is and what is not modelled', path: 'docs/model.md' },
  { topic: 'words', path: 'docs/glossary.md' },
  { topic: 'how the tool is built', path: 'ARCHITECTURE.md' },
  { topic: 'what is promised, and the test of each promise', path: 'SPECIFICATION.md' },
];

/** Versions, and what the numbers are about: a modelled second must not be taken for a measured one. */
export function about(architectures: readonly Architecture[]) {
  return {
    schemaVersion: 1,
    kind: 'about',
    tool: toolInfo(),
    node: process.version,
    plugins: architectures.map(({ manifest, capabilities, policies, notModelled }) => ({
      id: manifest.id,
      title: manifest.title,
      version: manifest.version,
      confidential: capabilities.confidential,
      modelled: policies.map(({ id, title, triggers }) => ({ policy: id, title, triggers })),
      not_modelled: notModelled,
      documentation: manifest.documentation ?? null,
    })),
    documentation,
  };
}
