import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { folderWith } from './support/folder.js';

const bin = fileURLToPath(new URL('../dist/bin.js', import.meta.url));
const { path: cwd, remove } = folderWith({});
afterAll(remove);

const SWEEP = 'sweep --arch s390 --trigger reboot --memory 1GiB..80GiB:+1GiB --resident 50%,100%';

const SOME_LINES = 50_000;
const LOOKS_EVERY_MS = 10;

/** Runs the program; `signal` is sent when it has written some lines to the file. */
function cvmTeardown(line: string, signal?: NodeJS.Signals): Promise<number | null> {
  const child = spawn(process.execPath, [bin, ...line.split(' ')], { cwd, stdio: 'ignore' });
  const path = join(cwd, line.split(' ').at(-1) ?? '');
  const looking = setInterval(() => {
    if (signal === undefined || !existsSync(path) || statSync(path).size < SOME_LINES) return;
    clearInterval(looking);
    child.kill(signal);
  }, LOOKS_EVERY_MS);
  return new Promise<number | null>((done, fail) => child.on('error', fail).on('close', done)).finally(() =>
    clearInterval(looking),
  );
}

const file = (name: string) => readFileSync(join(cwd, name), 'utf8');

describe('a sweep in threads', () => {
  it('gives the same bytes in one and in two, and after Ctrl-C and a crash', async () => {
    expect(await cvmTeardown(`${SWEEP} --workers 1 --out one.ndjson`)).toBe(0);
    expect(await cvmTeardown(`${SWEEP} --workers 2 --out two.ndjson`, 'SIGINT')).toBe(130);
    expect(await cvmTeardown(`${SWEEP} --workers 1 --out killed.ndjson`, 'SIGKILL')).toBe(null);
    const whole = file('one.ndjson');
    for (const name of ['two.ndjson', 'killed.ndjson']) {
      expect(file(name).length).toBeLessThan(whole.length);
      expect(whole.startsWith(file(name))).toBe(true);
      expect(await cvmTeardown(`${SWEEP} --workers 2 --resume ${name}`)).toBe(0);
      expect(file(name) === whole).toBe(true);
    }
  });
});
