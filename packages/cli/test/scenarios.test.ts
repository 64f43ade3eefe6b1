import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ScenarioReport } from '@cvm-teardown/core/report';
import { parseScenario, planScenario, readScenarioDocument, scenarioText } from '@cvm-teardown/core/scenario';
import { describe, expect, it, test } from 'vitest';
import { loadArchitectures } from '../src/architectures.js';
import { run as runLine } from './support/collect.js';
import { type Schema, violationsOf } from './support/json-schema.js';

/* The scenarios that come with the tool, as a user runs them. */

const root = fileURLToPath(new URL('../../../', import.meta.url));
const files = readdirSync(`${root}/scenarios`).map((name) => `scenarios/${name}`);
const architectures = await loadArchitectures();
const schema = JSON.parse(readFileSync(`${root}/packages/core/schema/scenario.schema.json`, 'utf8')) as Schema;

const parse = (text: string): unknown => readScenarioDocument(new TextEncoder().encode(text)).data;

async function run(...argv: string[]) {
  const { code, stdout, stderr } = await runLine(argv, { cwd: root, architectures });
  return { code, out: stdout, err: stderr };
}

async function report(...argv: string[]): Promise<ScenarioReport> {
  const { out, err } = await run(...argv, '--reporter', 'json');
  expect(err).toBe('');
  return JSON.parse(out) as ScenarioReport;
}

const eventsOf = ({ runs: [first] }: ScenarioReport) =>
  new Map(first?.comparable ? first.events.map((event) => [event.id, event]) : []);

describe('the shipped scenarios', () => {
  it('are at least eight, each with its question in a line', () => {
    expect(files.length).toBeGreaterThanOrEqual(8);
    for (const file of files) expect(readFileSync(`${root}/${file}`, 'utf8')).toMatch(/^about: .*\?$/m);
  });

  test.each(files)('%s runs, and meets what it expects', async (file) => {
    const { code, out, err } = await run('compare', file);
    expect([code, err]).toEqual([0, '']);
    await expect(out).toMatchFileSnapshot(`golden/scenarios/${basename(file, '.yaml')}.txt`);
  });

  test.each(files)('%s is completed by editors', (file) => {
    const text = readFileSync(`${root}/${file}`, 'utf8');
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../packages/core/schema/scenario.schema.json');
    expect(violationsOf(schema, parse(text))).toEqual([]);
  });

  test.each(files)('%s with every default reads as the same scenario', (file) => {
    const plansOf = (bytes: Uint8Array) => {
      const scenario = parseScenario(bytes, architectures);
      // One file is also for an architecture that cannot take part.
      const able = ({ manifest: { id } }: (typeof architectures)[number]) =>
        !(file.includes('everywhere') && id === 'ppc');
      const chosen = architectures.filter((one) => one.manifest.id in scenario.arch && able(one));
      return { scenario, plans: chosen.map((architecture) => planScenario(scenario, architecture)) };
    };
    const first = plansOf(readFileSync(`${root}/${file}`));
    const text = scenarioText(first.scenario, first.plans);
    const second = plansOf(new TextEncoder().encode(text));
    expect(scenarioText(second.scenario, second.plans)).toBe(text);
  });
});

