import { formatSize } from '@cvm-teardown/core';
import type { OperationCount, ReportedPrice, RunEntry } from '@cvm-teardown/core/report';
import type { Look } from '../output/outputs.js';
import { table } from '../output/table.js';
import { facts, settings } from './facts.js';
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

const INDENT = 2;
/** From this width on there is room for where a price comes from. */
const WIDE = 100;

/** What was run, on what machine. */
export function runHead({ inputs, confidential }: RunEntry, { width, palette }: Look): string {
  const title = `${inputs.arch}: ${inputs.trigger} by ${inputs.policy}, release ${inputs.release}`;
  const facts = `${formatSize(inputs.memory_bytes)}, confidential: ${confidential ? 'yes' : 'no'}`;
  const gap = width - title.length - facts.length;
  return `${palette('bold', title)}${gap > 0 ? ' '.repeat(gap) : '\n  '}${facts}\n`;
}

/** The times, and what they are. */
export function runTimes(run: RunEntry, look: Look): string {
  const because = (time: RunEntry['metrics']['blocked_ns']) =>
    [timeText(time), time.because].filter((part) => part !== undefined).join(': ');
  return facts(
    [
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
      ...run.warnings.map((warning) => ['warning', warning] as const),
    ],
    look,
    INDENT,
  );
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
export function runMachine({ inputs }: RunEntry, look: Look): string {
  const { page_count, page_bytes, vcpus, host_cpus, resident } = inputs;
  const present = resident === 1 ? '' : `, ${resident * 100} % present`;
  const assumed = inputs.assumptions.length === 0 ? '' : `; assumed: ${inputs.assumptions.join(', ')}`;
  return facts(
    [
      ['memory', `${grouped(page_count)} pages of ${formatSize(page_bytes)}${present}`],
      ['CPUs', `guest ${vcpus}, host ${host_cpus}`],
      ['authority', inputs.authority],
      ['features', settings(inputs.features)],
      ['options', settings(inputs.options)],
      ['scale', settings(inputs.scale)],
      ['defects', inputs.defects.join(', ')],
      ['prices', `${inputs.profiles.join(', ') || 'no profile'}${assumed}`],
    ],
    look,
    INDENT,
  );
}

/** Counts of operations, the most frequent on the blocked path first. */
export function runOperations({ operations, prices }: RunEntry, { width, palette }: Look): string {
  if (operations.length === 0) return '';
  const priceOf = new Map(prices.map((price) => [price.operation, price]));
  const sorted = [...operations].sort(
    (a, b) => b.blocked - a.blocked || b.total - a.total || (a.operation < b.operation ? -1 : 1),
  );
  const shown = columns(priceOf).filter(({ wide }) => wide !== true || width >= WIDE);
  return section(
    'operations',
    table(
      sorted.map((count) => shown.map(({ cell }) => cell(count))),
      {
        head: shown.map(({ title }) => palette('dim', title)),
        right: shown.flatMap(({ right }, index) => (right ? [index] : [])),
        width,
        indent: INDENT,
      },
    ),
    palette,
  );
}

interface Column {
  readonly title: string;
  readonly cell: (count: OperationCount) => string;
  readonly right?: true;
  readonly wide?: true;
}

const columns = (priceOf: ReadonlyMap<string, ReportedPrice>): readonly Column[] => [
  { title: 'operation', cell: ({ operation }) => operation },
  { title: 'blocked', cell: ({ blocked }) => grouped(blocked), right: true },
  { title: 'later', cell: ({ deferred }) => grouped(deferred), right: true },
  { title: 'unit', cell: ({ unit }) => unit },
  { title: 'one', cell: ({ operation }) => priceText(priceOf.get(operation)), right: true },
  { title: 'price', cell: ({ operation }) => confidenceText(priceOf.get(operation)) },
  {
    title: 'blocked time',
    cell: ({ blocked, blocked_ns }) => (blocked === 0 ? '-' : bareTime(blocked_ns)),
    right: true,
    wide: true,
  },
  { title: 'cause', cell: ({ cause }) => cause, wide: true },
];

function confidenceText(price: ReportedPrice | undefined): string {
  if (price === undefined) return '';
  return price.assumed_by_user ? 'yours' : price.confidence;
}

/** A heading and what stands below it; nothing for nothing. */
export const section = (title: string, text: string, palette: Look['palette']): string =>
  text === '' ? '' : `\n${palette('bold', title)}\n${text}`;
