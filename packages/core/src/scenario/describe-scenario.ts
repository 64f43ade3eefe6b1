import { stringify } from 'yaml';
import { exactDuration, exactPercent, exactSize } from '../units/index.js';
import type { ScenarioPlan, World } from './plan-scenario.js';
import type { Beginning, Scenario, ScenarioEvent, ScenarioGuest } from './scenario.js';
import { scenarioVersion } from './scenario-schema.js';

/** A scenario as plain data in the form of its files, every default and every copy written out. It reads as the same scenario. */
export function describeScenario(
  scenario: Scenario,
  plans: readonly ScenarioPlan[],
): Readonly<Record<string, unknown>> {
  const { name, about, host, guests, events, expect } = scenario;
  const assume = [...new Set(plans.flatMap(({ assumptions }) => assumptions.map(({ text }) => text)))];
  const only = guests.length === 1 && guests[0]?.id === 'guest' ? guests[0] : undefined;
  return {
    scenario: scenarioVersion,
    name,
    ...(about !== undefined && { about }),
    host: {
      ...(host.memoryBytes !== undefined && { memory: exactSize(host.memoryBytes) }),
      cpus: host.cpus,
      slice: exactDuration(host.sliceNs),
      oom_after: exactDuration(host.oomAfterNs),
      profile: Object.fromEntries(plans.map((plan) => [archOf(plan), plan.profiles.map(({ id }) => id)])),
    },
    ...(only === undefined
      ? { guests: Object.fromEntries(guests.map((guest) => [guest.id, describeGuest(guest)])) }
      : { guest: describeGuest(only) }),
    arch: Object.fromEntries(plans.map((plan) => [archOf(plan), describeArchitecture(plan)])),
    ...(assume.length > 0 && { assume: Object.fromEntries(assume.map((text) => text.split('=', 2))) }),
    events: events.map((event) => describeEvent(event, only === undefined)),
    ...(expect.length > 0 && { expect: Object.fromEntries(expect.map(({ text, said }) => [text, said])) }),
  };
}

/** The same as a file. */
export const scenarioText = (scenario: Scenario, plans: readonly ScenarioPlan[]): string =>
  stringify(describeScenario(scenario, plans), { lineWidth: 120 });

const archOf = ({ architecture }: ScenarioPlan): string => architecture.manifest.id;

const describeGuest = ({ memoryBytes, vcpus, resident, shared, swapped, mapping, layout }: ScenarioGuest): object => ({
  memory: exactSize(memoryBytes),
  vcpus,
  resident: exactPercent(resident),
  shared: exactPercent(shared),
  swapped: exactPercent(swapped),
  ...(mapping !== undefined && { mapping }),
  ...(layout !== undefined && { layout }),
});

function describeArchitecture({ worlds, architecture, scenario }: ScenarioPlan): object {
  const { defects } = scenario.arch[architecture.manifest.id] ?? {};
  const machine = worlds[0]?.machine;
  if (machine === undefined) return {};
  const policies = worlds.filter(isTornDown(scenario)).map(({ machine: { trigger, policy } }) => [trigger, policy]);
  return {
    ...(policies.length > 0 && { policy: Object.fromEntries(policies) }),
    release: machine.release,
    authority: machine.authority,
    features: machine.features,
    options: machine.options,
    ...(defects !== undefined && { defects }),
    ...(Object.keys(machine.scale).length > 0 && { scale: machine.scale }),
  };
}

const isTornDown =
  ({ events }: Scenario) =>
  ({ id }: World): boolean =>
    events.some((event) => event.id === id);

function describeEvent(event: ScenarioEvent, several: boolean): object {
  const { id, do: kind, guest, begins, amountBytes, memoryBytes, bytesPerSecond } = event;
  return {
    id,
    do: kind,
    ...(several && guest !== undefined && { guest }),
    ...describeBeginning(begins),
    ...(amountBytes !== undefined && { amount: exactSize(amountBytes) }),
    ...(memoryBytes !== undefined && { memory: exactSize(memoryBytes) }),
    ...(bytesPerSecond !== undefined && { rate: `${exactSize(bytesPerSecond)}/s` }),
  };
}

const describeBeginning = (begins: Beginning): object =>
  begins.kind === 'at'
    ? { at: exactDuration(begins.ns) }
    : {
        after: `${begins.event}.${begins.moment}${begins.plusNs > 0 ? ` + ${exactDuration(begins.plusNs)}` : ''}`,
      };
