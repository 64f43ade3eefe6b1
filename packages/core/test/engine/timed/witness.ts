import type { CompiledRule } from '../../../src/engine/compiled-table.js';
import type { MachineModel } from '../../../src/engine/machine-model.js';
import type { ActorRun, UnitInFlight } from '../../../src/engine/reference/actor-run.js';
import {
  ReferenceExecutor,
  type RunOptions,
  type UnitAction,
} from '../../../src/engine/reference/reference-executor.js';
import type { SweepRun } from '../../../src/engine/sweep-run.js';
import { TimedExecutor, type TimedOptions } from '../../../src/engine/timed/timed-executor.js';
import type { ChunkedPageStore } from '../../../src/state/chunked-page-store.js';
import type { Tally } from './tally.js';

/** Flags that nobody has consumed: no result says so. */
const pendingSignals = (actors: readonly ActorRun[]): string =>
  actors.flatMap(({ actor, signal }) => (signal ? actor.name : [])).join();

/** The reference executor, which tells what happens in a run. */
export class ReferenceWitness extends ReferenceExecutor {
  constructor(
    model: MachineModel,
    options: RunOptions,
    readonly tally: Tally,
  ) {
    super(model, options);
  }

  get signals(): string {
    return pendingSignals(this.actors);
  }

  protected override unit(run: ActorRun, sweep: SweepRun, action: UnitAction): void {
    const array = this.array(action.table.array);
    const company = this.inFlightOn(array, action.page) !== undefined;
    super.unit(run, sweep, action);
    if (run.status === 'spinning') this.tally.tell('spin');
    else if (company && run.inFlight !== undefined) this.tally.tell('two units in flight on one page');
  }

  protected override commit(run: ActorRun): void {
    const flight = run.inFlight;
    if (flight?.kind === 'unit' && isVoid(flight)) this.tally.tell('void commit');
    super.commit(run);
  }

  protected override sweep(run: ActorRun, sweep: SweepRun): void {
    const signalled = run.signal;
    super.sweep(run, sweep);
    if (signalled && !run.signal) this.tally.tell('interruption');
    if (run.status === 'lock') this.tally.tell('wait for the lock of a batch');
  }

  protected override yields(run: ActorRun): boolean {
    const yields = super.yields(run);
    if (yields) this.tally.tell('end of a slice');
    return yields;
  }

  protected override struck(run: ActorRun, rule: CompiledRule): CompiledRule {
    const struck = super.struck(run, rule);
    if (struck !== rule) this.tally.tell('unit that breaks');
    return struck;
  }

  protected override aheadOfPace(run: ActorRun, sweep: SweepRun, page: number): boolean {
    const ahead = super.aheadOfPace(run, sweep, page);
    if (ahead) this.tally.tell('sweep ahead of its pace');
    return ahead;
  }

  protected override wakeGuarded(): void {
    const waiting = (): number => this.actors.filter(({ status }) => status === 'guard').length;
    const before = waiting();
    super.wakeGuarded();
    if (waiting() < before) this.tally.tell('guard that opens');
  }
}

const isVoid = ({ array, action, rule }: UnitInFlight): boolean =>
  !rule.immediate && array.store.get(action.page) !== rule.during;

/** The timed executor, which tells where it jumps. */
export class TimedWitness extends TimedExecutor {
  constructor(
    model: MachineModel,
    options: TimedOptions,
    readonly tally: Tally,
  ) {
    super(model, options);
  }

  get signals(): string {
    return pendingSignals(this.actors);
  }

  protected override sweep(run: ActorRun, sweep: SweepRun): void {
    const { jumps } = this;
    const before = this.#waits();
    super.sweep(run, sweep);
    if (this.jumps === jumps) return;
    for (const kind of [...this.#kinds(sweep), ...increased(before, this.#waits())]) this.tally.tell(`jump ${kind}`);
  }

  protected override unit(run: ActorRun, sweep: SweepRun, action: UnitAction): void {
    const { page, table } = action;
    const store = this.array(table.array).store as ChunkedPageStore;
    const alike = store.runEnd(page, store.length);
    const before = sweep.next;
    super.unit(run, sweep, action);
    if (sweep.next > before + 1)
      this.tally.tell(`${sweep.next > alike ? 'ragged' : 'equal'} pages in no time, at once`);
  }

  #waits() {
    const sum = (wait: 'spinNs' | 'lockWaitNs' | 'queueWaitNs'): number =>
      this.actors.reduce((total, run) => total + run[wait], 0);
    return {
      'in which somebody spins': sum('spinNs'),
      'in which somebody waits for a lock': sum('lockWaitNs'),
      'in which somebody waits for a CPU': sum('queueWaitNs'),
    };
  }

  /** Whether two sweeps of an array are so far apart that they are not compared together. */
  #apart(name: string): boolean {
    const [gap = 0] = (this.options as TimedOptions).gaps ?? [];
    const places = this.actors.flatMap(({ sweep }) => (sweep?.sweep.table.array === name ? sweep.next : []));
    return places.sort((a, b) => a - b).some((place, i) => i > 0 && place - (places[i - 1] as number) > gap + 1);
  }

  #kinds({ sweep: { table, options } }: SweepRun): string[] {
    const kinds = {
      'of one sweep': this.actors.filter((run) => run.sweep !== undefined).length === 1,
      'of several sweeps': this.actors.filter((run) => run.sweep !== undefined).length > 1,
      'in batches': options.batch !== undefined,
      'over tables': options.tails?.some(({ kind }) => kind === 'table') === true,
      'over ranges with tails': options.tails?.some(({ kind }) => kind === 'span') === true,
      'of sweeps far apart': this.#apart(table.array),
      'past a sleeper': this.actors.some(({ status, sweep }) => status === 'running' && sweep === undefined),
    };
    return Object.entries(kinds).flatMap(([kind, holds]) => (holds ? kind : []));
  }
}

const increased = (before: Readonly<Record<string, number>>, after: Readonly<Record<string, number>>): string[] =>
  Object.keys(after).filter((name) => (after[name] as number) > (before[name] as number));
