import { checkReportSchema } from '@cvm-teardown/core/report';
import { describe, expect, it } from 'vitest';
import { plain } from '../src/output/palette.js';
import { traceTable } from '../src/reporters/trace-table.js';
import { run } from './support/collect.js';

const golden = (name: string) => `golden/check-${name}`;

describe('check', () => {
  it.each([
    ['valid', 'check --arch toy --policy lazy --release fixed --faults 1', 0],
    ['violated', 'check --arch toy --release v1 --pages 3', 1],
    ['deadlock', 'check --arch toy --defect hangs', 1],
    ['never-reached', 'check --arch toy --defect skips-scrub --feature FAST=false --option layout=nested', 1],
    ['unknown', 'check --arch toy --max-states 10', 3],
  ])('is %s', async (name, line, code) => {
    const ran = await run(line);
    expect(ran).toMatchObject({ code, stderr: '' });
    await expect(ran.stdout).toMatchFileSnapshot(golden(`${name}.txt`));
  });

  it.each([
    ['--max-states 10', 'more than 10 states', '--symmetry, '],
    ['--max-memory 1KiB', 'more than 1KiB of states', '--symmetry, '],
    ['--max-time 1ps', 'more than 1ps', ''],
  ])('is unknown at %s, says what would help, and can be repeated', async (limit, said, symmetry) => {
    const { code, stdout } = await run(`check --arch toy ${limit}`);
    expect(code).toBe(3);
    expect(stdout).toMatch(new RegExp(`^unknown: ${said}\\n`));
    expect(stdout).toMatch(new RegExp(`^advice +fewer --pages or --faults, ${symmetry}a higher limit`, 'm'));
    expect(stdout).toMatch(new RegExp(`replay: .* ${limit}\\n$`));
  });

  it('does not advise what was done already', async () => {
    const { code, stdout } = await run('check --arch toy --max-states 10 --symmetry');
    expect(code).toBe(3);
    expect(stdout).toMatch(/^advice +fewer --pages or --faults, a higher limit/m);
  });

  it('has an answer within generous limits', async () => {
    const { code } = await run('check --arch toy --policy lazy --release fixed --max-memory 1GiB --max-time 1h');
    expect(code).toBe(0);
  });

  it('has a column for the actor where one for each is too wide', async () => {
    const { stdout } = await run('check --arch toy --release v1', { columns: 46 });
    await expect(stdout).toMatchFileSnapshot(golden('narrow.txt'));
    const table = stdout.slice(stdout.indexOf('the shortest way'), stdout.indexOf('replay:'));
    expect(Math.max(...table.split('\n').map((line) => line.length))).toBeLessThanOrEqual(46);
  });

  it('is coloured on a terminal', async () => {
    const { stdout } = await run('check --arch toy --release v1', { isTTY: true, columns: 120 });
    expect(stdout.startsWith('\u001b[31mviolated\u001b[39m: no-secret-leaves\n')).toBe(true);
    const { stdout: plain } = await run('check --arch toy --release v1', { columns: 120 });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is removed
    expect(stdout.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain);
  });

  it('counts states once that differ only in the names of pages, and says so', async () => {
    const line = 'check --arch toy --policy lazy --release fixed --faults 1 --reporter json';
    const [whole, reduced] = await Promise.all([run(line), run(`${line} --symmetry`)]);
    const [of, than] = [reduced, whole].map(({ stdout }) => checkReportSchema.parse(JSON.parse(stdout)));
    expect(of).toMatchObject({ verdict: 'valid', symmetry: { used: true } });
    expect(of?.replay).toMatch(/ --symmetry$/);
    expect(of?.states).toBeLessThan(than?.states ?? 0);
    expect(than?.symmetry).toBeUndefined();
    const { stdout } = await run('check --arch toy --policy lazy --release fixed --symmetry');
    expect(stdout).toMatch(/pages [\d, ]+ are alike: states that differ only in their names are counted once/);
  });

  it('says what stood against it', async () => {
    const { code, stdout } = await run('check --arch toy --release v1 --symmetry');
    expect(code).toBe(1);
    expect(stdout).toMatch(/symmetry +not used: a walk over any order of sweeps is violated/);
  });

  it('reports as JSON', async () => {
    const { code, stdout } = await run('check --arch toy --release v1 --faults 1 --reporter json');
    expect(code).toBe(1);
    await expect(stdout).toMatchFileSnapshot(golden('violated-json.txt'));
    const report = checkReportSchema.parse(JSON.parse(stdout));
    expect(JSON.stringify(report, undefined, 2)).toBe(stdout.trimEnd());
    expect(report).toMatchObject({
      kind: 'check',
      verdict: 'violated',
      machine: { arch: 'toy', trigger: 'exit', policy: 'eager', release: 'v1', defects: ['frees-first'] },
      violation: { property: 'no-secret-leaves' },
    });
  });

  it.each([
    'check --arch toy --release v1',
    'check --arch toy --policy lazy --faults 2 --reporter json',
    'plugins info toy --json',
    'plugins list',
    'about',
  ])('gives the same bytes twice: %s', async (line) => {
    expect(await run(line)).toEqual(await run(line));
  });

  it('names the command that repeats it, whatever the defaults become', async () => {
    const given = 'check --arch toy --defect hangs --defect skips-scrub --resident 50% --scale batch=2 --reporter json';
    const { stdout } = await run(given);
    const { replay } = checkReportSchema.parse(JSON.parse(stdout));
    expect(replay).toBe(
      'cvm-teardown check --arch toy --trigger exit --policy eager --release v2 --defect hangs --defect skips-scrub ' +
        '--scale batch=2 --resident 50% --pages 2 --faults 1',
    );
    const again = await run(`${replay.replace('cvm-teardown ', '')} --reporter json`);
    expect(again.stdout).toBe(stdout);
  });

  it('shows the fault that it takes', async () => {
    const line = 'check --arch toy --defect ignores-busy';
    expect(await run(`${line} --faults 0`)).toMatchObject({ code: 0 });
    const { code, stdout } = await run(line);
    expect(code).toBe(1);
    await expect(stdout).toMatchFileSnapshot(golden('fault.txt'));
    expect(stdout).toMatch(/scrub\(\d\) fault firmware-busy/);
  });
});

