import type { Finding } from '../errors/finding.js';
import { refuseAny } from '../errors/input-error.js';
import * as messages from '../errors/messages/machine.js';
import { nearest } from '../errors/nearest.js';
import { quote, quoteAll } from '../errors/quote.js';
import { AUTHORITIES, type Authority, FIXED, TRIGGERS, type Trigger } from '../plugin/axes.js';
import type { MachineConfig, Purpose } from '../plugin/machine-config.js';
import type { MemoryPart } from '../plugin/mmu.js';
import type { TeardownPolicy } from '../plugin/teardown-policy.js';
import type { Architecture } from './architecture.js';
import { constantsOf } from './constants.js';
import type { MachineRequest } from './machine-request.js';

export const DEFAULT_MEMORY_BYTES = 100 * 2 ** 30;
export const DEFAULT_CHECK_PAGES = 2;
const DEFAULT_SLICE_NS = 4_000_000;

/**
 * Gives every axis its value.
 *
 * @throws InputError (CVM_MACHINE_...) with everything that is wrong, each with the nearest valid name
 */
export function resolveMachine(architecture: Architecture, request: MachineRequest, purpose: Purpose): MachineConfig {
  const findings: Finding[] = [];
  const arch = architecture.manifest.id;
  const choose = <T extends string, F extends T | undefined = T>(
    name: string | undefined,
    known: readonly T[],
    fallback: F,
    message: typeof messages.unknownPolicy,
  ): T | F => {
    if (name === undefined) return fallback;
    if ((known as readonly string[]).includes(name)) return name as T;
    findings.push(message({ arch, name, known }));
    return fallback;
  };
  const { policies } = architecture;
  const triggers = TRIGGERS.filter((trigger) => policies.some((policy) => policy.triggers.includes(trigger)));
  const asked = choose<Trigger, undefined>(request.trigger, triggers, undefined, messages.unknownTrigger);
  const suits = (policy: TeardownPolicy): boolean => asked === undefined || policy.triggers.includes(asked);
  const fallback = (policies.find(suits) ?? policies[0]) as TeardownPolicy;
  const policyIds = policies.map(({ id }) => id);
  const policyId = choose(request.policy, policyIds, fallback.id, messages.unknownPolicy);
  const policy = policies.find(({ id }) => id === policyId) as TeardownPolicy;
  if (!suits(policy)) {
    const name = asked as Trigger;
    findings.push(messages.unknownTrigger({ arch: `${arch} policy ${policy.id}`, name, known: policy.triggers }));
  }
  const trigger = asked ?? (policy.triggers[0] as Trigger);
  const releases = architecture.releases.map(({ id }) => id);
  // Of a policy that nobody knows nobody knows the releases.
  const isKnown = request.policy === undefined || request.policy === policyId;
  const own = isKnown ? releases.filter((id) => policy.releases?.includes(id) ?? true) : releases;
  const release = choose(request.release, own, policy.defaultRelease, (unknown) =>
    // A release of which the policy is no part is known all the same.
    messages.unknownRelease(
      releases.includes(unknown.name) ? { ...unknown, arch: `${arch} policy ${policy.id}` } : unknown,
    ),
  );
  const authority = choose<Authority>(request.authority, AUTHORITIES, 'kernel', messages.unknownAuthority);
  const features = named(architecture.features, request.features, findings, (name, known) =>
    messages.unknownFeature({ arch, name, known }),
  );
  const constants = constantsOf(architecture, request, purpose, findings);
  const options = optionsOf(architecture, request, purpose, findings);
  const defects = defectsOf(architecture, request, release, findings);
  findings.push(...impossibleValues(request), ...impossibleParts(architecture, request));
  refuseAny(findings);

  const { vcpus = 1, resident = 1, shared = 0, swapped = 0 } = request;
  const { cpus = purpose === 'run' ? 4 : 1, sliceNs = DEFAULT_SLICE_NS } = request;
  const memoryBytes = request.memoryBytes ?? DEFAULT_MEMORY_BYTES;
  const unsized: MachineConfig = Object.freeze({
    arch,
    purpose,
    trigger,
    policy: policy.id,
    release,
    authority,
    features,
    options,
    ...constants,
    defects,
    guest: Object.freeze({ memoryBytes, vcpus, resident, shared, swapped }),
    host: Object.freeze({ cpus, sliceNs }),
    pageBytes: 0,
    pages: 0,
    feature: declared(features, 'feature'),
    option: declared(options, 'option'),
    constant: declared(constants.constants, 'constant'),
    has: (defect: string) => defects.includes(defect),
    since: (other: string) => {
      if (!releases.includes(other)) throw new RangeError(`${arch} has no release "${other}"`);
      return releases.indexOf(release) >= releases.indexOf(other);
    },
  });
  // Only now: how large a page is may depend on everything else.
  const { pageBytes } = architecture.mmu.plan(unsized);
  if (purpose === 'run' && memoryBytes % pageBytes !== 0) refuseAny([messages.memoryNotPaged(memoryBytes, pageBytes)]);
  const pages = purpose === 'run' ? memoryBytes / pageBytes : (request.pages ?? DEFAULT_CHECK_PAGES);
  return Object.freeze({ ...unsized, pageBytes, pages });
}

