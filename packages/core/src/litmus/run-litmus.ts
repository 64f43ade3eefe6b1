import { type DecideOptions, decide, type Violation, type WalkLimits, type WalkResult } from '../check/index.js';
import { type Path, placeOf } from '../document/places.js';
import type { MachineModel } from '../engine/machine-model.js';
import type { Finding, Where } from '../errors/finding.js';
import { locate } from '../errors/finding.js';
import { formatPath } from '../errors/format-path.js';
import { isInputError } from '../errors/input-error.js';
import { litmusBeyondModel, litmusUnreachable } from '../errors/messages/litmus.js';
import { explainWalkError } from '../machine/too-large-to-check.js';
import type { BoundProperty } from '../properties/index.js';
import { faultBudget, litmusModel, sayResults } from './litmus-model.js';
import { promisesOf, situationOf } from './litmus-properties.js';
import type { LitmusFailure, LitmusResult, LitmusViolation } from './litmus-result.js';
import { FATAL_SIGNAL, type LitmusTest, type LitmusTestCall } from './litmus-test.js';
import { readableTrace } from './readable-trace.js';
import { chanceField, isWatched, LEFT, RECORDER, returnedField, timesField } from './recorder.js';
import { stateAfter } from './state-after.js';

export type LitmusOptions = Pick<DecideOptions, keyof WalkLimits | 'bus' | 'signal' | 'symmetry'>;

/** Walks through every execution of a litmus file and compares them with what it expects. */
export function runLitmus(test: LitmusTest, options: LitmusOptions = {}): LitmusResult {
  const model = litmusModel(test);
  try {
    const { memory } = test.architecture.model;
    const result = decide(model, propertiesOf(test), { ...options, memory, faults: faultBudget(test) });
    return new Judgement(test, model, result).result();
  } catch (error) {
    const { architecture, machine } = test;
    const explained = explainWalkError(error, architecture, machine);
    // The state's bounds, what cannot be counted, and what plugins say when they have no room: the file went too far.
    if (!isInputError(explained) && !(explained instanceof RangeError)) throw explained;
    return { outcome: 'error', failures: [], findings: beyond(explained, test), states: 0, transitions: 0 };
  }
}

function beyond(error: unknown, { places, actors }: LitmusTest): Finding[] {
  const whole = placeOf(places, []);
  if (!isInputError(error)) return [litmusBeyondModel((error as Error).message, whole)];
  const counts = actors.flatMap(({ calls }) => calls.flatMap((call) => call.counts));
  return error.findings.map((found) => {
    const count = counts.find(({ path }) => formatPath(path) === found.where?.path);
    return count === undefined ? litmusBeyondModel(found.message, whole) : locate(found, placeOf(places, count.path));
  });
}

const THEN = 'then';

/** Something that at least one execution must come to, else an expectation was never looked at. */
interface Visit extends BoundProperty {
  readonly path: Path;
  readonly missed: string;
}

const returnedVisit = ({ path }: LitmusTestCall): string => `${RECORDER}returned ${formatPath(path)}`;

const visit = (id: string, path: Path, missed: string, holds: (s: Record<string, unknown>) => boolean): Visit => ({
  id,
  kind: 'sometimes',
  summary: missed,
  source: 'docs/litmus.md',
  holds,
  path,
  missed,
});

/** What must be visited, whatever is expected. */
function visitsOf({ actors, faults, atEnd }: LitmusTest): Visit[] {
  const calls = actors.flatMap((actor) => actor.calls).filter(isWatched);
  return [
    ...calls.map((call) =>
      visit(
        returnedVisit(call),
        call.path,
        'no execution returns from this call',
        (s) => s[returnedField(call)] === true,
      ),
    ),
    ...(atEnd === undefined
      ? []
      : [visit(`${RECORDER}final`, [THEN], 'no execution comes to an end', (s) => s[LEFT] === 0)]),
    ...faults
      .filter(({ name }) => name !== FATAL_SIGNAL)
      .map((fault) =>
        visit(
          `${RECORDER}struck ${formatPath(fault.path)}`,
          fault.path,
          'no execution gives this fault a chance',
          (s) => (s[timesField(fault)] as number) < fault.times,
        ),
      ),
  ];
}

/** What is promised "in the end" is promised of whole teardowns, so it is looked at only where a file names it. */
function propertiesOf(test: LitmusTest): BoundProperty[] {
  const { architecture, machine, atEnd, violates, reaches } = test;
  const promises = promisesOf(architecture, machine).filter(({ id, kind }) => kind === 'always' || id === violates);
  const ofEnd: BoundProperty[] =
    atEnd === undefined
      ? []
      : [
          {
            id: THEN,
            kind: 'always',
            summary: 'what holds in every final state',
            source: 'the file',
            holds: (s) => s[LEFT] > 0 || atEnd.every(({ actual, expected }) => actual(s) === expected),
          },
        ];
  return [...promises, ...ofEnd, ...visitsOf(test), ...reaches.map(({ id }) => situationOf(architecture, machine, id))];
}

class Judgement {
  readonly #reached: ReadonlySet<string>;

  constructor(
    readonly test: LitmusTest,
    readonly model: MachineModel,
    readonly walked: WalkResult,
  ) {
    this.#reached = new Set(walked.sometimes.filter(({ reached }) => reached).map(({ id }) => id));
  }

