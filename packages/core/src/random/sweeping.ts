import type { Move } from '../check/move.js';
import { isSilentRule, silent } from '../check/silent-failure.js';
import { sweepMoveName } from '../check/sweep-move-name.js';
import { type CompiledRule, RuleCompiler } from '../engine/compiled-table.js';
import type { MachineModel } from '../engine/machine-model.js';
import type { SweepRun } from '../engine/sweep-run.js';
import { applyUnitEffects, ruleByNeeds } from '../engine/unit-effects.js';
import type { PageArray } from '../state/page-array.js';
import type { PackedState } from '../state/state.js';
import type { LockTable } from './lock-table.js';
import type { Performer, UnitAction } from './performer.js';

/** What sweeps need of the world around them. */
interface Surroundings {
  readonly model: Pick<MachineModel, 'failuresAreTold'>;
  readonly state: PackedState;
  readonly locks: LockTable;
  readonly performers: readonly Performer[];
}

/** The moves of sweeps; `move` is told each. Units of which others can see the middle are two moves, as in a walk. */
export class Sweeping {
  readonly #rules = new RuleCompiler(undefined);

  constructor(
    readonly world: Surroundings,
    readonly move: Move,
  ) {}

  canGoOn(performer: Performer): boolean {
    const { rank, actor, sweep } = performer;
    const action = performer.boundary();
    if (action.kind === 'unit') return !this.#rule(action).wait || !this.#inFlight(action);
    if (action.kind !== 'acquire') return true;
    const lock = sweep?.sweep.options.batch?.lock;
    return lock !== undefined && this.world.locks.isFree(lock, rank, actor.name);
  }

  faults(performer: Performer): readonly string[] {
    if (performer.sweep === undefined || performer.flight !== undefined) return [];
    const action = performer.boundary();
    return action.kind === 'unit' ? this.#rule(action).faults.map(([name]) => name) : [];
  }

  goOn(performer: Performer, fault: string | undefined): void {
    if (performer.flight !== undefined) this.#commit(performer);
    else if (performer.sweep !== undefined) this.#act(performer, performer.sweep, fault);
    else throw new TypeError(`${performer.actor.name} is done and cannot move`);
  }

  #act(performer: Performer, run: SweepRun, fault: string | undefined): void {
    const action = run.boundary(performer.signalled);
    if (action.kind === 'unit') {
      this.#begin(performer, action, fault);
      return;
    }
    const { table, options } = run.sweep;
    const { rank, actor } = performer;
    const { locks } = this.world;
    const lock = options.batch?.lock;
    const array = this.#array(table.array);
    this.move.begin(
      rank,
      sweepMoveName(action, run),
      action.kind === 'span' ? [action.start, action.length] : [],
      0,
      undefined,
    );
    switch (action.kind) {
      case 'finish':
        this.move.say(action.end);
        if (action.consumesSignal) performer.signalled = false;
        performer.tell(action.end);
        return;
      case 'acquire':
        if (lock !== undefined) locks.take(lock, rank);
        run.acquired();
        return;
      case 'release':
        if (lock !== undefined) locks.give(lock, rank, actor.name);
        run.released();
        return;
      case 'gather':
        run.gather(array);
        this.move.say(`pages ${run.gathered.join(' ') || 'none'}`);
        return;
      case 'span':
        if (action.tail.map !== undefined) array.map(action.tail.map, action.start, action.start + action.length);
        run.passedSpan();
    }
  }

  // Units

  #begin(performer: Performer, action: UnitAction, fault: string | undefined): void {
    const found = this.#rule(action);
    const faulty = found.faults.find(([name]) => name === fault)?.[1];
    const rule = faulty === undefined ? found : ruleByNeeds(this.world.state, faulty);
    this.move.begin(performer.rank, action.table.name, [action.page], 0, fault);
    this.#array(action.table.array).store.set(action.page, rule.during);
    this.move.say(rule.outcome ?? '');
    if (faulty !== undefined && fault !== undefined && this.world.model.failuresAreTold && isSilentRule(found, rule))
      this.move.broken = silent(fault);
    if (!rule.immediate) {
      performer.flight = { action, rule };
      return;
    }
    applyUnitEffects(this.world.state, performer.sweep as SweepRun, action, rule);
    pass(performer, action, rule);
  }

  #commit(performer: Performer): void {
    const { action, rule } = performer.flight as NonNullable<Performer['flight']>;
    const { store } = this.#array(action.table.array);
    this.move.begin(performer.rank, `end of ${action.table.name} on`, [action.page], 0, undefined);
    this.move.say(rule.outcome ?? '');
    performer.flight = undefined;
    if (store.get(action.page) === rule.during) {
      store.set(action.page, rule.after);
      applyUnitEffects(this.world.state, performer.sweep as SweepRun, action, rule);
    }
    pass(performer, action, rule);
  }

  #rule({ table, page }: UnitAction): CompiledRule {
    const { state } = this.world;
    const compiled = this.#rules.table(table, this.#array(table.array));
    return ruleByNeeds(state, compiled.rule(state.view, compiled.array.store.get(page)));
  }

  #inFlight({ table, page }: UnitAction): boolean {
    return this.world.performers.some(
      ({ flight }) => flight !== undefined && flight.action.table.array === table.array && flight.action.page === page,
    );
  }

  #array(name: string): PageArray {
    return this.world.state.pages.get(name) as PageArray;
  }
}

/** Behind a unit. A sweep that is over and does not look at signals ends at once: that touches nothing shared. */
function pass(performer: Performer, action: UnitAction, rule: CompiledRule): void {
  const run = performer.sweep as SweepRun;
  run.passed(action, rule.stop);
  if (run.sweep.options.signals !== undefined) return;
  const then = performer.boundary();
  if (then.kind === 'finish') performer.tell(then.end);
}
