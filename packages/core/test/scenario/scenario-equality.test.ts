import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInputError } from '../../src/errors/index.js';
import type { Architecture } from '../../src/machine/index.js';
import { parseScenario, planScenario, runScenario, type ScenarioResult } from '../../src/scenario/index.js';
import { ARCHITECTURES } from '../engine/timed/architectures.js';
import { difference } from '../engine/timed/difference.js';
import { randomScenario } from './random-scenario.js';

/* Scenarios are machines like others: what goes page by page and what goes in leaps must agree on all that is measured. */

const CASES = Number(process.env['SCENARIO_CASES'] ?? 60);
const architectures = Object.values(ARCHITECTURES).map(({ shipped }) => shipped);
const operations = Object.fromEntries(
  architectures.map(({ manifest, operations: all }) => [manifest.id, all.map(({ name }) => name)]),
);

type Ran = ScenarioResult | { readonly refused: readonly string[] };

function run(data: unknown, arch: string, executor: 'timed' | 'reference'): Ran {
  const architecture = architectures.find(({ manifest }) => manifest.id === arch) as Architecture;
  try {
    const scenario = parseScenario(new TextEncoder().encode(JSON.stringify(data)), architectures);
    return runScenario(planScenario(scenario, architecture), { executor });
  } catch (error) {
    if (!isInputError(error)) throw error;
    return { refused: error.findings.map(({ code, message }) => `${code} ${message}`) };
  }
}

const measured = (ran: Ran) => {
  if ('refused' in ran) return ran;
  const { engine, state, events, oomKills, stalls } = ran;
  const { events: _work, ...rest } = engine;
  const pages = [...state.pages].map(([name, { store, length }]) => [
    name,
    Array.from({ length }, (_, p) => store.get(p)),
  ]);
  return {
    engine: rest,
    oomKills,
    stalls,
    ends: events.map(({ end, beginsNs, doneNs }) => [end, beginsNs, doneNs]),
    pages,
  };
};

describe('a scenario', { timeout: 600_000 }, () => {
  it('is measured alike by both executors, or refused alike', () => {
    const seen = { run: 0, refused: 0, teardowns: 0, 'follow-up': 0, killed: 0, 'page work': 0 };
    fc.assert(
      fc.property(randomScenario(operations), ({ arch, data }) => {
        const [timed, reference] = [run(data, arch, 'timed'), run(data, arch, 'reference')];
        expect(difference(measured(timed), measured(reference))).toBeUndefined();
        if ('refused' in timed) {
          seen.refused++;
          return;
        }
        seen.run++;
        seen.killed += timed.oomKills;
        for (const { planned, end } of timed.events) {
          if (end !== 'done') continue;
          if (planned.kind === 'teardown') seen.teardowns++;
          if (planned.kind === 'follow-up' || planned.kind === 'page work') seen[planned.kind]++;
        }
      }),
      { numRuns: CASES, seed: 20, endOnFailure: CASES > 1000 },
    );
    // The cases must be about something.
    expect(seen.run).toBeGreaterThan(CASES / 5);
    expect(seen.teardowns).toBeGreaterThan(CASES / 5);
    for (const kind of ['follow-up', 'killed', 'page work'] as const)
      expect([kind, seen[kind] > 0]).toEqual([kind, true]);
  });
});
