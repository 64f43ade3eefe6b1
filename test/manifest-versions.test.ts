import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const packages = new URL('../packages/', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, packages), 'utf8');
const archs = readdirSync(packages).filter((name) => name.startsWith('arch-'));

describe('the version in a plugin’s manifest', () => {
  it.each(archs)('%s: is that of its package', (name) => {
    const stated = /\bversion: '([^']*)'/.exec(text(`${name}/src/plugin.ts`))?.[1];
    expect(stated).toBe((JSON.parse(text(`${name}/package.json`)) as { version: string }).version);
  });
});
