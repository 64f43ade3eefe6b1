import {
  type Architecture,
  type CostProfile,
  collectFindings,
  type Finding,
  InputError,
  parseAssumptions,
  profileMessages,
} from '@cvm-teardown/core';
import { findArchitecture } from '../architectures.js';
import { readProfileFile } from './read-profile-file.js';
import type { Costs } from './run-job.js';

/** The options of `cost-options.ts` as yargs hands them over. */
export interface CostArguments {
  readonly assume?: readonly string[] | undefined;
  readonly profile?: readonly string[] | undefined;
}

/**
 * What each of the architectures' operations are to cost. An assumption is about every architecture that has its operation.
 * A profile is named `id`, or `arch=id`. What is wrong goes to `findings`, everything at once.
 */
export function readCosts(
  { assume = [], profile = [] }: CostArguments,
  architectures: readonly Architecture[],
  cwd: string,
  findings: Finding[],
): ReadonlyMap<string, Costs> {
  const operations = architectures.flatMap((architecture) => architecture.operations);
  collectFindings(findings, () => parseAssumptions(assume, operations, { path: '--assume' }));
  const profiles = profile.flatMap(
    (text) => collectFindings(findings, () => readProfile(text, architectures, cwd)) ?? [],
  );
  return new Map(
    architectures.map(({ manifest, operations }) => {
      const chosen = profiles.filter(({ arch }) => arch === manifest.id).map(({ profile }) => profile);
      const known = (text: string) => operations.some(({ name }) => name === text.split('=', 1)[0]?.trim());
      return [manifest.id, { profiles: chosen.length > 0 ? chosen : undefined, assume: assume.filter(known) }];
    }),
  );
}

const WHERE = { path: '--profile' };

interface ChosenProfile {
  readonly arch: string;
  /** Its id, if it comes with the architecture. */
  readonly profile: string | CostProfile;
}

function readProfile(text: string, architectures: readonly Architecture[], cwd: string): readonly ChosenProfile[] {
  const own = profilesNamed(text, architectures);
  if (own.length > 0) return own;
  if (text.endsWith('.json')) {
    const profile = readProfileFile(text, architectures, cwd);
    return [{ arch: profile.arch, profile }];
  }
  const known = architectures.flatMap(({ profiles }) => profiles.map((profile) => profile.id));
  throw new InputError(profileMessages.unknownProfile(text.slice(text.indexOf('=') + 1), known, WHERE));
}

function profilesNamed(text: string, architectures: readonly Architecture[]): readonly ChosenProfile[] {
  const at = text.indexOf('=');
  const id = text.slice(at + 1);
  const isFile = text.endsWith('.json');
  const candidates =
    at < 0 || isFile ? architectures : [findArchitecture(architectures, text.slice(0, at), '--profile')];
  return candidates
    .filter(({ profiles }) => profiles.some((profile) => profile.id === id))
    .map(({ manifest }) => ({ arch: manifest.id, profile: id }));
}
