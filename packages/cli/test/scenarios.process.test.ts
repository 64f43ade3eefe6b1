import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const bin = fileURLToPath(new URL('../dist/bin.js', import.meta.url));

const run = (input: string) =>
  spawnSync(process.execPath, [bin, 'run', '-', '--reporter', 'ndjson'], { input, encoding: 'utf8' });

it('a scenario is read from standard input', () => {
  const { status, stdout, stderr } = run(
    readFileSync(new URL('../../../scenarios/hotplug.yaml', import.meta.url), 'utf8'),
  );
  expect([status, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout.split('\n')[0] as string)).toMatchObject({ record: 'head', name: 'hotplug' });
  expect(run('scenario: 2').stderr).toMatch(/^error CVM_SCENARIO_VERSION: .* \(-:1:11: scenario\)/);
});
