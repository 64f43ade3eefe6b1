import type { MachineModel } from '../engine/machine-model.js';
import { formatPath } from '../errors/format-path.js';
import type { Actor } from '../protocol/actor.js';
import { fail } from '../protocol/fail.js';
import type { Plain, Row } from '../protocol/outcomes.js';
import { sendFatalSignal, stepsOver } from '../protocol/step.js';
import { here, sub, type Task } from '../protocol/task.js';
import { begin } from './initial-state.js';
import { type Instruments, instrumented } from './instrument.js';
import {
  FATAL_SIGNAL,
  FIRST_ACTOR,
  type LitmusTest,
  type LitmusTestActor,
  type LitmusTestCall,
} from './litmus-test.js';
import {
  BEGUN,
  beginRecorder,
  chanceField,
  countField,
  isWatched,
  LEFT,
  recorderDeclarations,
  returnedField,
  timesField,
} from './recorder.js';
import { sayResult } from './resolve-calls.js';

type Recorder = Record<string, number | boolean>;
const step = stepsOver<Recorder>();

/** The machine of a litmus file: its declared state and the recorder, its calls as tasks, who sends signals. */
export function litmusModel(test: LitmusTest): MachineModel {
  const { architecture, machine, actors, faults } = test;
  return {
    declarations: { ...architecture.model.declare(machine), ...recorderDeclarations(test) },
    locks: architecture.model.locks(machine),
    begin: (s) => {
      begin(test, s);
      beginRecorder(test, s);
    },
    actors: [
      ...actors.map((actor) => actorOf(actor, test)),
      ...faults.filter(({ name }) => name === FATAL_SIGNAL).map(({ actor = '', times }) => killer(actor, times)),
    ],
  };
}

/** How many faults may strike in one execution; signals are actors of their own. */
export const faultBudget = ({ faults }: LitmusTest): number =>
  faults.filter(({ name }) => name !== FATAL_SIGNAL).reduce((sum, { times }) => sum + times, 0);

const awaitFirstCalls = step({ name: 'begins', guard: (s) => s[BEGUN] === true });

function actorOf(actor: LitmusTestActor, test: LitmusTest): Actor {
  const { name, daemon, waits, calls } = actor;
  const moves = calls.map((call, i) => callTask(actor, call, i === calls.length - 1, test));
  return {
    name,
    daemon,
    *task() {
      if (waits) yield* awaitFirstCalls();
      for (const [i, move] of moves.entries()) {
        yield* here('call', i);
        yield* move();
      }
    },
  };
}

const nameOf = ({ name }: LitmusTestActor): string => name;

/** One call, and the step that judges what it gave back. */
function callTask(actor: LitmusTestActor, call: LitmusTestCall, isLast: boolean, test: LitmusTest): () => Task {
  const { machine } = test;
  const { task, results = {} } = call.call;
  const others = test.actors.filter(({ name, waits }) => name !== actor.name && waits === actor.waits).map(nameOf);
  const instruments = instrumentsOf(actor, call, test);
  const isPlain = faultBudget(test) === 0 && instruments.counted.size + instruments.certain.size === 0;
  const watched = isPlain ? <R>(plain: Task<R>) => plain : instrumented(instruments);
  const perform = sub(function* perform(): Task<Row | undefined | void> {
    return yield* watched(task(machine, call.args, call.by, others));
  });
  const isKilled = call.faults.some((fault) => fault.name === FATAL_SIGNAL);
  const returns = returnStep(actor, call, isLast);
  return function* move() {
    if (isKilled) yield* sendFatalSignal(actor.name);
    const row = yield* perform();
    yield* returns(...Object.entries(results).map(([name, result]) => sayResult(result, row?.[name] as Plain)));
  };
}

/** What is looked at while the call is made. */
function instrumentsOf(
  { name: actor }: LitmusTestActor,
  { counts, faults }: LitmusTestCall,
  test: LitmusTest,
): Instruments {
  const struck = test.faults.filter((fault) => fault.name !== FATAL_SIGNAL && (fault.actor ?? actor) === actor);
  return {
    counted: new Map(counts.map((count) => [count.operation, countField(count)])),
    certain: new Map(
      faults.filter(({ name }) => name !== FATAL_SIGNAL).map((fault) => [fault.name, chanceField(fault)]),
    ),
    possible: new Map(struck.map((fault) => [fault.name, timesField(fault)])),
  };
}

/** The moment at which a call has returned: what it gave back and did is compared with what is expected. */
function returnStep({ name: actor, daemon }: LitmusTestActor, call: LitmusTestCall, isLast: boolean) {
  const { returns, counts, faults } = call;
  const names = Object.keys(call.call.results ?? {});
  return step<string[]>({
    name: `${call.call.name} returns`,
    apply: (s, got) => {
      const differs = [...(returns ?? [])].some(([name, expected]) => got[names.indexOf(name)] !== expected);
      if (differs) fail(formatPath([...call.path, 'returns']), sayResults(call, names, got));
      for (const count of counts) {
        const counted = s[countField(count)];
        if (counted !== count.expected) fail(formatPath(count.path), `${counted}`);
        s[countField(count)] = 0;
      }
      for (const fault of faults) {
        if (fault.name === FATAL_SIGNAL) s[chanceField(fault)] = 0;
        else if (s[chanceField(fault)] !== 0) fail(formatPath(fault.path), 'an execution gives it no such chance');
      }
      if (isWatched(call)) s[returnedField(call)] = true;
      if (!isLast) return;
      if (!daemon) s[LEFT] = (s[LEFT] as number) - 1;
      if (actor === FIRST_ACTOR) s[BEGUN] = true;
    },
  });
}

/** `errno EINVAL, rc 0`, or the value alone of a call that gives back one. */
export const sayResults = ({ call }: LitmusTestCall, names: readonly string[], values: readonly string[]): string =>
  Object.keys(call.results ?? {}).length === 1
    ? String(values[0])
    : names.map((name, i) => `${name} ${values[i]}`).join(', ');

/** Somebody who may send a fatal signal at any moment, or never. */
const killer = (actor: string, times: number): Actor => ({
  name: `${FATAL_SIGNAL}@${actor}`,
  daemon: true,
  *task() {
    for (let sent = 0; sent < times; sent++) yield* sendFatalSignal(actor);
  },
});
