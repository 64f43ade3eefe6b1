import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkReportSchema } from '@cvm-teardown/core/report';
import { describe, expect, it } from 'vitest';

const bin = fileURLToPath(new URL('../dist/bin.js', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Started {
  /** Called with the process once it has written this to stderr or stdout. */
  readonly on?: readonly [text: string, act: (child: ReturnType<typeof start>) => void];
  /** Called with the process at once. */
  readonly begun?: (child: ReturnType<typeof start>) => void;
  readonly cwd?: string;
}

const start = (argv: readonly string[], cwd?: string) =>
  spawn(process.execPath, [bin, ...argv], {
    cwd,
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** Runs the program that users run. */
function cvmTeardown(line: string, { on, begun, cwd }: Started = {}): Promise<Ended> {
  const child = start(line.split(' '), cwd);
  const written = { stdout: '', stderr: '' };
  let acted = false;
  begun?.(child);
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      written[name] += text;
      if (on === undefined || acted || !written[name].includes(on[0])) return;
      acted = true;
      on[1](child);
    });
  }
  return new Promise((done, fail) => {
    child.on('error', fail).on('close', (code) => done({ code, ...written }));
  });
}

describe('the program', () => {
  it('shows help and version', async () => {
    const help = await cvmTeardown('--help');
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toMatch(/^Examples:\n {2}cvm-teardown compare /);
    const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
    expect(await cvmTeardown('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('loads neither core nor an architecture for help', async () => {
    const child = spawn(process.execPath, [bin, '--help'], {
      env: { NODE_DEBUG: 'esm', PATH: process.env['PATH'] },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let log = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
    await new Promise((done) => child.on('close', done));
    expect(log).toContain('/cli/dist/command-line.js');
    expect(log).not.toMatch(/\/(core|arch-\w+)\/dist\//);
  });

  it('says on stderr what is wrong, and nothing on stdout', async () => {
    const { code, stdout, stderr } = await cvmTeardown('check --arch s39 --pages 0');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('error CVM_PLUGIN_UNKNOWN_ARCHITECTURE: unknown architecture "s39" (--arch)\n');
    expect(stderr).toContain('did you mean "s390"?');
    expect(stderr).toContain('error CVM_CLI_NOT_A_COUNT');
  });

  it('lists the three built-in architectures and all about each', async () => {
    const { stdout } = await cvmTeardown('plugins list --json');
    const ids = JSON.parse(stdout).plugins.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(['s390', 'arm64', 'ppc']);
    for (const id of ids) {
      const info = await cvmTeardown(`plugins info ${id} --json`);
      expect(info).toMatchObject({ code: 0, stderr: '' });
      expect(JSON.parse(info.stdout)).toMatchObject({ kind: 'plugin', plugin: { id } });
    }
  });

  it('finds a known bug in a thread of its own, twice with the same bytes', async () => {
    const line = 'check --arch ppc --policy init-done --release v1 --faults 0 --reporter json';
    const [first, second] = [await cvmTeardown(line), await cvmTeardown(line)];
    expect(first.code).toBe(1);
    expect(second.stdout).toBe(first.stdout);
    const report = checkReportSchema.parse(JSON.parse(first.stdout));
    expect(report.violation?.property).toBe('paged-out-content-kept');
    expect(report.defects_in_force.map(({ id }) => id)).toContain('v1-remigrate-pagedout');
    const replayed = await cvmTeardown(`${report.replay.replace('cvm-teardown ', '')} --reporter json`);
    expect(replayed.stdout).toBe(first.stdout);
  });

  it('ends with 3 at a limit', async () => {
    const { code, stdout } = await cvmTeardown('check --arch s390 --policy async --release fixed --max-states 1000');
    expect(code).toBe(3);
    expect(stdout).toMatch(/^unknown: more than 1000 states\n/);
  });

  it('ends with 3 where states would need more memory than they may have', async () => {
    const { code, stdout } = await cvmTeardown(
      'check --arch s390 --policy async --release fixed --pages 4 --max-memory 32MiB',
    );
    expect(code).toBe(3);
    expect(stdout).toMatch(/^unknown: more than 32MiB of states\n/);
  });

  it('ends with 130 at Ctrl-C, and writes what it knows', async () => {
    const cwd = await mkdtemp(join(tmpdir(), 'cvm-teardown-'));
    const line = 'check --arch s390 --policy async --release fixed --pages 4 --reporter json=out.json';
    const ended = await cvmTeardown(line, { cwd, on: ['checking s390 async', (child) => child.kill('SIGINT')] });
    expect(ended).toMatchObject({ code: 130, stdout: '' });
    expect(await readdir(cwd)).toEqual(['out.json']);
    const report = JSON.parse(await readFile(join(cwd, 'out.json'), 'utf8'));
    expect(report).toMatchObject({ verdict: 'unknown', incomplete: true, limit: 'given up before its end' });
    await rm(cwd, { recursive: true });
  });

  it('ends random runs with 130 at Ctrl-C too, within a run', async () => {
    const line = 'check --random --arch s390 --policy async --release fixed --pages 2000 --runs 1000000 --seed 5';
    const ended = await cvmTeardown(`${line} --reporter json`, {
      on: ['at random ...', (child) => child.kill('SIGINT')],
    });
    expect(ended.code).toBe(130);
    expect(ended.stderr).toBe('seed 5\nchecking s390 async at random ...\n');
    const { runs, ...report } = JSON.parse(ended.stdout);
    expect(report).toMatchObject({ kind: 'random-check', incomplete: true, seed: 5, runs_asked: 1_000_000 });
    expect(runs).toBeLessThan(1_000_000);
  });

  it.each(['ndjson', 'csv', 'markdown'])('does not mind that nobody reads %s', async (reporter) => {
    const gone = await cvmTeardown(`compare --arch s390 --memory 4GiB --reporter ${reporter}`, {
      begun: (child) => child.stdout.destroy(),
    });
    expect(gone).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('does not mind a reader that goes away', async () => {
    const gone = await cvmTeardown('check --arch ppc --policy init-done --release v1 --faults 0', {
      begun: (child) => child.stdout.destroy(),
    });
    expect(gone).toEqual({ code: 1, stdout: '', stderr: '' });
  });

  it.runIf(existsSync('/dev/full'))('says that the disk is full', async () => {
    const full = openSync('/dev/full', 'w');
    const ended = spawnSync(process.execPath, [bin, 'about'], { stdio: ['ignore', full, 'pipe'], encoding: 'utf8' });
    closeSync(full);
    expect(ended.status).toBe(2);
    expect(ended.stderr).toBe('error CVM_CLI_OUTPUT_NOT_WRITABLE: stdout cannot be written: ENOSPC\n');
  });

  it.runIf(existsSync('/dev/full'))('says so of a file too, and leaves the others complete', async () => {
    const cwd = await mkdtemp(join(tmpdir(), 'cvm-teardown-'));
    const line = 'run --arch ppc --memory 64MiB --reporter json=a.json --reporter csv=/dev/full';
    const { code, stdout, stderr } = await cvmTeardown(line, { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      'error CVM_CLI_OUTPUT_NOT_WRITABLE: "/dev/full" cannot be written: no space is left (ENOSPC) (--reporter)\n' +
        '  hint: name a file in a directory that exists and that you may write to\n',
    );
    expect(await readdir(cwd)).toEqual(['a.json']);
    expect(JSON.parse(await readFile(join(cwd, 'a.json'), 'utf8'))).toMatchObject({ kind: 'run' });
    await rm(cwd, { recursive: true });
  });
});
