import {
  type Architecture,
  collectFindings,
  type Finding,
  InputError,
  parseAssumptions,
  profileMessages,
} from '@cvm-teardown/core';
import { findArchitecture } from '../architectures.js';
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
  findings: Finding[],
): ReadonlyMap<string, Costs> {
  const operations = architectures.flatMap((architecture) => architecture.operations);
  collectFindings(findings, () => parseAssumptions(assume, operations, { path: '--assume' }));
  const profiles = profile.flatMap((text) => collectFindings(findings, () => readProfile(text, architectures)) ?? []);
  return new Map(
    architectures.map(({ manifest, operations }) => {
      const chosen = profiles.filter(({ arch }) => arch === manifest.id).map(({ id }) => id);
      const known = (text: string) => operations.some(({ name }) => name === text.split('=', 1)[0]?.trim());
      return [manifest.id, { profiles: chosen.length > 0 ? chosen : undefined, assume: assume.filter(known) }];
    }),
  );
}

const WHERE = { path: '--profile' };

function readProfile(
  text: string,
  architectures: readonly Architecture[],
): readonly { readonly arch: string; readonly id: string }[] {
  const at = text.indexOf('=');
  const id = text.slice(at + 1);
  const candidates = at < 0 ? architectures : [findArchitecture(architectures, text.slice(0, at), '--profile')];
  const having = candidates.filter(({ profiles }) => profiles.some((profile) => profile.id === id));
  const known = candidates.flatMap(({ profiles }) => profiles.map((profile) => profile.id));
  if (having.length === 0) throw new InputError(profileMessages.unknownProfile(id, known, WHERE));
  return having.map(({ manifest }) => ({ arch: manifest.id, id }));
}
