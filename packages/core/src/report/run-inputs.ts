import { z } from 'zod';
import type { Assumption, CostProfile } from '../cost/index.js';
import type { MachineConfig } from '../plugin/machine-config.js';

const name = z.string().min(1);
const count = z.int().min(0);

/** The machine that was run, every axis with its value. */
export const runInputsSchema = z
  .strictObject({
    arch: name,
    trigger: name,
    policy: name,
    release: name,
    authority: name,
    features: z.record(name, z.boolean()).readonly(),
    options: z.record(name, z.union([z.string(), z.number()])).readonly(),
    /** Those that the release has and those that were asked for. */
    defects: z.array(name).readonly(),
    /** Protocol constants that differ from the real ones. */
    scale: z.record(name, z.number()).readonly(),
    memory_bytes: count,
    page_bytes: count,
    page_count: count,
    vcpus: count,
    /** Part of the memory that is present, 0..1. */
    resident: z.number().min(0).max(1),
    host_cpus: count,
    host_slice_ns: count,
    /** Ids, in order: a later one's row takes the place of an earlier one's. */
    profiles: z.array(name).readonly(),
    assumptions: z.array(name).readonly(),
  })
  .readonly();

export type RunInputs = z.infer<typeof runInputsSchema>;

export function runInputs(
  machine: MachineConfig,
  profiles: readonly CostProfile[],
  assumptions: readonly Assumption[],
): RunInputs {
  const { arch, trigger, policy, release, authority, defects, pageBytes, pages, guest, host } = machine;
  return {
    arch,
    trigger,
    policy,
    release,
    authority,
    features: sortedRecord(machine.features),
    options: sortedRecord(machine.options),
    defects,
    scale: sortedRecord(machine.scale),
    memory_bytes: guest.memoryBytes,
    page_bytes: pageBytes,
    page_count: pages,
    vcpus: guest.vcpus,
    resident: guest.resident,
    host_cpus: host.cpus,
    host_slice_ns: host.sliceNs,
    profiles: profiles.map(({ id }) => id),
    assumptions: assumptions.map(({ text }) => text),
  };
}

const sortedRecord = <T>(values: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
