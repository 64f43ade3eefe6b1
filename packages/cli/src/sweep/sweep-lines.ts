import type { RunEntry } from '@cvm-teardown/core/report';
import { toolInfo } from '../tool-info.js';
import type { PointSaid, SweepPlan, SweepPoint } from './plan-sweep.js';

/** What the first line of a sweep says. */
export const headLine = ({ points, architectures, digest }: SweepPlan): string =>
  line({
    record: 'head',
    kind: 'sweep',
    schemaVersion: 1,
    tool: toolInfo(),
    plugins: architectures.map(({ manifest: { id, version } }) => ({ id, version })),
    point_count: points.length,
    inputs_digest: digest,
  });

/** The line of a point, from 0 on: its run as `run --reporter ndjson` has it, or why there is none. */
export function pointLine(index: number, { said }: { readonly said: PointSaid }, run: RunEntry): string {
  return line({ record: 'run', index, point: said, ...run });
}

export const refusedLine = (index: number, { said, because }: SweepPoint & { readonly because: string }): string =>
  line({ record: 'refused', index, point: said, because });

const line = (record: object): string => `${JSON.stringify(record)}\n`;