describe('what the scenarios tell', () => {
  it('the helper gives the parent back at once, and the next guest its memory in time', async () => {
    const [plain, helped] = [
      eventsOf(await report('run', 'scenarios/exit-next-guest.yaml')),
      eventsOf(await report('run', 'scenarios/exit-next-guest-with-helper.yaml')),
    ];
    const ended = (events: typeof plain) => events.get('end')?.run?.metrics.blocked_ns.ns ?? 0;
    expect(ended(helped)).toBeLessThan(ended(plain) / 1000);
    // It has to wait for what the helper has not freed yet, but begins long before.
    expect(helped.get('start')?.done_ns).toBeLessThan(plain.get('start')?.done_ns ?? 0);
  });

  it('a PERFORM that is killed leaves the rest to the exit: no page is destroyed twice, none is left', async () => {
    const events = eventsOf(await report('run', 'scenarios/perform-killed-at-half.yaml'));
    const destroyed = ['again', 'crash'].map(
      (id) => events.get(id)?.run?.operations.find(({ operation }) => operation === 'destroy-page')?.total ?? 0,
    );
    expect(destroyed[0]).toBeGreaterThan(0);
    expect(destroyed[1]).toBeGreaterThan(0);
    expect((destroyed[0] ?? 0) + (destroyed[1] ?? 0)).toBe(26_214_400);
    expect(events.get('again')?.run?.metrics.scrubbed_ns).toBeUndefined();
  });

  it.each([
    ['early', 10],
    ['at-half', 50],
    ['late', 90],
  ])('a PERFORM that is killed %s has done so much of its work', async (when, percent) => {
    const events = eventsOf(await report('run', `scenarios/perform-killed-${when}.yaml`));
    const destroyed = events.get('again')?.run?.operations.find(({ operation }) => operation === 'destroy-page');
    expect(Math.round((100 * (destroyed?.deferred ?? 0)) / (26_214_400 - 524_288))).toBe(percent);
  });

  it('a guest that uses its memory takes part in cleaning it', async () => {
    const events = eventsOf(await report('run', 'scenarios/touch-everything-after-reboot.yaml'));
    const own = events.get('use')?.operations?.find(({ operation }) => operation === 'destroy-page')?.units ?? 0;
    const deferred =
      events.get('again')?.run?.operations.find(({ operation }) => operation === 'destroy-page')?.deferred ?? 0;
    expect(own + deferred).toBe(26_214_400 - 524_288);
    expect(Math.min(own, deferred)).toBeGreaterThan(0);
    // The guest waits for its own part: it is deferred for nobody.
    const { out } = await run('run', 'scenarios/touch-everything-after-reboot.yaml');
    expect(out).toMatch(/^use: touch\n {2}operation +units\n {2}destroy-page +[\d,]+\n\n/m);
  });

  it('what a table has no room for is said together: nothing is left out silently', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'scenario-'));
    const small = readFileSync(`${root}/scenarios/exit-2021-under-pressure.yaml`, 'utf8').replace('32GiB', '64MiB');
    writeFileSync(join(folder, 'small.yaml'), small);
    const argv = ['run', join(folder, 'small.yaml')];
    const operations = eventsOf(await report(...argv)).get('end')?.run?.operations ?? [];
    const rest = operations.filter(({ total }) => total > 0).sort((a, b) => b.total - a.total);
    rest.splice(0, 6);
    const sum = (of: 'blocked' | 'deferred') => rest.reduce((all, row) => all + row[of], 0);
    const { out } = await run(...argv);
    const said = /^ {2}(\d+) others +(\d+) +(\d+)$/m.exec(out)?.slice(1).map(Number);
    expect(said).toEqual([rest.length, sum('blocked'), sum('deferred')]);
    expect(rest.length).toBeGreaterThan(1);
  });

  it('the host kills the process that is too large, once', async () => {
    const { runs } = await report('run', 'scenarios/reboot-under-pressure.yaml');
    expect(runs).toMatchObject([{ host: { oom_kills: 1 } }]);
  });

  it('an architecture that cannot take part is a row with the reason', async () => {
    const { runs } = await report('compare', 'scenarios/exit-everywhere.yaml');
    expect(runs.map(({ arch, comparable }) => [arch, comparable])).toEqual([
      ['s390', true],
      ['arm64', true],
      ['ppc', false],
    ]);
  });

  it('twenty guests one after the other are alike', async () => {
    const { runs } = await report('compare', 'scenarios/short-lived-guests.yaml');
    for (const one of runs) {
      const ends = one.comparable ? one.events.filter(({ do: kind }) => kind === 'exit') : [];
      expect(ends).toHaveLength(20);
      expect(new Set(ends.map((event) => event.run?.metrics.blocked_ns.ns)).size).toBe(1);
    }
  });
});

