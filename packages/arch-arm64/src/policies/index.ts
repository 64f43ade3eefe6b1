import { mainline } from './mainline.js';
import { preSeries } from './pre-series.js';
import { series } from './series.js';
import type { Stage2Policy } from './stage2-policy.js';

/** In order of time. */
export const stage2Policies: readonly Stage2Policy[] = [preSeries, series, mainline];

export function ownOf(policy: string): Stage2Policy {
  const own = stage2Policies.find(({ id }) => id === policy);
  if (own === undefined) throw new RangeError(`arm64 has no policy "${policy}"`);
  return own;
}
