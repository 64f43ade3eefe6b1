import { impureApply, impureGuard, undeclaredObservation } from '../errors/messages/author.js';
import { isPropertyBroken } from '../protocol/fail.js';
import type { PageSeen } from '../protocol/outcomes.js';
import type { Step } from '../protocol/step.js';
import { changedFields, describeState } from '../state/describe-state.js';
import type { Watch } from './watch.js';

/** The same step; while the watch is close, all its functions are watched. What the copy does not have it inherits from the step. */
export function watchedStep(step: Step, watch: Watch): Step {
  return Object.create(step, { definition: { value: Object.freeze(watchedDefinition(step, watch)) } }) as Step;
}

function watchedDefinition(step: Step, watch: Watch): Step['definition'] {
  const { definition } = step;
  const { name, choices, guard, acquires, releases, signals, units } = definition;
  const ofArguments =
    <A, R>(answer: (args: A) => R) =>
    (args: A): R =>
      watch.close ? watch.outside(() => answer(args)) : answer(args);
  return {
    ...definition,
    ...(typeof choices === 'function' && { choices: ofArguments(choices) }),
    ...(acquires !== undefined && { acquires: ofArguments(acquires) }),
    ...(releases !== undefined && { releases: ofArguments(releases) }),
    ...(signals !== undefined && { signals: ofArguments(signals) }),
    ...(guard !== undefined && {
      guard: (s, args, choice) => {
        if (!watch.close) return guard(s, args, choice);
        const [first, second] = watch.asking(name, 'guard', () => [guard(s, args, choice), guard(s, args, choice)]);
        if (first !== second) throw impureGuard(name, `it answers ${first}, then ${second}`);
        return first;
      },
    }),
    apply: (s, args, choice, fault) => {
      const apply = () => definition.apply?.(s, args, choice, fault);
      if (!watch.close) return apply();
      if (units !== undefined) watch.counting(name, 'units', () => units(s, args));
      return appliedTwice(step, watch, apply);
    },
  };
}

/** What `apply` gives, if it gives the same twice. */
function appliedTwice(step: Step, watch: Watch, apply: () => unknown): unknown {
  const { name } = step.definition;
  const { bytes } = watch.behind;
  const before = bytes.slice();
  const first = resultOf(step, watch, apply);
  const after = bytes.slice();
  bytes.set(before);
  const second = resultOf(step, watch, apply);
  watch.made.purity++;
  if (first.said !== second.said) throw impureApply(name, `it returns ${first.said}, then ${second.said}`);
  if (after.some((byte, i) => byte !== bytes[i])) throw impureApply(name, differenceOf(watch, after));
  return second.give();
}

interface Result {
  readonly said: string;
  readonly give: () => unknown;
}

function resultOf({ outcomes }: Step, watch: Watch, apply: () => unknown): Result {
  try {
    const told = watch.changing(apply);
    if (outcomes.kind === 'page') refuseNoPage(told as PageSeen);
    return { said: outcomes.label(outcomes.encode(told)) || 'nothing', give: () => told };
  } catch (error) {
    if (!isPropertyBroken(error)) throw error;
    const give = (): never => {
      throw error;
    };
    return { said: error.message, give };
  }
}

const isIn = (value: number, from: number, to: number): boolean =>
  Number.isInteger(value) && value >= from && value <= to;

/** A flag that is too large would be taken for another page. */
function refuseNoPage({ page, flag }: PageSeen): void {
  if (!isIn(page, -1, Number.MAX_SAFE_INTEGER) || !isIn(flag, 0, 15))
    throw undeclaredObservation(`page ${page} with flag ${flag}`, 'a page with a flag of 0..15');
}

/** The first field that differs between `first` and the state behind the move. */
function differenceOf(watch: Watch, first: Uint8Array): string {
  const { bytes, state } = watch.behind;
  const second = describeState(state);
  bytes.set(first);
  const [change] = changedFields(describeState(state), second);
  return change === undefined ? 'unused bytes differ' : `${change.field} is ${change.from}, then ${change.to}`;
}
