import { describe, expect, it, test } from 'vitest';
import { parseAssumptions } from '../../src/cost/index.js';
import { createRunBus } from '../../src/events/index.js';
import type { MachineRequest } from '../../src/machine/index.js';
import {
  type RunEntry,
  recordPhases,
  reportJson,
  reportJsonSchema,
  runEntry,
  runReport,
  runReportSchema,
} from '../../src/report/index.js';
import { simulate } from '../../src/run/simulate.js';
import { PAGE, toy } from './toy-architecture.js';

const MIB = 2 ** 20;
const PAGES = MIB / PAGE;
const tool = { name: 'cvm-teardown', version: '9.9.9' };

interface Options {
  readonly profile?: string;
  readonly assume?: readonly string[];
}

function subjectOf(request: MachineRequest, { profile = 'toy-machine', assume = [] }: Options = {}) {
  const profiles = toy.profiles.filter(({ id }) => id === profile);
  const assumptions = parseAssumptions(assume, toy.operations);
  const bus = createRunBus();
  const phases = recordPhases(bus);
  const result = simulate(toy, { trigger: 'exit', memoryBytes: MIB, ...request }, { profiles, assumptions, bus });
  return { architecture: toy, result, profiles, assumptions, phases: phases() };
}

const entryOf = (request: MachineRequest, options?: Options): RunEntry => runEntry(subjectOf(request, options));
const reportOf = (request: MachineRequest, options?: Options) => runReport(toy, entryOf(request, options), { tool });
const countOf = (run: RunEntry, operation: string) => run.operations.find((one) => one.operation === operation);

describe('what a time is', () => {
  it('is fitted where a price on its way was fitted to the published time beside it', () => {
    const { metrics, published } = entryOf({ policy: 'eager' });
    expect(metrics.blocked_ns).toEqual({
      // 1000.5 ns a page, rounded half up once per unit.
      ns: PAGES * 1001,
      basis: 'fitted',
      confidence: 'fitted',
      because: 'the price of scrub was fitted to toy-exit-1m',
    });
    expect(published).toMatchObject([{ id: 'toy-exit-1m', seconds: 2.5, kind: 'about', fitted: true }]);
  });

  it('is predicted at another size, with the same prices', () => {
    const { metrics, published } = entryOf({ policy: 'eager', memoryBytes: 2 * MIB });
    expect(metrics.blocked_ns).toMatchObject({ basis: 'predicted', confidence: 'fitted' });
    expect(published).toEqual([]);
  });

  it('is fitted through a price that the used one is relative to', () => {
    // No published time of this policy: predicted, although the price was fitted to another policy's.
    expect(entryOf({ policy: 'encrypting' }).metrics.blocked_ns).toMatchObject({
      basis: 'predicted',
      confidence: 'fitted',
    });
  });

  it('is assumed where a price on its way is, by a row or by the user', () => {
    const lazy = entryOf({ policy: 'lazy' });
    expect(lazy.metrics.blocked_ns).toMatchObject({ ns: 5000, basis: 'assumed', confidence: 'assumed' });
    const assumed = entryOf({ policy: 'encrypting' }, { profile: 'toy-ratios', assume: ['scrub=1us'] });
    expect(assumed.metrics.blocked_ns).toEqual({
      ns: PAGES * 2000,
      basis: 'assumed',
      confidence: 'assumed',
      because: 'the price of encrypt, scrub is assumed',
    });
  });

  it('rests on what others do too, where the blocked actor waits for them', () => {
    const { metrics, published } = entryOf({ policy: 'queued' });
    expect(metrics.blocked_ns).toMatchObject({
      basis: 'fitted',
      because: 'the price of scrub was fitted to toy-exit-1m',
    });
    expect(published).toMatchObject([{ fitted: true }]);
  });

  it('is not fitted where the published time has no figure for this policy', () => {
    const { metrics, published } = entryOf({ policy: 'lazy' });
    expect(metrics.blocked_ns.basis).toBe('assumed');
    expect(published).toMatchObject([{ seconds: null, fitted: false }]);
  });

  it('is unknown while something has no price, and says what would help', () => {
    const run = entryOf({ policy: 'encrypting' }, { profile: 'toy-ratios' });
    expect(run.metrics.blocked_ns).toEqual({ ns: null, basis: 'unknown', because: 'no price for encrypt' });
    expect(run.unpriced).toEqual([
      {
        operation: 'encrypt',
        unit: 'page',
        blocked: PAGES,
        total: PAGES,
        assume: 'scrub',
        flag: '--assume scrub=<time>',
      },
    ]);
    expect(countOf(run, 'encrypt')).toMatchObject({ blocked: PAGES, blocked_ns: null, total_ns: null });
    expect(run.actors).toMatchObject([{ cpu_ns: null, end_ns: null }]);
    // What only falls has its peak at the start, whenever that is.
    const held = { at_start: MIB, at_end: 0, peak: MIB, integral: null };
    expect(run.levels).toEqual([
      { level: 'held', ...held },
      { level: 'held-swappable', ...held },
    ]);
  });

  it('is one of its own for each moment', () => {
    const { metrics } = entryOf({ policy: 'lazy' });
    expect(metrics.memory_back_ns).toMatchObject({ ns: PAGES * 1001, basis: 'assumed' });
    expect(metrics).not.toHaveProperty('secure_again_ns');
  });
});

