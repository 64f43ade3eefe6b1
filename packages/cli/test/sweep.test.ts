import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, test } from 'vitest';
import { loadArchitectures } from '../src/architectures.js';
import { showProgress } from '../src/check/progress.js';
import { run } from './support/collect.js';
import { folderWith } from './support/folder.js';

const architectures = await loadArchitectures();
const { path: cwd, remove } = folderWith({});
afterAll(remove);

const sweep = (line: string) => run(`sweep ${line}`, { cwd, architectures });
const records = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const SMALL = '--arch s390 --trigger reboot --memory 1MiB..4MiB:x2 --resident 50%..100%:+25%';

describe('a sweep', () => {
  it('has a line for each combination, in the order of its options', async () => {
    const { code, stdout } = await sweep(`${SMALL} --policy sync,async`);
    const [head, ...points] = records(stdout);
    expect(code).toBe(0);
    expect(head).toMatchObject({ record: 'head', kind: 'sweep', point_count: 18 });
    expect(points.map(({ index }) => index)).toEqual(Array.from({ length: 18 }, (_, i) => i));
    expect(points.slice(0, 4).map(({ point }) => [point.policy, point.memory, point.resident])).toEqual([
      ['sync', '1MiB', '50%'],
      ['sync', '1MiB', '75%'],
      ['sync', '1MiB', '100%'],
      ['sync', '2MiB', '50%'],
    ]);
  });

  it('says of each point what "run" says of it', async () => {
    const { stdout } = await sweep('--arch arm64 --trigger close --policy mainline --memory 64MiB');
    const alone = await run('run --arch arm64 --trigger close --policy mainline --memory 64MiB --reporter json', {
      cwd,
      architectures,
    });
    const { record: _record, index: _index, point: _point, ...entry } = records(stdout)[1];
    expect(entry).toEqual(JSON.parse(alone.stdout).run);
  });

  it('counts grow with memory as they must', async () => {
    const { stdout } = await sweep('--arch s390 --trigger reboot --policy sync --release 5.19 --memory 1MiB..1GiB:x4');
    const [, ...points] = records(stdout);
    const destroyed = points.map(
      ({ operations }) =>
        operations.find(({ operation }: { operation: string }) => operation === 'destroy-page').blocked,
    );
    expect(destroyed).toEqual([256, 1024, 4096, 16_384, 65_536, 262_144]);
  });

  it('says why a point cannot be run, and runs the others', async () => {
    const { code, stdout } = await sweep('--arch s390,ppc --trigger exit,reboot --policy sync,init-done --memory 1GiB');
    const [, ...points] = records(stdout);
    expect(code).toBe(0);
    expect(points.map(({ record, point }) => [record, point.arch, point.trigger])).toEqual([
      ['run', 's390', 'exit'],
      ['run', 's390', 'reboot'],
      ['refused', 'ppc', 'exit'],
      ['run', 'ppc', 'reboot'],
    ]);
    expect(points[2].because).toMatch(/ppc has no trigger "exit"/);
  });

  it('goes on where it ended, and gives the same bytes', async () => {
    await sweep(`${SMALL} --out whole.ndjson`);
    const whole = readFileSync(join(cwd, 'whole.ndjson'));
    const ends = [
      0,
      1,
      100,
      whole.indexOf(10),
      whole.indexOf(10) + 1,
      whole.length >> 1,
      whole.length - 1,
      whole.length,
    ];
    for (const end of ends) {
      writeFileSync(join(cwd, 'cut.ndjson'), whole.subarray(0, end));
      expect(await sweep(`${SMALL} --resume cut.ndjson`)).toEqual({ code: 0, stdout: '', stderr: '' });
      expect(readFileSync(join(cwd, 'cut.ndjson')).equals(whole)).toBe(true);
    }
  });

  it('does not overwrite a file', async () => {
    writeFileSync(join(cwd, 'there.ndjson'), 'mine\n');
    const { code, stderr } = await sweep(`${SMALL} --out there.ndjson`);
    expect([code, stderr]).toEqual([2, expect.stringContaining('CVM_CLI_OUTPUT_EXISTS')]);
    expect(readFileSync(join(cwd, 'there.ndjson'), 'utf8')).toBe('mine\n');
  });

  test.each([
    ['of other options', `${SMALL} --vcpus 2 --resume whole.ndjson`, /begun with other options/],
    ['of something else', `${SMALL} --resume there.ndjson`, /begun with other options/],
    ['that is not there', `${SMALL} --resume whale.ndjson`, /did you mean "whole.ndjson"/],
  ])('does not go on with a file %s', async (_what, line, message) => {
    const before = readFileSync(join(cwd, 'whole.ndjson'));
    const { code, stderr } = await sweep(line);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(readFileSync(join(cwd, 'whole.ndjson')).equals(before)).toBe(true);
  });

  it('ends with 130 at Ctrl-C, with the points that it has', async () => {
    let interrupt = () => {};
    let lines = 0;
    const streams = { stdout: { write: () => ++lines === 3 && interrupt() }, stderr: { write: () => {} } };
    const { code, stdout, stderr } = await run(`sweep ${SMALL} --policy sync,async`, {
      cwd,
      architectures,
      streams,
      onInterrupt: (listener) => {
        interrupt = listener;
        return () => {};
      },
    });
    expect(code).toBe(130);
    expect(records(stdout).length).toBeGreaterThanOrEqual(3);
    expect(records(stdout).length).toBeLessThan(19);
    expect(stderr).toMatch(/^interrupted: \d+ of 18 points are missing\n$/);
  });
});

