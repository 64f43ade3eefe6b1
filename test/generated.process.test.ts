import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const repository = fileURLToPath(new URL('../', import.meta.url));
const script = join(repository, 'scripts/generate-docs.mjs');

const generate = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  return { status, output: stdout + stderr };
};

it('what the documents take from the code is up to date', { timeout: 300_000 }, () => {
  expect(generate('--check')).toEqual({ status: 0, output: '' });
});

it('a stale document is named, and mended', { timeout: 300_000 }, () => {
  const root = mkdtempSync(join(tmpdir(), 'cvm-teardown-docs-'));
  try {
    mkdirSync(join(root, 'docs'));
    for (const path of ['docs/errors.md', 'docs/plugin-authors.md']) cpSync(join(repository, path), join(root, path));
    const guide = join(root, 'docs/plugin-authors.md');
    const fresh = readFileSync(guide, 'utf8');
    writeFileSync(guide, fresh.replace('const step = stepsOver<S>();\n', ''));
    expect(generate('--check', '--root', root)).toMatchObject({
      status: 1,
      output: 'docs/plugin-authors.md is stale: pnpm build && pnpm generate\n',
    });
    expect(generate('--root', root).output).toBe('wrote docs/plugin-authors.md\n');
    expect(readFileSync(guide, 'utf8')).toBe(fresh);
  } finally {
    rmSync(root, { recursive: true });
  }
});