describe('counts', () => {
  it('are told apart: on the blocked path, and later or by others', () => {
    const run = entryOf({ policy: 'lazy' });
    expect(countOf(run, 'dismiss')).toMatchObject({ blocked: 1, deferred: 0, total: 1, blocked_ns: 5000 });
    expect(countOf(run, 'scrub')).toMatchObject({ blocked: 0, deferred: PAGES, total: PAGES, blocked_ns: 0 });
    expect(run.blocked_by_cause).toEqual([{ cause: 'firmware call', blocked_ns: 5000 }]);
  });

  it('are there for phases, locks, levels, actors and pages', () => {
    const run = entryOf({ policy: 'lazy' });
    expect(run.phases).toMatchObject([
      { actor: 'caller', phase: 'dismiss', from_ns: 0, to_ns: 5000, work_ns: 5000, outcomes: [] },
      // The call takes effect when it begins: the worker is on its way while the caller still waits.
      {
        actor: 'worker',
        phase: 'clean',
        from_ns: 0,
        to_ns: PAGES * 1001,
        outcomes: [{ outcome: 'cleaned', units: PAGES }],
      },
    ]);
    expect(run.locks).toEqual([{ lock: 'vm', acquisitions: 1, lock_held_ns: 5000, longest_lock_held_ns: 5000 }]);
    expect(run.actors).toMatchObject([
      { actor: 'caller', charged_to: 'caller', cpu_ns: 5000 },
      { actor: 'worker', charged_to: 'kernel thread', cpu_ns: PAGES * 1001 },
    ]);
    expect(run.levels[0]?.integral).toMatch(/^\d+$/);
    expect(run.final_pages).toEqual({ array: 'page', states: [{ state: 'place=host clean', pages: PAGES }] });
  });

  it('put what the blocked actor waits for under "waiting"', () => {
    const run = entryOf({ policy: 'queued' });
    expect(run.blocked_by_cause).toEqual([
      { cause: 'firmware call', blocked_ns: 5000 },
      { cause: 'waiting', blocked_ns: PAGES * 1001 },
    ]);
    expect(run.metrics.blocked_ns.ns).toBe(5000 + PAGES * 1001);
  });
});

describe('what a teardown does to everybody else', () => {
  // Each page is given back when its call begins.
  const byteNs = String(BigInt(PAGE) * 1001n * BigInt((PAGES * (PAGES - 1)) / 2));

  it('is the memory that it holds, the CPU time that somebody pays for, the CPUs that it interrupts', () => {
    const { side_effects: effects } = entryOf({ policy: 'lazy', cpus: 8 });
    const held = { start_bytes: MIB, peak_bytes: MIB, end_bytes: 0, byte_ns: byteNs };
    expect(effects).toEqual({
      held_bytes: {
        total: held,
        swappable: held,
        unswappable: { start_bytes: 0, peak_bytes: 0, end_bytes: 0, byte_ns: '0' },
      },
      // The thread has begun with five pages by then.
      held_when_unblocked: { swappable_bytes: MIB - 5 * 4096, unswappable_bytes: 0 },
      cpu_ns: [
        { charged_to: 'caller', cpu_ns: 5000 },
        { charged_to: 'kernel thread', cpu_ns: PAGES * 1001 },
      ],
      longest_unrescheduled_ns: PAGES * 1001,
      broadcast_count: 2,
      broadcast_heard_count: 2 * 7,
    });
  });

  it('is as unknown as the times that it rests on', () => {
    const { side_effects: effects } = entryOf({ policy: 'encrypting' }, { profile: 'toy-ratios' });
    expect(effects).toMatchObject({
      held_bytes: { total: { start_bytes: MIB, peak_bytes: MIB, end_bytes: 0, byte_ns: null } },
      held_when_unblocked: { swappable_bytes: null, unswappable_bytes: null },
      cpu_ns: [{ charged_to: 'caller', cpu_ns: null }],
      longest_unrescheduled_ns: null,
      broadcast_count: 0,
    });
  });
});

