import { naiveSweep } from './naive-sweep.js';
import { type Act, PAGES, type Scenario } from './scenario.js';
import { ENTRIES } from './scenario-model.js';

export interface NaiveResult {
  readonly endNs: number;
  /** What the actors said behind each act. */
  readonly log: readonly string[];
  readonly pages: readonly number[];
  readonly entries: readonly number[];
  readonly pool: number;
  /** Sum of gain * instant. */
  readonly moments: number;
  readonly actors: readonly Times[];
}

interface Times {
  end: 'done' | 'blocked';
  endNs: number;
  cpuNs: number;
  spinNs: number;
  lockWaitNs: number;
  guardWaitNs: number;
  queueWaitNs: number;
}

/** What a program asks the world for. */
export type Request =
  | 'boundary'
  | 'lock'
  | 'guard'
  | { readonly for: number }
  | { readonly sleep: number }
  | { readonly spin: Flight };

export type Program<R = void> = Generator<Request, R, void>;

/** A unit on a page that has begun and not ended. */
export interface Flight {
  readonly actor: Person;
  readonly page: number;
  readonly ends: number;
}

export interface Person {
  readonly rank: number;
  readonly times: Times;
  program: Program;
  state: 'cpu' | 'spins' | 'queued' | 'asleep' | 'waits' | 'over';
  /** When it acts next, if it has a CPU or sleeps. */
  at: number;
  since: number;
  sliceStart: number;
  signalled: boolean;
  /** It is in a sweep that looks at signals page by page. */
  listens: boolean;
  flight: Flight | undefined;
  spinsOn: Flight | undefined;
  /** While it waits: may it go on? */
  ready: () => boolean;
  waitsFor: 'lockWaitNs' | 'guardWaitNs';
}

/**
 * A second, deliberately different interpreter of scenarios: time advances by one nanosecond at a time, sweeps are loops written
 * by hand, a lock is a list of tickets. It shares no code with the engine, so that an error in what all executors share shows.
 */
export class NaiveWorld {
  now = 0;
  readonly pages: number[];
  readonly entries: number[] = Array.from({ length: PAGES }, () => ENTRIES);
  pool = 0;
  moments = 0;
  readonly people: Person[];
  readonly #log: string[] = [];
  readonly #queue: Person[] = [];
  /** Of the one lock, in order of arrival; the first one holds it, and so do shared ones that only shared ones precede. */
  readonly #tickets: { readonly who: Person; readonly shared: boolean }[] = [];
  #free: number;
  #last = 0;

  constructor(readonly scenario: Scenario) {
    this.pages = [...scenario.pages];
    this.#free = scenario.cpus;
    this.people = scenario.actors.map((acts, rank) => this.#person(acts, rank));
  }

  run(): NaiveResult {
    for (const person of this.people) this.#seat(person);
    while (this.#tick()) this.now++;
    const { pages, entries, pool, moments } = this;
    const actors = this.people.map(({ times }) => times);
    return { endNs: this.#last, log: this.#log, pages, entries, pool, moments, actors };
  }

  /** Everything that happens at this instant: again and again whoever has the lowest rank. False when nothing is left to come. */
  #tick(): boolean {
    let alive = this.people.some(({ state, at }) => (state === 'cpu' || state === 'asleep') && at > this.now);
    for (;;) {
      const next = this.people.find(({ state, at }) => (state === 'cpu' || state === 'asleep') && at <= this.now);
      if (next === undefined) return alive;
      alive = true;
      this.#last = this.now;
      if (next.state === 'asleep') this.#seat(next);
      else this.#go(next);
    }
  }

  #go(person: Person): void {
    for (;;) {
      const { done, value: request } = person.program.next();
      if (done === true) {
        person.times.end = 'done';
        person.times.endNs = this.now;
        this.#leave(person, 'over');
        return;
      }
      if (request === 'boundary') {
        if (this.#queue.length === 0 || this.now - person.sliceStart < this.scenario.sliceNs) continue;
        this.#free++;
        this.#seat(person);
        return;
      }
      if (request === 'lock' || request === 'guard') {
        person.waitsFor = request === 'lock' ? 'lockWaitNs' : 'guardWaitNs';
        this.#leave(person, 'waits');
        return;
      }
      if ('sleep' in request) {
        person.at = request.sleep;
        this.#leave(person, 'asleep');
        return;
      }
      if ('spin' in request) {
        person.state = 'spins';
        person.spinsOn = request.spin;
        person.since = this.now;
        return;
      }
      person.times.cpuNs += request.for;
      person.at = this.now + request.for;
      if (request.for > 0) return;
    }
  }

  /** It wants a CPU: at once if there is one and nobody came before. */
  #seat(person: Person): void {
    if (person.state === 'waits') person.times[person.waitsFor] += this.now - person.since;
    person.since = this.now;
    person.state = 'queued';
    this.#queue.push(person);
    this.#dispatch();
  }

  #leave(person: Person, state: Person['state']): void {
    person.state = state;
    person.since = this.now;
    this.#free++;
    this.#dispatch();
  }

