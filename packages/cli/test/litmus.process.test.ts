import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const check = (...words: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['packages/cli/dist/bin.js', 'check', ...words], {
    cwd: repository,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '' },
  });
  return { status, stdout, stderr };
};

it('every litmus file that is shipped is ok, in a thread of its own', () => {
  const { status, stdout, stderr } = check('packages/arch-*/litmus/*.yaml');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/\n\n(\d+) files: \1 ok\n$/);
  expect(Number(/(\d+) files: /.exec(stdout)?.[1])).toBeGreaterThan(300);
});

it('a limit ends in unknown, a mistake in an error', () => {
  const race = 'packages/arch-s390/litmus/perform-races-new-guest.yaml';
  expect(check(race, '--max-states', '100')).toMatchObject({ status: 3, stderr: '' });
  expect(check('packages/core/package.json')).toMatchObject({ status: 2, stderr: '' });
});
