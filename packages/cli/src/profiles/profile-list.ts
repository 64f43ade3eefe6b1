import { type Architecture, type CostProfile, InputError, profileMessages } from '@cvm-teardown/core';
import { readProfileFile } from '../runs/read-profile-file.js';

export interface ProfileList {
  readonly schemaVersion: 1;
  readonly kind: 'profiles';
  readonly profiles: readonly ProfileSummary[];
}

export interface ProfileSummary {
  readonly id: string;
  readonly arch: string;
  readonly machine: string;
  readonly summary: string;
  /** Whether runs of the architecture use it unless they are told otherwise. */
  readonly default: boolean;
  /** How many prices there are, by how they are known. */
  readonly prices: Readonly<Record<CostProfile['rows'][number]['confidence'], number>>;
}

/** The cost profiles that come with the architectures. */
export const profileList = (architectures: readonly Architecture[]): ProfileList => ({
  schemaVersion: 1,
  kind: 'profiles',
  profiles: architectures.flatMap(({ profiles }) =>
    profiles.map(({ id, arch, machine, summary, rows }, i) => ({
      id,
      arch,
      machine,
      summary,
      default: i === 0,
      prices: {
        measured: rows.filter(({ confidence }) => confidence === 'measured').length,
        derived: rows.filter(({ confidence }) => confidence === 'derived').length,
        fitted: rows.filter(({ confidence }) => confidence === 'fitted').length,
        assumed: rows.filter(({ confidence }) => confidence === 'assumed').length,
      },
    })),
  ),
});

export interface ProfilesShown {
  readonly schemaVersion: 1;
  readonly kind: 'profile';
  /** In the form of profile files. */
  readonly profiles: readonly CostProfile[];
}

/**
 * Profiles with all their prices.
 *
 * @param name an id, which several architectures may use, or a file that ends in `.json`
 * @throws InputError (CVM_PROFILE_..., CVM_CLI_INPUT_...)
 */
export function showProfiles(name: string, architectures: readonly Architecture[], cwd: string): ProfilesShown {
  const all = architectures.flatMap(({ profiles }) => profiles);
  const own = all.filter(({ id }) => id === name);
  if (own.length === 0 && !name.endsWith('.json'))
    throw new InputError(profileMessages.unknownProfile(name, [...new Set(all.map(({ id }) => id))]));
  const profiles = own.length > 0 ? own : [readProfileFile(name, architectures, cwd)];
  return { schemaVersion: 1, kind: 'profile', profiles };
}