  result(): LitmusResult {
    const { states, transitions, verdict, limit } = this.walked;
    const broken = this.walked.violation?.kind === 'sometimes' ? undefined : this.walked.violation;
    if (verdict === 'unknown')
      return {
        outcome: 'unknown',
        failures: [],
        findings: [],
        states,
        transitions,
        ...(limit !== undefined && { limit }),
      };
    const isExpected = broken !== undefined && broken.property === this.test.violates;
    const failures = broken !== undefined && !isExpected ? [this.#broken(broken)] : this.#missed(broken);
    const findings = broken === undefined ? this.#unvisited() : isExpected ? this.#unvisitedBefore(broken) : [];
    const error = findings.length > 0;
    return {
      outcome: error ? 'error' : failures.length > 0 ? 'failed' : 'ok',
      failures: error ? [] : failures,
      findings,
      ...(broken !== undefined && { violation: this.#violation(broken) }),
      states,
      transitions,
    };
  }

  #where(path: Path): Where {
    return placeOf(this.test.places, path);
  }

  /** What no execution came to. */
  #unvisited(): Finding[] {
    return visitsOf(this.test)
      .filter(({ id }) => !this.#reached.has(id))
      .map(({ missed, path }) => litmusUnreachable(missed, this.#where(path)));
  }

  /** The walk ends at a violation: what is expected of a call must be judged before, what is certain to fail fail before. */
  #unvisitedBefore({ trace }: Violation): Finding[] {
    const calls = this.test.actors.flatMap((actor) => actor.calls);
    const struck = new Set(
      trace.flatMap(({ changes }) => changes.flatMap(({ field, to }) => (to === 0 ? [field] : []))),
    );
    const behind = 'the violation comes before';
    return calls.flatMap((call) => {
      const { returns, counts, faults, path } = call;
      const isJudged = this.#reached.has(returnedVisit(call));
      const expects = returns !== undefined || counts.length > 0;
      return [
        ...(expects && !isJudged ? [litmusUnreachable(`${behind} this call returns`, this.#where(path))] : []),
        ...faults
          .filter((fault) => fault.name !== FATAL_SIGNAL && !struck.has(chanceField(fault)))
          .map((fault) => litmusUnreachable(`${behind} this fault strikes`, this.#where(fault.path))),
      ];
    });
  }

  #missed(broken: Violation | undefined): LitmusFailure[] {
    const { violates, reaches } = this.test;
    const all = 'no state does';
    if (violates !== undefined)
      return broken === undefined
        ? [{ where: this.#where(['violates']), expected: `a state violates ${violates}`, happened: all }]
        : [];
    return reaches
      .filter(({ id }) => !this.#reached.has(id))
      .map(({ id, path }) => ({ where: this.#where(path), expected: `a state reaches ${id}`, happened: all }));
  }

  /** The expectation that was violated: one that the file states of a call or of the end, or that every promise is kept. */
  #broken(broken: Violation): LitmusFailure {
    const { property, detail = '' } = broken;
    if (property === THEN) return this.#then(broken);
    for (const call of this.test.actors.flatMap(({ calls }) => calls)) {
      const found = this.#ofCall(call, property, detail);
      if (found !== undefined) return found;
    }
    const { violates } = this.test;
    const where = this.#where([violates === undefined ? 'verdict' : 'violates']);
    const said = detail === '' ? broken.summary : `${broken.summary} (${detail})`;
    return {
      where,
      expected: violates === undefined ? 'valid' : `violates ${violates}`,
      happened: `${property} is violated: ${said}`,
    };
  }

  #ofCall(made: LitmusTestCall, property: string, detail: string): LitmusFailure | undefined {
    const { path, call, returns, counts, faults } = made;
    const is = (at: Path): boolean => formatPath(at) === property;
    const count = counts.find((one) => is(one.path));
    if (count !== undefined)
      return {
        where: this.#where(count.path),
        expected: `${call.name}: ${count.operation} ${count.expected}`,
        happened: `${count.operation} ${detail}`,
      };
    const fault = faults.find((one) => is(one.path));
    if (fault !== undefined)
      return { where: this.#where(fault.path), expected: `${call.name}: ${fault.name} strikes`, happened: detail };
    if (!is([...path, 'returns']) || returns === undefined) return undefined;
    return {
      where: this.#where([...path, 'returns']),
      expected: `${call.name}: ${sayResults(made, [...returns.keys()], [...returns.values()])}`,
      happened: detail,
    };
  }

  #then({ trace }: Violation): LitmusFailure {
    const state = stateAfter(this.model, trace);
    const wrong = (this.test.atEnd ?? []).filter(({ actual, expected }) => actual(state) !== expected);
    const [first] = wrong;
    return {
      where: this.#where(wrong.length === 1 && first !== undefined ? first.path : [THEN]),
      expected: wrong.map(({ label, expected }) => `${label} ${expected}`).join(', '),
      happened: wrong.map(({ label, actual }) => `${label} ${actual(state)}`).join(', '),
    };
  }

  #violation({ property, summary, source, detail, trace }: Violation): LitmusViolation {
    const readable = readableTrace(this.test, trace);
    return { property, summary, source, ...(detail !== undefined && { detail }), trace: readable };
  }
}