describe('published times', () => {
  const idsOf = (request: MachineRequest) => entryOf(request).published.map(({ seconds }) => seconds);
  test.each<[string, MachineRequest, readonly (number | null)[]]>([
    ['the policy’s side', { policy: 'eager' }, [2.5]],
    ['the side with these features', { policy: 'eager', features: { fast: true } }, [1]],
    ['no figure for this policy', { policy: 'lazy' }, [null]],
    ['nothing about this policy', { policy: 'again' }, []],
    ['another memory', { policy: 'eager', memoryBytes: 2 * MIB }, []],
    ['another trigger', { policy: 'eager', trigger: 'reboot' }, []],
    ['another option', { policy: 'eager', options: { freeing: 'yes' } }, []],
  ])('%s', (_, request, expected) => {
    expect(idsOf(request)).toEqual(expected);
  });
});

describe('sensitivity', () => {
  it('doubles and halves one assumed price, and what is relative to it moves along', () => {
    const { sensitivity } = entryOf({ policy: 'encrypting' }, { profile: 'toy-ratios', assume: ['scrub=1us'] });
    expect(sensitivity).toEqual({
      order: 'first',
      rows: [{ operation: 'scrub', moves: ['encrypt'], half_ns: PAGES * 1000, double_ns: PAGES * 4000 }],
    });
  });

  it('agrees with running it again', () => {
    const run = (assume: string) => entryOf({ policy: 'encrypting' }, { profile: 'toy-ratios', assume: [assume] });
    const [row] = run('scrub=1us').sensitivity.rows;
    expect(row).toMatchObject({
      half_ns: run('scrub=500ns').metrics.blocked_ns.ns,
      double_ns: run('scrub=2us').metrics.blocked_ns.ns,
    });
  });

  it('varies an assumed ratio by itself', () => {
    const { sensitivity } = entryOf({ policy: 'lazy' }, { profile: 'toy-ratios', assume: ['scrub=1us'] });
    expect(sensitivity.rows.map(({ operation, half_ns, double_ns }) => [operation, half_ns, double_ns])).toEqual([
      ['dismiss', 1500, 6000],
      ['scrub', 1500, 6000],
    ]);
  });

  it('is silent about what is not assumed, and says why where it cannot tell', () => {
    expect(entryOf({ policy: 'eager' }).sensitivity).toEqual({ order: 'first', rows: [] });
    expect(entryOf({ policy: 'queued' }).sensitivity).toEqual({
      order: 'first',
      rows: [],
      because: 'the blocked actor waits for others on its way',
    });
  });
});

describe('the report', () => {
  it('has the declared form, and the same bytes each time', () => {
    const make = () => reportJson(reportOf({ policy: 'lazy' }));
    const text = make();
    expect(make()).toBe(text);
    expect(runReportSchema.parse(JSON.parse(text))).toEqual(JSON.parse(text));
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('names tool, plugin and machine', () => {
    const { plugins, run, ...head } = reportOf({ policy: 'lazy' }, { assume: ['free=1us'] });
    expect(head).toEqual({ $schema: 'urn:cvm-teardown:schema:run-report:1', schemaVersion: 1, kind: 'run', tool });
    expect(plugins).toEqual([{ id: 'toy', title: 'Toy', version: '1.2.3', not_modelled: ['caches'] }]);
    expect(run.inputs).toMatchObject({
      arch: 'toy',
      trigger: 'exit',
      policy: 'lazy',
      release: 'fixed',
      options: { freeing: 'no' },
      memory_bytes: MIB,
      page_count: PAGES,
      profiles: ['toy-machine'],
      assumptions: ['free=1us'],
    });
  });

  it('refuses another form', () => {
    const report = reportOf({ policy: 'lazy' });
    expect(() => reportJson({ ...report, run: { ...report.run, extra: 1 } } as typeof report)).toThrow(/extra/);
  });

  it('keeps what may differ between two runs apart', () => {
    const environment = { host: { node: '20' }, tool_duration_ms: 3 };
    const { environment: kept, ...rest } = runReport(toy, entryOf({ policy: 'lazy' }), { tool, environment });
    expect(kept).toEqual(environment);
    expect(rest).toEqual(reportOf({ policy: 'lazy' }));
  });

  it('has a JSON Schema whose id the report names', () => {
    const schema = reportJsonSchema('run') as { $id: string; properties: object };
    expect(schema.$id).toBe('urn:cvm-teardown:schema:run-report:1');
    expect(Object.keys(schema.properties)).toContain('run');
  });
});
