/** A process that ends while the kernel thread of 2021 cleans what a reboot left to it: docs/s390.md 8. */
import { loadArchitecture } from '@cvm-teardown/core';
import { parseScenario, planScenario, runScenario } from '@cvm-teardown/core/scenario';
import { describe, expect, test } from 'vitest';
import { s390 } from '../src/plugin.js';

const arch = loadArchitecture(s390);
const US = 1_000;
const PAGES = 16_384;
const LOW = 96;
const BATCH = 32;
const free = Object.fromEntries(arch.operations.map(({ name }) => [name, '0ns']));

/** A guest of 64 MiB, 1 us to destroy a page and 2 us to export one, that is killed so many microseconds behind its reboot. */
function run(killedUs: number, executor?: 'reference') {
  const file = {
    scenario: 1,
    name: 'killed',
    host: { cpus: 4 },
    guest: { memory: '64MiB' },
    arch: { s390: { release: 'v3', policy: { reboot: 'kthread' }, scale: { low: LOW } } },
    assume: { ...free, 'destroy-page': '1us', 'export-page': '2us' },
    events: [
      { id: 'again', do: 'reboot' },
      { id: 'crash', do: 'kill', after: `again.unblocked + ${killedUs}us` },
    ],
  };
  const scenario = parseScenario(new TextEncoder().encode(JSON.stringify(file)), [arch]);
  const { events, engine } = runScenario(planScenario(scenario, arch), { executor });
  const [again, crash] = events.map((event) => event.run);
  if (again === undefined || crash === undefined) throw new Error('an event has not run');
  return { again, crash, engine };
}

describe('a kill behind a reboot', () => {
  /** Behind the batch that is under way the thread is alone. */
  const cleanedBy = (us: number): number => Math.min(PAGES - LOW, Math.ceil(us / BATCH) * BATCH);

  test.each([16, 5_000, 5_024 + 1, 15_990, 20_000])('after %d us leaves the rest to be exported', (us) => {
    const { again, crash } = run(us);
    const cleaned = cleanedBy(us);
    const left = PAGES - LOW - cleaned;
    expect(again.count('destroy-page')).toBe(LOW + cleaned);
    expect(again.count('export-page')).toBe(left);
    // Nobody waits for that: the process is gone at once.
    expect(crash.blockedNs).toBe(0);
    expect([crash.count('export-page'), crash.count('set-aside'), again.count('set-aside')]).toEqual([0, 0, 0]);
    expect(again.sinceRequested('scrubbed')).toBe((LOW + cleaned + 2 * left) * US);
  });

  test.each([0, 31, 32, 5_000, 16_287, 16_288, 20_000])('after %d us is the same page by page', (us) => {
    const [timed, reference] = [run(us), run(us, 'reference')];
    expect({ ...timed.engine, events: 0 }).toEqual({ ...reference.engine, events: 0 });
    expect(timed.engine.events).toBeLessThan(reference.engine.events);
  });
});
