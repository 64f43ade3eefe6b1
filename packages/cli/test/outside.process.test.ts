import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { giveOwnCore, npmProject, type Project, packAll, pnpmProject } from './support/outside.js';

const { packed, remove } = packAll();
const projects = { npm: npmProject(packed), pnpm: pnpmProject(packed), 'two cores': npmProject(packed) };
giveOwnCore(projects['two cores'], packed);
afterAll(() => {
  for (const project of Object.values(projects)) project.remove();
  remove();
});

/** Runs the tool that is installed in a project, from the project's folder or one below it. */
function cvmTeardown({ path }: Project, line: string, below = '.') {
  const bin = join(path, 'node_modules/cvm-teardown/dist/bin.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...line.split(' ')], {
    cwd: join(path, below),
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  return { code: status, stdout, stderr };
}

const PLUGIN = '--plugin cvm-teardown-arch-tiny';

describe.each(['npm', 'pnpm'] as const)('a plugin from outside, installed with %s from tarballs', (layout) => {
  const project = projects[layout];

  it('is listed beside the others', () => {
    const { code, stdout, stderr } = cvmTeardown(project, `plugins list --json ${PLUGIN}`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout).plugins.map(({ id }: { id: string }) => id)).toEqual(['s390', 'arm64', 'ppc', 'tiny']);
  });

  it('takes part in compare, beside an architecture that ships', () => {
    const line = `compare --trigger exit --arch s390,tiny --memory 1GiB --assume wipe-page=1us --reporter json ${PLUGIN}`;
    const { code, stdout, stderr } = cvmTeardown(project, line);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { runs, plugins } = JSON.parse(stdout);
    expect(plugins.map(({ id }: { id: string }) => id)).toEqual(['s390', 'tiny']);
    const tiny = runs.filter(({ entry }: { entry: { inputs: { arch: string } } }) => entry.inputs.arch === 'tiny');
    expect(tiny).toHaveLength(2);
    expect(tiny[0].entry.operations).toContainEqual(
      expect.objectContaining({ operation: 'wipe-page', blocked: 262_144 }),
    );
  });

  it('is checked, in the thread of the check', () => {
    expect(cvmTeardown(project, `check --arch tiny ${PLUGIN}`)).toMatchObject({ code: 0 });
    const broken = cvmTeardown(project, `check --arch tiny --defect forgets ${PLUGIN}`);
    expect(broken).toMatchObject({ code: 1, stdout: expect.stringContaining('violated: no-secret-leaves') });
  });

  it('brings its litmus files', () => {
    const { code, stdout } = cvmTeardown(project, `validate --arch tiny ${PLUGIN}`);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('1 of 1 file as expected') });
  });

  it('is found from a config file, wherever the working directory is', () => {
    mkdirSync(join(project.path, 'deep/below'), { recursive: true });
    const config = { plugins: ['cvm-teardown-arch-tiny'], defaults: { arch: 'tiny', memory: '2MiB' } };
    writeFileSync(join(project.path, 'tools.json'), JSON.stringify(config));
    const { code, stdout } = cvmTeardown(project, 'run --config ../../tools.json --reporter json', 'deep/below');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).run.inputs).toMatchObject({ arch: 'tiny', memory_bytes: 2 ** 21 });
  });

  it('is blamed for what it throws in a step, with the place', () => {
    for (const command of ['run', 'check']) {
      const { code, stdout, stderr } = cvmTeardown(project, `${command} --arch tiny --defect throws ${PLUGIN}`);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(
        /CVM_CLI_PLUGIN_FAILED.*the author made a mistake.*cvm-teardown-arch-tiny\/index\.js:\d+:\d+/,
      );
    }
  });

  it('is one plugin too many if it is loaded twice', () => {
    const { code, stderr } = cvmTeardown(
      project,
      `plugins list ${PLUGIN} --plugin ./node_modules/cvm-teardown-arch-tiny`,
    );
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('CVM_PLUGIN_DUPLICATE_ID') });
  });
});

it('a plugin with its own copy of core is refused, with both places', () => {
  const { code, stdout, stderr } = cvmTeardown(projects['two cores'], `plugins list ${PLUGIN}`);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('CVM_PLUGIN_SECOND_CORE');
  expect(stderr).toContain('node_modules/cvm-teardown-arch-tiny/node_modules/@cvm-teardown/core/');
});
