import { formatNanoseconds, formatSize } from '@cvm-teardown/core';
import type { PublishedFigure, ReportedPrice, ReportTime, RunEntry } from '@cvm-teardown/core/report';

/** `1,310,720`, whatever the language of the machine. */
export const grouped = (count: number): string => count.toLocaleString('en-US');

/** `12.0s fitted`; `unknown` where there is no time, never 0. */
export const timeText = ({ ns, basis }: ReportTime): string =>
  ns === null ? 'unknown' : `${formatNanoseconds(ns)} ${basis}`;

/** A time of which one knows what it is from elsewhere. */
export const bareTime = (ns: number | null): string => (ns === null ? 'unknown' : formatNanoseconds(ns));

/** Bytes; below zero where a plugin takes back more than it declared. */
export const sizeText = (bytes: number | null): string =>
  bytes === null ? 'unknown' : bytes < 0 ? `-${formatSize(-bytes)}` : formatSize(bytes);

const GIB_SECOND = 2 ** 30 * 1e9;

/** Bytes times nanoseconds as `1.23GiB s`. */
export function sizeTime(byteNs: string | null): string {
  if (byteNs === null) return 'unknown';
  const value = Number(byteNs) / GIB_SECOND;
  return `${value !== 0 && value < 0.001 ? value.toExponential(2) : threeDigits(value)}GiB s`;
}

/** The price of one unit; below a microsecond with its picoseconds. */
export function priceText(price: Pick<ReportedPrice, 'ns'> | undefined): string {
  if (price === undefined) return 'unknown';
  return price.ns < 1000 ? `${Number(price.ns.toPrecision(4))}ns` : formatNanoseconds(Math.round(price.ns));
}

/** A value beside its baseline: `1/50`, `0.82x`, `2.5x`, `same`; `gone` and `new` where one of them is 0. */
export function ratioText(value: number, baseline: number): string {
  if (value === baseline) return 'same';
  if (value === 0) return 'gone';
  if (baseline === 0) return 'new';
  return value <= baseline / 2 ? `1/${threeDigits(baseline / value)}` : `${threeDigits(value / baseline)}x`;
}

const threeDigits = (value: number): string =>
  value >= 100 ? grouped(Math.round(value)) : String(Number(value.toPrecision(3)));

const MS_PER_SECOND = 1000;

/** `at most 12s`, `about 7min`, `no figure`. */
export function publishedText({ seconds, kind }: Pick<PublishedFigure, 'seconds' | 'kind'>): string {
  if (seconds === null) return 'no figure';
  // Published seconds have at most three decimals: whole milliseconds are exact.
  const time = formatNanoseconds(Math.round(seconds * MS_PER_SECOND) * 1_000_000);
  return kind === 'value' || kind === 'unknown' ? time : `${kind} ${time}`;
}

/** The moments after which somebody can go on or something is clean, in words; without those that are the blocked time itself. */
export function laterMoments({ metrics }: RunEntry): readonly { readonly moment: string; readonly time: ReportTime }[] {
  const { blocked_ns, secure_again_ns, scrubbed_ns, memory_back_ns } = metrics;
  return [
    { moment: 'secure again', time: secure_again_ns },
    { moment: 'clean', time: scrubbed_ns },
    { moment: 'memory back', time: memory_back_ns },
  ].flatMap(({ moment, time }) =>
    time === undefined || (time.ns !== null && time.ns === blocked_ns.ns) ? [] : { moment, time },
  );
}

/** The assumptions that would give a run, or several, their times: each with how many operations it prices. */
export function missingAssumptions(
  runs: readonly RunEntry[],
): readonly { readonly flag: string; readonly prices: number }[] {
  const operations = new Map<string, Set<string>>();
  for (const { operation, flag } of runs.flatMap(({ unpriced }) => unpriced)) {
    operations.set(flag, (operations.get(flag) ?? new Set()).add(operation));
  }
  return [...operations]
    .map(([flag, priced]) => ({ flag, prices: priced.size }))
    .sort((a, b) => b.prices - a.prices || (a.flag < b.flag ? -1 : 1));
}

/** What the words beside times mean. */
export const basisMeanings: Readonly<Record<ReportTime['basis'], string>> = {
  fitted: 'a price was fitted to the very published time beside it: that they agree proves nothing',
  predicted: 'counts times prices that come from elsewhere',
  assumed: 'rests on an assumed price, or on --assume',
  unknown: 'something on the way has no price; it is never taken for 0',
};

/** A move of less than this share of the blocked time is not worth a line. */
const WORTH_SAYING = 0.01;

/** The assumed prices that the blocked time depends on most, the greatest move first. */
export function sensitivePrices({ metrics, sensitivity }: RunEntry): RunEntry['sensitivity']['rows'] {
  const ns = metrics.blocked_ns.ns ?? 0;
  return sensitivity.rows
    .filter(({ half_ns, double_ns }) => double_ns - half_ns >= ns * WORTH_SAYING && double_ns > half_ns)
    .sort((a, b) => b.double_ns - a.double_ns || (a.operation < b.operation ? -1 : 1));
}
