import { formatSize } from '@cvm-teardown/core';
import type { OperationCount, ReportedPrice, RunEntry } from '@cvm-teardown/core/report';
import type { Fact } from './check-outline.js';
import { settings } from './facts.js';
import {
  bareTime,
  grouped,
  laterMoments,
  missingAssumptions,
  priceText,
  publishedText,
  sensitivePrices,
  timeText,
} from './run-figures.js';

/** What was run. */
export const titleOf = ({ inputs: { arch, trigger, policy, release } }: RunEntry): string =>
  `${arch}: ${trigger} by ${policy}, release ${release}`;

export const sizeOf = ({ inputs, confidential }: RunEntry): string =>
  `${formatSize(inputs.memory_bytes)}, confidential: ${confidential ? 'yes' : 'no'}`;

/** The times, and what they are. Those without text say nothing. */
export function timeFacts(run: RunEntry): readonly Fact[] {
  const because = (time: RunEntry['metrics']['blocked_ns']) =>
    [timeText(time), time.because].filter((part) => part !== undefined).join(': ');
  return [
    ['blocked', because(run.metrics.blocked_ns)],
    ...laterMoments(run).map(({ moment, time }) => [moment, because(time)] as const),
    ...run.published.map(
      (figure) =>
        [
          'published',
          `${publishedText(figure)}, ${figure.machine}${figure.fitted ? ', a price was fitted to it' : ''}: ${figure.source}`,
        ] as const,
    ),
    ...sensitivePrices(run).map(
      ({ operation, half_ns, double_ns }) =>
        [
          'sensitive',
          `${bareTime(half_ns)} to ${bareTime(double_ns)} if ${operation} halves or doubles (first order)`,
        ] as const,
    ),
    ['sensitive', run.sensitivity.because === undefined ? '' : `not computed: ${run.sensitivity.because}`],
    ['interference', interferenceText(run)],
    ['no price yet', missingText(run)],
    ['properties', run.properties],
    ...run.presumed.map((text) => ['presumed', text] as const),
    ...run.warnings.map((warning) => ['warning', warning] as const),
  ];
}

const interferenceText = ({ side_effects: { broadcast_count: broadcasts }, inputs }: RunEntry): string =>
  broadcasts === 0
    ? ''
    : `${grouped(broadcasts)} broadcasts, each heard by ${grouped(inputs.host_cpus - 1)} other CPUs`;

const missingText = (run: RunEntry): string =>
  missingAssumptions([run])
    .map(({ flag, prices }) => (prices === 1 ? flag : `${flag} (prices ${prices} operations)`))
    .join(', ');

/** The machine, every axis. */
export function machineFacts({ inputs }: RunEntry): readonly Fact[] {
  const { page_count, page_bytes, vcpus, host_cpus, resident } = inputs;
  const present = resident === 1 ? '' : `, ${resident * 100} % present`;
  const assumed = inputs.assumptions.length === 0 ? '' : `; assumed: ${inputs.assumptions.join(', ')}`;
  return [
    ['memory', `${grouped(page_count)} pages of ${formatSize(page_bytes)}${present}`],
    ['CPUs', `guest ${vcpus}, host ${host_cpus}`],
    ['authority', inputs.authority],
    ['features', settings(inputs.features)],
    ['options', settings(inputs.options)],
    ['scale', settings(inputs.scale)],
    ['defects', inputs.defects.join(', ')],
    ['prices', `${inputs.profiles.join(', ') || 'no profile'}${assumed}`],
  ];
}

/** Operations, the most frequent on the blocked path first; the first row is the head. `narrow`: without what there is no room for. */
export function operationRows({ operations, prices }: RunEntry, narrow = false): readonly (readonly string[])[] {
  if (operations.length === 0) return [];
  const priceOf = new Map(prices.map((price) => [price.operation, price]));
  const sorted = [...operations].sort(
    (a, b) => b.blocked - a.blocked || b.total - a.total || (a.operation < b.operation ? -1 : 1),
  );
  const shown = columns(priceOf).filter(({ wide }) => wide !== true || !narrow);
  return [shown.map(({ title }) => title), ...sorted.map((count) => shown.map(({ cell }) => cell(count)))];
}

interface Column {
  readonly title: string;
  readonly cell: (count: OperationCount) => string;
  readonly wide?: true;
}

const columns = (priceOf: ReadonlyMap<string, ReportedPrice>): readonly Column[] => [
  { title: 'operation', cell: ({ operation }) => operation },
  { title: 'blocked', cell: ({ blocked }) => grouped(blocked) },
  { title: 'later', cell: ({ deferred }) => grouped(deferred) },
  { title: 'unit', cell: ({ unit }) => unit },
  { title: 'one', cell: ({ operation }) => priceText(priceOf.get(operation)) },
  { title: 'price', cell: ({ operation }) => confidenceText(priceOf.get(operation)) },
  {
    title: 'blocked time',
    cell: ({ blocked, blocked_ns }) => (blocked === 0 ? '-' : bareTime(blocked_ns)),
    wide: true,
  },
  { title: 'cause', cell: ({ cause }) => cause, wide: true },
];

function confidenceText(price: ReportedPrice | undefined): string {
  if (price === undefined) return '';
  return price.assumed_by_user ? 'yours' : price.confidence;
}