describe('traceTable', () => {
  const step = { actor: 'vmm', step: 'touch', args: [], changes: [] };

  it('has what was chosen or seen, what went wrong, and every changed field', () => {
    const trace = [
      { ...step, args: [3, 'shared', true], choice: 2, fault: 'busy', seen: 'refused' },
      {
        ...step,
        actor: 'guest',
        choice: 1,
        changes: [
          { field: 'vm.handle', from: 1, to: 0 },
          { field: 'page[3].owner', from: 'guest', to: 'host' },
        ],
      },
    ];
    expect(traceTable(trace, { width: 100, palette: plain })).toBe(
      [
        '  #  vmm                                           guest           changes',
        '  1  touch(3, shared, true) fault busy -> refused',
        '  2                                                touch choice 1  vm.handle: 1 -> 0',
        '                                                                   page[3].owner: guest -> host',
        '',
      ].join('\n'),
    );
  });

  it('says where each step is written down: beside it, or below where there is no room', () => {
    const source = 'docs/toy.md 1';
    const trace = [{ ...step, source }, step, { ...step, source: 'a file of a kernel, and more' }, { ...step, source }];
    expect(traceTable(trace, { width: 60, palette: plain })).toContain('  1  touch           docs/toy.md 1\n');
    expect(traceTable(trace, { width: 40, palette: plain })).toBe(
      [
        '  #  vmm    changes',
        ...['  1  touch', '  2  touch', '  3  touch', '  4  touch', ''],
        '  steps  source',
        '  1, 4   docs/toy.md 1',
        '  3      a file of a kernel, and more',
        '',
      ].join('\n'),
    );
  });

  it('gives up the columns of the actors where they do not fit', () => {
    const trace = ['first-actor', 'second-actor', 'third-actor'].map((actor) => ({ ...step, actor }));
    expect(traceTable(trace, { width: 40, palette: plain })).toBe(
      [
        '  #  actor         step   changes',
        '  1  first-actor   touch',
        '  2  second-actor  touch',
        '  3  third-actor   touch',
        '',
      ].join('\n'),
    );
  });
});
