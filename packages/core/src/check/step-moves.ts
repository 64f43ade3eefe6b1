import { applyStep } from './apply-step.js';
import { BLOCKED } from './effects.js';
import type { MoveMaker, Visit } from './move-maker.js';
import type { Position } from './positions.js';
import { observed, type PreparedStep } from './prepared.js';
import { isSilentStep, silent } from './silent-failure.js';

/** The moves of actors that stand before a step: one for each choice, and for each fault that can strike. */
export class StepMoves {
  /** What the last step without a fault told, and the declared state behind it. */
  #told = 0;
  #toldIn = 0;

  constructor(readonly maker: MoveMaker) {}

  visit(rank: number, position: Position, prepared: PreparedStep, visit: Visit): void {
    const { current } = this.maker;
    const { choices, faults, acquires, questions } = prepared;
    if (acquires !== undefined && !current.lockIsFree(acquires, rank, this.maker.name(rank))) return;
    const strikes = faults.length > 0 && current.faultsLeft > 0;
    for (let choice = 0; choice < choices; choice++) {
      const question = questions + choice * (1 + faults.length);
      const code = this.#effect(rank, prepared, choice, undefined, question);
      if (code === BLOCKED) continue;
      this.#told = code;
      this.#toldIn = this.maker.next.sharedNumber;
      this.#finish(rank, position, prepared, code, visit);
      if (strikes) this.#struck(rank, position, prepared, choice, question, visit);
    }
  }

  #struck(
    rank: number,
    position: Position,
    prepared: PreparedStep,
    choice: number,
    question: number,
    visit: Visit,
  ): void {
    const { model, move, next } = this.maker;
    for (const [i, fault] of prepared.faults.entries()) {
      const code = this.#effect(rank, prepared, choice, fault, question + 1 + i);
      if (model.failuresAreTold && isSilentStep(this.#told === code, this.#toldIn === next.sharedNumber))
        move.broken ??= silent(fault);
      this.#finish(rank, position, prepared, code, visit);
    }
  }

  /** The code of what the step tells, its effect being in `next`; BLOCKED if its guard does not let it happen. */
  #effect(rank: number, prepared: PreparedStep, choice: number, fault: string | undefined, question: number): number {
    const { current, next, effects, move } = this.maker;
    if (effects.isOff) return this.#found(rank, prepared, choice, fault);
    const from = current.sharedNumber;
    if (effects.recall(from, question)) {
      if (effects.code === BLOCKED) return BLOCKED;
      this.maker.open(rank, prepared.name, prepared.args, choice, fault).sharedNumber = effects.after;
      return effects.code;
    }
    const code = this.#found(rank, prepared, choice, fault);
    if (code === BLOCKED) effects.remember(from, question, from, BLOCKED);
    else if (move.broken === undefined) effects.remember(from, question, next.sharedNumber, code);
    return code;
  }

  #found(rank: number, prepared: PreparedStep, choice: number, fault: string | undefined): number {
    const { maker } = this;
    const { name, guard, args } = prepared;
    if (fault === undefined && guard !== undefined && !guard(maker.current.shared.view, args, choice)) return BLOCKED;
    const next = maker.open(rank, name, args, choice, fault);
    const code = applyStep(prepared, next.open().view, maker.move);
    next.seal();
    return code;
  }

  #finish(rank: number, position: Position, prepared: PreparedStep, code: number, visit: Visit): void {
    const { maker } = this;
    const { outcomes, acquires, releases, signals, after } = prepared;
    if (acquires !== undefined) maker.next.take(acquires, rank);
    if (releases !== undefined) maker.next.give(releases, rank, maker.name(rank));
    if (signals.length > 0) for (const target of signals) maker.signal(target);
    maker.move.tell(outcomes, code);
    let to = after[code];
    if (to === undefined) {
      to = maker.of(rank).after(position, observed(outcomes, code));
      after[code] = to;
    }
    maker.close(rank, to, visit);
  }
}
