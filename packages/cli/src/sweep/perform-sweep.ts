import { availableParallelism } from 'node:os';
import { type Finding, refuseAny } from '@cvm-teardown/core';
import { showProgress } from '../check/progress.js';
import { type CommandContext, EXIT, ExitWith } from '../context.js';
import { notWith } from '../errors/messages.js';
import { listenForInterrupt } from '../interrupt.js';
import { readCount } from '../options/machine-request.js';
import { planSweep, type SweepArguments, type SweepPlan } from './plan-sweep.js';
import { createSweepFile, type LineSink, resumeSweepFile } from './sweep-file.js';
import { headLine, pointLine, refusedLine } from './sweep-lines.js';
import { runAll, type SweepTask } from './sweep-pool.js';

export interface SweepOptions extends SweepArguments {
  readonly workers?: string | undefined;
  readonly out?: string | undefined;
  readonly resume?: string | undefined;
}

const MOST_WORKERS = 1024;

/** The command `sweep`: plans all points, runs those that are not there yet, and writes a line for each, in order. */
export async function performSweep(context: CommandContext, given: SweepOptions): Promise<void> {
  const findings: Finding[] = [];
  const architectures = await context.architectures();
  const workers = readCount('workers', given.workers, [1, MOST_WORKERS], findings) ?? defaultWorkers();
  const plan = planSweep(given, architectures, context.cwd, findings);
  if (given.out !== undefined && given.resume !== undefined) findings.push(notWith('out', '--resume'));
  if (!plan.points.some((point) => 'job' in point)) findings.push(...whyNone(plan, findings));
  refuseAny(findings);
  const sink = openSink(context, given, plan);
  const left = await sweep(context, plan, sink, workers);
  if (left === 0) return;
  const { out, resume } = given;
  const file = out ?? resume;
  const how = file === undefined ? '' : `; go on with --resume ${file}`;
  context.stderr.write(`interrupted: ${left} of ${plan.points.length} points are missing${how}\n`);
  throw new ExitWith(EXIT.interrupted);
}

/** One thread is for whoever else uses the machine. */
const defaultWorkers = (): number => Math.max(1, availableParallelism() - 1);

/** Why no point can be run: each reason once, unless it was said already. */
function whyNone({ points }: SweepPlan, said: readonly Finding[]): Finding[] {
  const all = points.flatMap((point) => ('findings' in point ? point.findings : []));
  const isNew = ({ message }: Finding, i: number) =>
    all.findIndex((other) => other.message === message) === i && said.every((other) => other.message !== message);
  return all.filter(isNew);
}

function openSink({ stdout, cwd }: CommandContext, { out, resume }: SweepOptions, plan: SweepPlan): LineSink {
  const head = headLine(plan);
  if (resume !== undefined) return resumeSweepFile(resume, cwd, head);
  if (out !== undefined) return createSweepFile(out, cwd, head);
  stdout.write(head);
  return { done: 0, write: (line) => stdout.write(line), close: () => {} };
}

/** @returns how many points are missing because the sweep was interrupted */
async function sweep(context: CommandContext, { points }: SweepPlan, sink: LineSink, workers: number): Promise<number> {
  const progress = showProgress(context.stderr, 'sweeping', 'points', undefined, sink.done);
  const { signal, ignore } = listenForInterrupt(context);
  const tasks = points.flatMap((point, index): SweepTask[] =>
    index >= sink.done && 'job' in point ? [{ index, job: point.job }] : [],
  );
  let next = sink.done;
  const refuse = () => {
    for (let point = points[next]; point !== undefined && 'because' in point; point = points[next])
      sink.write(refusedLine(next++, point));
  };
  try {
    refuse();
    await runAll(context, tasks, workers, signal, ({ index, run }) => {
      const point = points[index];
      if (point !== undefined) sink.write(pointLine(index, point, run));
      next = index + 1;
      refuse();
      progress.update(next, points.length);
    });
  } finally {
    sink.close();
    ignore();
    progress.end();
  }
  return points.length - next;
}