const LEAST = { memoryBytes: 1, pages: 1, vcpus: 0, cpus: 1, sliceNs: 1 } as const;

function impossibleValues(request: MachineRequest): Finding[] {
  const findings = Object.entries(LEAST).flatMap(([field, least]) => {
    const value = request[field as keyof typeof LEAST];
    return value === undefined || (Number.isSafeInteger(value) && value >= least)
      ? []
      : [messages.impossibleValue(field, value, `it is an integer of at least ${least}`, String(Math.max(least, 1)))];
  });
  const { resident = 1 } = request;
  if (!(resident >= 0 && resident <= 1))
    findings.push(messages.impossibleValue('resident', resident, 'it is a part of the memory, 0 % to 100 %'));
  return findings;
}

function impossibleParts({ manifest, mmu }: Architecture, request: MachineRequest): Finding[] {
  const { resident = 1, shared = 0, swapped = 0 } = request;
  const findings = Object.entries({ shared, swapped }).flatMap(([part, share]) => {
    if (share === 0) return [];
    if (!(share > 0 && share <= 1))
      return [messages.impossibleValue(part, share, 'it is a part of the memory, 0 % to 100 %')];
    return mmu.parts?.includes(part as MemoryPart) ? [] : [messages.noSuchPart(manifest.id, part, mmu.parts ?? [])];
  });
  if (findings.length === 0 && shared + swapped > 0 && resident + shared + swapped > 1 + 1e-9)
    findings.push(
      messages.impossibleValue('resident', resident, 'resident, shared and swapped are at most 100 % together'),
    );
  return findings;
}

function named(
  known: readonly { readonly name: string; readonly default: boolean }[],
  asked: Readonly<Record<string, boolean>> = {},
  findings: Finding[],
  unknown: (name: string, known: readonly string[]) => Finding,
): Readonly<Record<string, boolean>> {
  const names = known.map(({ name }) => name);
  for (const name of Object.keys(asked)) if (!names.includes(name)) findings.push(unknown(name, names));
  return Object.freeze(
    Object.fromEntries(known.map((feature) => [feature.name, asked[feature.name] ?? feature.default])),
  );
}

function optionsOf(
  { manifest, options: known }: Architecture,
  { options: asked = {} }: MachineRequest,
  purpose: Purpose,
  findings: Finding[],
) {
  const names = known.map(({ name }) => name);
  for (const [name, value] of Object.entries(asked)) {
    const option = known.find((candidate) => candidate.name === name);
    if (option === undefined) findings.push(messages.unknownOption({ arch: manifest.id, name, known: names }));
    else if (!option.values.some((valid) => String(valid) === String(value))) {
      const possible = option.values.map(String);
      const reason = `it is one of ${quoteAll(possible)}`;
      findings.push(messages.impossibleValue(`option ${quote(name)}`, value, reason, nearest(String(value), possible)));
    }
  }
  return Object.freeze(
    Object.fromEntries(
      known.map((option) => {
        const fallback = purpose === 'check' ? (option.checkDefault ?? option.default) : option.default;
        const wanted = asked[option.name];
        return [
          option.name,
          wanted === undefined
            ? fallback
            : (option.values.find((valid) => String(valid) === String(wanted)) ?? fallback),
        ];
      }),
    ),
  );
}

/** The defects of the release and those that were asked for. */
function defectsOf(
  architecture: Architecture,
  { defects: asked = [] }: MachineRequest,
  release: string,
  findings: Finding[],
): readonly string[] {
  const known = architecture.defects.map(({ id }) => id);
  for (const name of asked)
    if (!known.includes(name)) findings.push(messages.unknownDefect({ arch: architecture.manifest.id, name, known }));
  const implied = release === FIXED ? [] : (architecture.releases.find(({ id }) => id === release)?.defects ?? []);
  return Object.freeze([...new Set([...implied, ...asked])].sort());
}

const declared =
  <T>(values: Readonly<Record<string, T>>, kind: string) =>
  (name: string): T => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`the architecture declares no ${kind} "${name}"`);
    return value;
  };
