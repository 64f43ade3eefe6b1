#!/usr/bin/env node
// A plugin's manifest states its package's version. Changesets writes package.json only, so this follows it
// (`pnpm version-packages` calls it); test/manifest-versions.test.ts fails when somebody forgot.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const packages = new URL('../packages/', import.meta.url);
for (const name of readdirSync(packages).filter((entry) => entry.startsWith('arch-'))) {
  const { version } = JSON.parse(readFileSync(new URL(`${name}/package.json`, packages), 'utf8'));
  const plugin = new URL(`${name}/src/plugin.ts`, packages);
  const source = readFileSync(plugin, 'utf8');
  writeFileSync(plugin, source.replace(/(\bversion: ')[^']*(')/, `$1${version}$2`));
}