describe('a scenario', () => {
  test.each(['csv', 'markdown'])('is reported as %s', async (reporter) => {
    const { code, out } = await run('compare', 'scenarios/exit-everywhere.yaml', '--reporter', reporter);
    expect(code).toBe(0);
    await expect(out).toMatchFileSnapshot(`golden/scenarios/exit-everywhere.${reporter}.txt`);
  });

  it('is reported as ndjson, which is the same in lines', async () => {
    const { out } = await run('compare', 'scenarios/exit-everywhere.yaml', '--reporter', 'ndjson');
    const [{ record, ...head }, ...runs] = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect([record, ...runs.map((one) => one.record)]).toEqual(['head', 'run', 'run', 'run']);
    const whole = await report('compare', 'scenarios/exit-everywhere.yaml');
    expect({ ...head, runs: runs.map(({ record: _record, ...one }) => one) }).toEqual(whole);
  });

  it('is reported in the form of its schema', async () => {
    const form = JSON.parse(readFileSync(`${root}/packages/core/schema/scenario-report.schema.json`, 'utf8')) as Schema;
    for (const file of ['reboot-under-pressure', 'perform-killed-at-half', 'exit-everywhere'])
      expect(violationsOf(form, await report('compare', `scenarios/${file}.yaml`))).toEqual([]);
  });

  it('gives the same bytes each time', async () => {
    const argv = ['run', 'scenarios/reboot-1tib.yaml', '--reporter', 'json'];
    expect((await run(...argv)).out).toBe((await run(...argv)).out);
  });

  it('gives no verdict about safety', async () => {
    expect(await report('run', 'scenarios/reboot-1tib.yaml')).toMatchObject({
      runs: [{ properties: 'not checked (use check)' }],
    });
  });

  it('ends with 130 at Ctrl-C, with what there is by then', async () => {
    const onInterrupt = (listener: () => void) => {
      listener();
      return () => {};
    };
    const argv = ['run', 'scenarios/reboot-1tib.yaml', '--reporter', 'json'];
    const { code, stdout } = await runLine(argv, { cwd: root, architectures, onInterrupt });
    expect([code, JSON.parse(stdout).incomplete]).toEqual([130, true]);
  });

  it('ends with 1 when a threshold is missed', async () => {
    const { code, out } = await run('run', 'scenarios/reboot-1tib.yaml', '--assume', 'destroy-page=12us');
    expect(code).toBe(1);
    expect(out).toMatch(/missed {2}again\.blocked {2,}< 1s/);
  });

  it('has a digest of what went into it, prices of the command line included', async () => {
    const digest = async (...more: string[]) =>
      (await report('run', 'scenarios/reboot-1tib.yaml', ...more)).inputs_digest;
    const plain = await digest();
    expect(plain).toMatch(/^[0-9a-f]{64}$/);
    expect(await digest('--assume', 'destroy-page=1.2us')).toBe(plain);
    expect(await digest('--assume', 'destroy-page=1.1us')).not.toBe(plain);
  });

  it('is printed with every default by --dry-run, and not run', async () => {
    const { code, out } = await run('run', 'scenarios/reboot-under-pressure.yaml', '--dry-run');
    expect(code).toBe(0);
    expect(parse(out)).toMatchObject({
      host: { memory: '256GiB', cpus: 16, slice: '4ms', oom_after: '10s', profile: { s390: ['ibm-z-assumed'] } },
      guest: { memory: '100GiB', vcpus: 16, resident: '80%', shared: '1%', swapped: '2%', mapping: 'mixed' },
      arch: {
        s390: { policy: { reboot: 'async' }, release: '6.2', authority: 'kernel', options: { vmm: 'size-check' } },
      },
      events: [{ at: '0ns' }, { after: 'up.done + 60s' }, { id: 'use', amount: '20GiB' }, { memory: '190GiB' }],
      expect: { 'again.blocked': '< 500ms', oom_kills: '<= 1' },
    });
  });

  it('in JSON is read as well', async () => {
    const { out } = await run('run', 'scenarios/reboot-1tib.yaml', '--dry-run');
    const { scenario } = parse(out) as { scenario: number };
    const json = new TextEncoder().encode(JSON.stringify(parse(out)));
    expect([scenario, parseScenario(json, architectures).name]).toEqual([1, 'reboot-1tib']);
  });
});
