import type { ChunkedPageStore } from '../../state/chunked-page-store.js';
import type { ActorRun, InFlight } from '../reference/actor-run.js';
import type { SweepRun } from '../sweep-run.js';
import type { Mover } from './compare-shots.js';
import type { TableShot } from './shot.js';
import { readWindow, writeRepeatedly } from './window.js';

/** The tables that the mover's tails passed become what those of the period became. */
export function moveTables({ before, after, pages }: Mover, times: number): void {
  after.tables.forEach((now, i) => {
    const then = before.tables[i] as TableShot;
    const { array, tail } = now;
    const { codec } = array;
    const store = array.store as ChunkedPageStore;
    const by = pages / tail.every;
    if (Number.isInteger(by)) {
      if (by === 0) return;
      const passed = readWindow(store, then.page, then.page + by);
      if (passed === undefined) throw new Error('a window that was read before has become too ragged');
      writeRepeatedly(store, passed, now.page, times);
      store.set(now.page + by * times, now.code);
      return;
    }
    const entries = codec.indexOf('entries');
    const drift = (codec.field(now.code, entries) as number) - (codec.field(then.code, entries) as number);
    store.set(now.page, codec.withField(now.code, entries, (codec.field(now.code, entries) as number) + drift * times));
  });
}

/** The mover goes on `times` periods, `by` later in all. */
export function moveActor(
  { before, after, pages }: Mover,
  times: number,
  by: number,
  flights: Map<InFlight, InFlight>,
): void {
  const { run } = after;
  const forward = pages * times;
  if (run.status === 'running' || run.status === 'sleeping') run.at += by;
  if (after.since !== before.since) run.since += by;
  if (after.sliceStart !== before.sliceStart) run.sliceStart += by;
  run.offeredAtCpuNs += times * (after.offeredAtCpuNs - before.offeredAtCpuNs);
  run.sweep?.shift(forward);
  const flight = run.inFlight;
  if (flight === undefined || forward === 0) return;
  run.inFlight = shiftedFlight(flight, forward, run.sweep as SweepRun);
  flights.set(flight, run.inFlight);
}

function shiftedFlight(flight: InFlight, pages: number, sweep: SweepRun): InFlight {
  if (flight.kind === 'span') return { ...flight, action: { ...flight.action, start: flight.action.start + pages } };
  if (flight.kind !== 'unit') return flight;
  const { level } = flight.action;
  const by = level < 0 ? pages : pages / ((sweep.sweep.options.tails ?? [])[level]?.every ?? 1);
  return { ...flight, action: { ...flight.action, page: flight.action.page + by } };
}

export const metricsOf = (run: ActorRun): readonly number[] => [
  run.cpuNs,
  run.spinNs,
  run.lockWaitNs,
  run.guardWaitNs,
  run.queueWaitNs,
];

export function addMetrics(run: ActorRun, before: readonly number[], times: number): void {
  const [cpu, spin, lock, guard, queue] = metricsOf(run).map((now, i) => times * (now - (before[i] as number))) as [
    number,
    number,
    number,
    number,
    number,
  ];
  run.cpuNs += cpu;
  run.spinNs += spin;
  run.lockWaitNs += lock;
  run.guardWaitNs += guard;
  run.queueWaitNs += queue;
}
