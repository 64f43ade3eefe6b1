import { type RunReport, runReportSchema } from '@cvm-teardown/core/report';
import { describe, expect, it, test } from 'vitest';
import { run as runLine, type Surroundings } from './support/collect.js';
import { toyComparison } from './support/toy-comparison-plugin.js';

const run = (line: string, surroundings: Surroundings = {}) =>
  runLine(`run ${line}`, { architectures: [toyComparison], ...surroundings });

const report = async (line: string): Promise<RunReport> => {
  const { stdout, stderr } = await run(`${line} --reporter json`);
  expect(stderr).toBe('');
  return runReportSchema.parse(JSON.parse(stdout));
};

const AT_ONCE = '--arch toy --trigger reboot --policy at-once --memory 1GiB';

describe('the table', () => {
  test.each([80, 120])('%i columns', async (columns) => {
    const { code, stdout, stderr } = await run(AT_ONCE, { columns });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns);
    await expect(stdout).toMatchFileSnapshot(`golden/run-${columns}.txt`);
  });

  it('where prices are missing', async () => {
    const { stdout } = await run('--arch toy --trigger exit --memory 64MiB --resident 50%', { columns: 80 });
    await expect(stdout).toMatchFileSnapshot('golden/run-unknown.txt');
  });

  it('gives no verdict', async () => {
    expect((await run(AT_ONCE)).stdout).toContain('properties  not checked (use check)');
  });
});

describe('the JSON', () => {
  it('is the canonical report, with the same bytes each time', async () => {
    const [first, second] = [await run(`${AT_ONCE} --reporter json`), await run(`${AT_ONCE} --reporter json`)];
    expect(second).toEqual(first);
    expect(runReportSchema.parse(JSON.parse(first.stdout))).toEqual(JSON.parse(first.stdout));
  });

  it('has the defaults of the architecture where nothing is said', async () => {
    const { run: entry, plugins, tool } = await report('--arch toy');
    expect(entry.inputs).toMatchObject({
      trigger: 'exit',
      policy: 'page-by-page',
      release: '1.0',
      memory_bytes: 100 * 2 ** 30,
      profiles: ['toy-machine'],
    });
    expect(plugins).toEqual([{ id: 'toy', title: 'Toy', version: '1.2.3', not_modelled: ['toy: nothing is real'] }]);
    expect(tool.name).toBe('cvm-teardown');
  });

  it('counts what is blocked and what is left to others', async () => {
    const { run: entry } = await report(AT_ONCE);
    const pages = 2 ** 30 / 4096;
    const countOf = (name: string) => entry.operations.find(({ operation }) => operation === name);
    expect(countOf('dismiss-guest')).toMatchObject({ blocked: 1, deferred: 0 });
    expect(countOf('scrub-page')).toMatchObject({ blocked: 0, deferred: pages });
    expect(countOf('flush-line')).toMatchObject({ blocked: 0, deferred: 4 * pages });
  });
});

describe('what is wrong', () => {
  test.each([
    ['no architecture', ''],
    ['everything at once', '--arch toy --trigger rebot --policy at-onze --assume x=1us --profile nope --vcpus many'],
  ])('%s', async (_, line) => {
    const { code, stdout, stderr } = await run(line);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    await expect(`$ run ${line}\n${stderr}`).toMatchFileSnapshot(
      `golden/run-errors/${line === '' ? 'nothing' : 'all'}.txt`,
    );
  });
});

describe('progress', () => {
  it('is silent for what takes no second', async () => {
    expect((await run(AT_ONCE, { isTTY: true })).stderr).toBe('');
  });
});

describe('Ctrl-C', () => {
  const atOnce = (listener: () => void) => {
    listener();
    return () => undefined;
  };

  it('ends the run: what there is by then is written, and says that it is not all', async () => {
    const { code, stdout } = await run(`${AT_ONCE} --reporter json`, { onInterrupt: atOnce });
    const { run: entry } = runReportSchema.parse(JSON.parse(stdout));
    expect(code).toBe(130);
    expect(entry).toMatchObject({ incomplete: true, metrics: { blocked_ns: { ns: null } } });
    expect(entry.actors.map(({ end }) => end)).toEqual(['cancelled', 'cancelled']);
    expect(entry.warnings).toEqual(['given up 0ns after its start: what was still to come is not in it']);
  });

  it('is nobody’s business once the run is over', async () => {
    let listening = 0;
    const onInterrupt = () => {
      listening++;
      return () => void listening--;
    };
    expect((await run(AT_ONCE, { onInterrupt })).code).toBe(0);
    expect(listening).toBe(0);
  });
});
