import { names, type Row } from '../../protocol/outcomes.js';
import { type Step, stepsOver } from '../../protocol/step.js';
import type { Marker, Task } from '../../protocol/task.js';
import type { Declarations } from '../../state/declare.js';
import { type Item, labelOf, redefined } from './mutant.js';
import { isChosen, type Touch, withoutEffect } from './steps.js';

/** What is put off belongs to the position of a task: frames that end and `here` would forget it. */
function withPutOff(marker: Marker, late: Item): Marker {
  const putOff = labelOf(late);
  if (marker.kind === 'here') return { ...marker, live: [...marker.live, putOff] };
  if (marker.kind !== 'leave') return marker;
  const { value } = marker;
  const returned: Row = typeof value === 'object' ? value : value === undefined ? {} : { value };
  return { ...marker, value: { ...returned, 'put off': putOff } };
}
const noTimeYet = stepsOver<unknown>()<[what: string], 'later', 'later'>({
  name: 'later',
  outcomes: names('later'),
  apply: () => 'later',
});

const isUnlock = ({ definition: { apply, releases } }: Step): boolean => apply === undefined && releases !== undefined;

/** Whether its effect can be put off: a sweep is taken to finish, so nothing may be told by how it ends. */
export const canBePutOff = (item: Item): boolean =>
  item.kind === 'sweep'
    ? item.options.signals === undefined
    : !isChosen(item) && !isUnlock(item) && (item.definition.apply ?? item.definition.acquires) !== undefined;

/** Whether something may be put off behind it: unlocks, questions of the environment and what only takes time do not count. */
export const canComeFirst = (item: Item): boolean =>
  item.kind === 'sweep' || (!isChosen(item) && (item.definition.apply ?? item.definition.acquires) !== undefined);

/** The step as it is met first: it tells what it would have told, does nothing and takes no lock. */
function announced(item: Item, declarations: Declarations, touch: Touch): Step {
  if (item.kind === 'sweep' || item.definition.apply === undefined) return noTimeYet(labelOf(item)) as Step;
  const { acquires: _acquires, releases: _releases, faults: _faults, ...definition } = item.definition;
  const bare = Object.create(item, { definition: { value: Object.freeze(definition) } }) as Step;
  return withoutEffect(bare, declarations, touch);
}

/** The step as it comes behind the other one: its task is told nothing, it waits for no guard. */
function putOff(item: Item): Item {
  if (item.kind === 'sweep') return item;
  const { guard: _guard, faults: _faults, ...definition } = item.definition;
  const late = Object.create(item, { definition: { value: Object.freeze(definition) } }) as Step;
  return redefined(late, { name: `${definition.name} (late)` });
}

/** What swapping two adjacent items needs, once per machine: interned things stay interned. */
export interface Swap {
  readonly announced: (item: Item) => Step;
  readonly putOff: (item: Item) => Item;
}

export const swapOver = (
  declarations: Declarations,
  touch: Touch,
  once: <V>(make: (item: Item) => V) => (item: Item) => V,
): Swap => ({
  announced: once((item) => announced(item, declarations, touch)),
  putOff: once(putOff),
});

/** Told when `first` has an effect at all, and when `second` comes behind it: on some ways they are no neighbours. */
interface Told {
  readonly changes: Touch;
  readonly meet: Touch;
}

/** The same task, where `first` takes effect behind `second` whenever they are adjacent. */
export const swapping = (first: string, second: string, swap: Swap, { changes, meet }: Told) =>
  function* swapped(task: Task<unknown>): Task<unknown> {
    let late: Item | undefined;
    for (let answer: unknown; ; ) {
      const { done, value } = task.next(answer);
      if (done === true) {
        if (late !== undefined) yield swap.putOff(late);
        return value;
      }
      if (value.kind !== 'step' && value.kind !== 'sweep') {
        answer = yield late === undefined ? value : withPutOff(value, late);
        continue;
      }
      if (late !== undefined) {
        const isPair = labelOf(value) === second;
        if (isPair) {
          meet();
          if (late.kind === 'sweep' || late.definition.apply === undefined) changes();
          answer = yield value;
        }
        yield swap.putOff(late);
        late = undefined;
        if (isPair) continue;
      }
      if (labelOf(value) !== first || !canBePutOff(value)) {
        answer = yield value;
        continue;
      }
      late = value;
      const told: unknown = yield swap.announced(value);
      answer = value.kind === 'sweep' ? 'finished' : value.definition.apply === undefined ? undefined : told;
    }
  };
