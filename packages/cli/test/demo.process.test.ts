import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const readme = readFileSync(join(repository, 'README.md'), 'utf8');
const copy = mkdtempSync(join(tmpdir(), 'cvm-teardown-demo-'));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** What git has, as it is now: neither node_modules nor dist. */
function copyClean(): void {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: repository,
    encoding: 'utf8',
  });
  for (const file of files.split('\0')) {
    if (file !== '' && existsSync(join(repository, file))) cpSync(join(repository, file), join(copy, file));
  }
}

/** Who runs the tests by `pnpm test` has variables that keep a pnpm below from installing. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^p?npm_(lifecycle|package|config_verify)/i.test(name)),
);

/** npm or pnpm reach no registry, and have not stored what they need. */
const UNREACHABLE =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT|ENOTCACHED|ERR_PNPM_(META_FETCH_FAIL|NO_OFFLINE)/;

it('the first command of the README prints, in a clean copy, what the README shows', (context) => {
  const [, command] = /^ {4}(npx -y pnpm@10 demo)\b/m.exec(readme) ?? [];
  const [, shown] = /^\$ cvm-teardown compare\n([\s\S]*?)^```$/m.exec(readme) ?? [];
  if (command === undefined || shown === undefined) throw new Error('README.md does not begin with the demo');
  copyClean();
  const [program = '', ...words] = command.split(' ');
  const { status, stdout, stderr } = spawnSync(program, words, {
    cwd: copy,
    encoding: 'utf8',
    env: { ...environment, NO_COLOR: '1', FORCE_COLOR: '' },
    timeout: 280_000,
  });
  // Where nobody looks at what is skipped, it is not.
  if (status !== 0 && UNREACHABLE.test(stdout + stderr) && process.env['CI'] === undefined) {
    console.warn('SKIPPED: the demo in a clean copy; npm and pnpm reach no registry, and their stores lack something');
    context.skip('no registry');
  }
  expect({ status, stderr: status === 0 ? '' : stderr + stdout }).toEqual({ status: 0, stderr: '' });
  expect(stdout.endsWith(shown)).toBe(true);
});
