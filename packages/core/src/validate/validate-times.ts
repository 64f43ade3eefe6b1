import type { Architecture } from '../machine/architecture.js';
import type { PublishedSide, PublishedTime } from '../plugin/published-time.js';
import type { ReportTime } from '../report/report-time.js';
import { runEntry } from '../report/run-entry.js';
import { simulate } from '../run/simulate.js';

/**
 * What a published time says of the model. `fitted`: a price was fitted to it, so agreeing proves nothing. `error`: by how much
 * the model is off. `kept`, `missed`: of a time that was published as a bound. `unknown`: there is nothing to compare.
 */
export type TimeVerdict = 'fitted' | 'error' | 'kept' | 'missed' | 'unknown';

export interface ValidatedTime {
  readonly time: PublishedTime;
  readonly side: PublishedSide;
  /** The profile that the run was priced with; undefined: the architecture has none. */
  readonly profile: string | undefined;
  readonly modelled: ReportTime;
  readonly verdict: TimeVerdict;
  /** Modelled over published, less one; of what is not `unknown` and was published as a value. */
  readonly error?: number;
  /** Why there is nothing to compare. */
  readonly because?: string;
}

/** Holds each side of each published time against a run, priced with the profile of the machine that it was measured on. */
export function* validateTimes(architecture: Architecture): Generator<ValidatedTime> {
  for (const time of architecture.published) {
    for (const side of time.sides) yield validated(architecture, time, side);
  }
}

function validated(architecture: Architecture, time: PublishedTime, side: PublishedSide): ValidatedTime {
  const profile =
    time.profile === undefined ? architecture.profiles[0] : architecture.profiles.find(({ id }) => id === time.profile);
  const profiles = profile === undefined ? [] : [profile];
  const request = requestOf(architecture, time, side);
  const { metrics, published } = runEntry({
    architecture,
    result: simulate(architecture, request, { profiles }),
    profiles,
  });
  const fitted = published.some((figure) => figure.id === time.id && figure.fitted);
  return {
    time,
    side,
    profile: profile?.id,
    modelled: metrics.blocked_ns,
    ...judged(architecture, time, side, metrics.blocked_ns, fitted),
  };
}

const requestOf = (
  { features }: Architecture,
  { trigger, memoryBytes, options }: PublishedTime,
  { policy, release, features: present }: PublishedSide,
) => ({
  trigger,
  policy,
  memoryBytes,
  ...(release !== undefined && { release }),
  ...(options !== undefined && { options }),
  ...(present && { features: Object.fromEntries(features.map(({ name }) => [name, present.includes(name)])) }),
});

function judged(
  { capabilities }: Architecture,
  { confidential = capabilities.confidential, contradicts }: PublishedTime,
  { seconds, kind }: PublishedSide,
  { ns, because = 'the model has no time' }: ReportTime,
  fitted: boolean,
): Pick<ValidatedTime, 'verdict' | 'error' | 'because'> {
  if (confidential !== capabilities.confidential)
    return { verdict: 'unknown', because: `it is of a guest ${confidential ? 'with' : 'without'} protection` };
  if (seconds === undefined) return { verdict: 'unknown', because: 'the source gives no figure' };
  if (contradicts !== undefined) return { verdict: 'unknown', because: `it contradicts ${contradicts}` };
  if (ns === null) return { verdict: 'unknown', because };
  const error = ns / (seconds * 1e9) - 1;
  if (fitted) return { verdict: 'fitted', error };
  if (kind === 'at most') return { verdict: error <= 0 ? 'kept' : 'missed' };
  if (kind === 'at least') return { verdict: error >= 0 ? 'kept' : 'missed' };
  return { verdict: 'error', error };
}