  #dispatch(): void {
    while (this.#free > 0 && this.#queue.length > 0) {
      const person = this.#queue.shift() as Person;
      person.times.queueWaitNs += this.now - person.since;
      person.state = 'cpu';
      person.at = this.now;
      person.sliceStart = this.now;
      this.#free--;
    }
  }

  /** Those whose wait is over: for the lock in order of arrival, for the pool in order of rank. */
  wake(): void {
    const order = [...this.#tickets.map(({ who }) => who), ...this.people];
    for (const person of order) if (person.state === 'waits' && person.ready()) this.#seat(person);
  }

  /** Those who have waited for a unit to end look again. */
  land(flight: Flight): void {
    for (const person of this.people) {
      if (person.spinsOn !== flight) continue;
      person.spinsOn = undefined;
      person.times.spinNs += this.now - person.since;
      person.times.cpuNs += this.now - person.since;
      person.state = 'cpu';
      person.at = this.now;
    }
  }

  *lock(shared: boolean, me: Person): Program {
    const ticket = { who: me, shared };
    this.#tickets.push(ticket);
    me.ready = () => {
      const upToMe = this.#tickets.slice(0, this.#tickets.indexOf(ticket) + 1);
      return upToMe.length === 1 || upToMe.every((other) => other.shared);
    };
    if (me.ready()) return;
    yield 'lock';
    yield 'boundary';
  }

  unlock(me: Person): void {
    const mine = this.#tickets.findIndex(({ who }) => who === me);
    this.#tickets.splice(mine, 1);
    this.wake();
  }

  #signal(target: Person): void {
    if (target.state === 'over') return;
    target.signalled = true;
    if (target.state === 'asleep' && target.listens) this.#seat(target);
  }

  #person(acts: readonly Act[], rank: number): Person {
    const person: Omit<Person, 'program'> = {
      rank,
      times: { end: 'blocked', endNs: 0, cpuNs: 0, spinNs: 0, lockWaitNs: 0, guardWaitNs: 0, queueWaitNs: 0 },
      state: 'queued',
      at: 0,
      since: 0,
      sliceStart: 0,
      signalled: false,
      listens: false,
      flight: undefined,
      spinsOn: undefined,
      ready: () => true,
      waitsFor: 'guardWaitNs',
    };
    return Object.assign(person, { program: this.#program(acts, person as Person) });
  }

  *#program(acts: readonly Act[], me: Person): Program {
    for (const [i, act] of acts.entries()) {
      const end = act.kind === 'sweep' ? yield* naiveSweep(this, act, me) : yield* this.#act(act, me);
      this.#log.push(`${this.now} actor${me.rank} ${i} ${end}`);
    }
  }

  *#act(act: Exclude<Act, { kind: 'sweep' }>, me: Person): Program<string> {
    yield 'boundary';
    switch (act.kind) {
      case 'spend':
        yield { for: act.ns };
        break;
      case 'write':
        this.pages[act.page] = act.st;
        break;
      case 'signal':
        this.#signal(this.people[act.actor] as Person);
        break;
      case 'await':
        while (this.pool < act.pool) {
          me.ready = () => this.pool >= act.pool;
          yield 'guard';
          yield 'boundary';
        }
        break;
      case 'hold':
        yield* this.lock(act.shared, me);
        yield 'boundary';
        yield { for: act.ns };
        yield 'boundary';
        this.unlock(me);
        break;
      case 'update':
        yield* this.lock(act.shared, me);
        this.pool++;
        this.wake();
        yield { for: act.ns };
        this.unlock(me);
        break;
    }
    return '';
  }
}
