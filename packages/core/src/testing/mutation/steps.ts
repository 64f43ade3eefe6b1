import type { Step } from '../../protocol/step.js';
import type { Declarations } from '../../state/declare.js';
import { redefined } from './mutant.js';
import { rememberState } from './remember-state.js';

/** Told of each time a mutant made a difference at its place. */
export type Touch = () => void;

/** The step without its effect; its task sees what it would have seen. */
export const withoutEffect = (step: Step, declarations: Declarations, touch: Touch): Step =>
  redefined(step, {
    apply: (s, args, choice, fault) => {
      const restore = rememberState(declarations, s);
      try {
        return step.definition.apply?.(s, args, choice, fault);
      } finally {
        if (restore()) touch();
      }
    },
  });

/** The step without its guard. */
export const withoutGuard = (step: Step, touch: Touch): Step =>
  redefined(step, {
    guard: (s, args, choice) => {
      if (step.definition.guard?.(s, args, choice) === false) touch();
      return true;
    },
  });

/** Whether the environment chooses in it: then it is no part of the policy. */
export const isChosen = ({ definition: { choices = 1 } }: Step): boolean =>
  typeof choices === 'function' || choices > 1;