describe('what is wrong with a sweep', () => {
  test.each([
    ['--arch s390', 'CVM_CLI_MISSING_ARGUMENT'],
    ['--trigger rebot', 'CVM_MACHINE_UNKNOWN_TRIGGER'],
    ['--trigger reboot --policy asink', 'CVM_MACHINE_UNKNOWN_POLICY'],
    ['--trigger reboot --arch s39', 'CVM_PLUGIN_UNKNOWN_ARCHITECTURE'],
    ['--trigger reboot --memory 1GiB..16GiB', 'CVM_CLI_WRONG_RANGE'],
    ['--trigger reboot --memory 1GiB..16GiB:2', 'CVM_CLI_WRONG_RANGE'],
    ['--trigger reboot --memory 1GiB..16GiB:x1', 'CVM_CLI_WRONG_RANGE'],
    ['--trigger reboot --memory 1GiB..16GiB:x0', 'CVM_CLI_WRONG_RANGE'],
    ['--trigger reboot --memory 1B..16GiB:x1.5', 'CVM_CLI_WRONG_RANGE'],
    ['--trigger reboot --memory 16GiB..1GiB:x2', 'CVM_CLI_WRONG_RANGE'],
    ['--trigger reboot --memory 1GiB..16G:x2', 'CVM_UNITS_AMBIGUOUS_SIZE'],
    ['--trigger reboot --memory 1GiB..16GiB:+1', 'CVM_UNITS_SIZE_WITHOUT_UNIT'],
    ['--trigger reboot --memory 1MiB..16TiB:+1MiB', 'CVM_CLI_WRONG_RANGE'],
    ['--trigger reboot --memory 1MiB..9GiB:+1MiB --vcpus 1..100:+1', 'CVM_CLI_WRONG_RANGE'],
    ['--trigger reboot --resident 10..100:+10', 'CVM_UNITS_INVALID_PERCENTAGE'],
    ['--trigger reboot --resident 0%..100%:+0%', 'CVM_CLI_WRONG_RANGE'],
    ['--trigger reboot --vcpus one', 'CVM_CLI_NOT_A_COUNT'],
    ['--trigger reboot --workers 0', 'CVM_CLI_NOT_A_COUNT'],
    ['--trigger reboot --memory 5000B', 'CVM_MACHINE_MEMORY_NOT_PAGED'],
    ['--trigger reboot --out a --resume b', 'CVM_CLI_NOT_WITH'],
    ['--trigger reboot --out missing/a.ndjson', 'CVM_CLI_OUTPUT_NOT_WRITABLE'],
    ['--trigger reboot --resume .', 'CVM_CLI_OUTPUT_NOT_WRITABLE'],
  ])('%s', async (line, code) => {
    const found = await sweep(line);
    expect([found.code, found.stdout]).toEqual([2, '']);
    expect(found.stderr).toContain(`error ${code}: `);
  });
});

it('progress tells the time left', () => {
  let text = '';
  let time = 0;
  const write = (more: string) => {
    text += more;
  };
  const stderr = { write, isTTY: true, columns: 100 };
  const progress = showProgress(stderr, 'sweeping', 'points', () => time, 100);
  time = 10_000;
  progress.update(200, 1000);
  expect(text).toBe('\rsweeping: 200 of 1,000 points, 10 points/s, 1min 20s left');
});
