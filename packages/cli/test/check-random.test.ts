import { type RandomCheckReport, randomCheckReportSchema } from '@cvm-teardown/core/report';
import { describe, expect, it, test } from 'vitest';
import { run, type Surroundings } from './support/collect.js';

const BROKEN = 'check --random --arch toy --defect ignores-busy --pages 20 --faults 3 --seed 11';
const FINE = 'check --random --arch toy --pages 5 --runs 4 --seed 7';

async function reportOf(line: string, surroundings?: Surroundings): Promise<RandomCheckReport> {
  const { stdout } = await run(`${line} --reporter json`, surroundings);
  const report = randomCheckReportSchema.parse(JSON.parse(stdout));
  expect(JSON.stringify(report, undefined, 2)).toBe(stdout.trimEnd());
  return report;
}

describe('check --random', () => {
  test.each([
    ['violated', BROKEN, 1],
    ['nothing', FINE, 0],
    ['deadlock', 'check --random --arch toy --defect hangs --pages 5 --seed 1', 1],
    ['never-reached', 'check --random --arch toy --defect skips-scrub --pages 5 --runs 4 --seed 7', 3],
  ])('says what it tried and what it came to: %s', async (name, line, code) => {
    const ran = await run(line);
    expect(ran.code).toBe(code);
    await expect(ran.stdout).toMatchFileSnapshot(`golden/random-${name}.txt`);
  });

  it('says the seed before anything else', async () => {
    const written: string[] = [];
    const stream = (name: string) => ({ write: (text: string) => void written.push(`${name}: ${text}`) });
    await run(BROKEN, { streams: { stdout: stream('stdout'), stderr: stream('stderr') } });
    expect(written[0]).toBe('stderr: seed 11\n');
    expect(written[1]).toMatch(/^stdout: violated/);
  });

  it('draws a seed where none is given, which does the same again', async () => {
    const line = BROKEN.replace(' --seed 11', '');
    const { stderr, stdout } = await run(line);
    const [, seed] = /^seed (\d+)\n$/.exec(stderr) ?? [];
    expect(stdout).toMatch(new RegExp(`^seed +${seed}$`, 'm'));
    expect((await run(`${line} --seed ${seed}`)).stdout).toBe(stdout);
    const others = await Promise.all([1, 2, 3].map(async () => (await run(FINE.replace(' --seed 7', ''))).stderr));
    expect(new Set([stderr, ...others]).size).toBeGreaterThan(1);
  });

  it.each([BROKEN, FINE, `${BROKEN} --reporter json`])('gives the same bytes twice: %s', async (line) => {
    expect(await run(line)).toEqual(await run(line));
  });

  it('does something else with another seed', async () => {
    const lines = [13, 14, 17].map((seed) => BROKEN.replace('11', String(seed)));
    const found = await Promise.all(lines.map(async (line) => (await reportOf(line)).violation?.found_after));
    expect(new Set(found).size).toBeGreaterThan(1);
  });

  it('shows what is left of the way when all that can go is gone', async () => {
    const { violation } = await reportOf(BROKEN);
    // Somebody ends the guest, the cleaner sees it, each page but the last needs one move, and the last is freed as it is.
    expect(violation?.property).toBe('no-secret-leaves');
    expect(violation?.trace.filter(({ fault }) => fault !== undefined)).toHaveLength(1);
    expect(violation?.trace.length).toBeLessThan(violation?.found_after ?? 0);
  });

  it('names the command that finds it again in its first run', async () => {
    const found = await reportOf(BROKEN);
    expect(found.violation?.seed).toBe(13);
    expect(found.replay).toContain(`--seed ${found.violation?.seed} --runs 1`);
    const again = await reportOf(found.replay.replace('cvm-teardown ', ''));
    expect(again).toMatchObject({ runs: 1, seed: found.violation?.seed, violation: found.violation });
    expect(again.replay).toBe(found.replay);
  });

  it('keeps the machine in that command, whatever the defaults become', async () => {
    const { replay } = await reportOf(
      `${FINE} --feature FAST=false --option layout=nested --resident 50% --scale batch=2`,
    );
    expect(replay).toBe(
      'cvm-teardown check --random --arch toy --trigger exit --policy eager --release v2 --feature FAST=false ' +
        '--option layout=nested --scale batch=2 --resident 50% --pages 5 --faults 2 --moves 10000 --seed 7 --runs 4',
    );
  });

  it('advises more of everything where something was never reached, which is why the code is 3', async () => {
    const advice = /^advice +what was never reached may hide anything: more --runs/m;
    const { stdout } = await run('check --random --arch toy --defect skips-scrub --pages 5 --runs 4 --seed 7');
    expect(stdout).toMatch(advice);
    expect((await run(FINE)).stdout).not.toMatch(advice);
  });

  it('takes more pages than a walk, and a walk says so', async () => {
    const [walk, atRandom] = await Promise.all([
      run('check --arch toy --pages 65'),
      run('check --random --arch toy --pages 10001'),
    ]);
    expect(walk.stderr).toContain('begin with 2 or 3 pages; --random takes more');
    expect(atRandom.stderr).toContain('"10001" is not a whole number from 1 to 10000');
    expect(atRandom.stderr).not.toContain('hint');
  });

  it('stops at Ctrl-C, and says so', async () => {
    const given: Surroundings = {
      onInterrupt: (listener) => {
        listener();
        return () => undefined;
      },
    };
    const { code, stdout, stderr } = await run(FINE, given);
    expect({ code, stderr }).toEqual({ code: 130, stderr: 'seed 7\n' });
    expect(stdout).toMatch(/^no violation found in 0 runs, 0 moves; given up before the end of 4 runs\n/);
    expect(await reportOf(FINE, given)).toMatchObject({ incomplete: true, runs: 0, runs_asked: 4 });
    expect(await reportOf(FINE)).not.toHaveProperty('incomplete');
  });

  test.each([
    ['--seed 4294967296', 'CVM_CLI_NOT_A_COUNT'],
    ['--seed -1', 'CVM_CLI_NOT_A_COUNT'],
    ['--seed 0x10', 'CVM_CLI_NOT_A_COUNT'],
    ['--runs 0', 'CVM_CLI_NOT_A_COUNT'],
    ['--moves many', 'CVM_CLI_NOT_A_COUNT'],
    ['--pages 10001', 'CVM_CLI_NOT_A_COUNT'],
    ['--faults 1001', 'CVM_CLI_NOT_A_COUNT'],
    ['--max-states 10', 'CVM_CLI_NOT_WITH'],
    ['--max-memory 1GiB', 'CVM_CLI_NOT_WITH'],
    ['--max-time 1min', 'CVM_CLI_NOT_WITH'],
    ['--symmetry', 'CVM_CLI_NOT_WITH'],
    ['--seed 1 --seed 2', 'CVM_CLI_REPEATED_OPTION'],
    ['--random=maybe', 'CVM_CLI_WRONG_FORM'],
  ])('refuses %s, and says no seed', async (words, expected) => {
    const { code, stdout, stderr } = await run(`check --random --arch toy ${words}`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^error ${expected}: `));
    expect(stderr).not.toMatch(/^seed/m);
  });

  test.each(['--seed 1', '--runs 3', '--moves 9'])('knows %s only here', async (words) => {
    const { code, stderr } = await run(`check --arch toy ${words}`);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error CVM_CLI_ONLY_WITH: /);
  });
});
