import type { NaiveWorld, Person, Program } from './naive-world.js';
import type { Rule, SweepAct, TailAct } from './scenario.js';

/** A sweep as anybody would write it down: loops over pages. Returns how it ended. */
export function* naiveSweep(world: NaiveWorld, act: SweepAct, me: Person): Program<string> {
  me.listens = act.signals === 'page';
  const end = yield* act.batch ? batches(world, act, me) : pages(world, act, me);
  me.listens = false;
  return end;
}

function* pages(world: NaiveWorld, act: SweepAct, me: Person): Program<string> {
  let units = 0;
  const stops = () => act.signals === 'page' && units > 0 && interrupted(me);
  let began: number | undefined;
  for (let page = act.from; page < act.to; page++) {
    for (let done: string | undefined = 'look again'; done === 'look again'; ) {
      yield 'boundary';
      began ??= world.now;
      if (stops()) return 'interrupted';
      const due = began + (act.pace ? Math.floor(((page - act.from) * act.pace.ns) / act.pace.units) : 0);
      if (due > world.now) {
        yield { sleep: due };
        continue;
      }
      done = yield* unit(world, act, page, me);
      if (done !== 'stopped') continue;
      yield 'boundary';
      return 'stopped';
    }
    units++;
    for (const [level, tail] of (act.tails ?? []).entries()) {
      if ((page + tail.origin + 1) % tail.every !== 0 && page !== act.to - 1) continue;
      yield 'boundary';
      if (stops()) return 'interrupted';
      yield* tail.kind === 'table' ? tablePage(world, act, level, page) : span(world, act, tail, page);
      units++;
    }
  }
  yield 'boundary';
  return stops() ? 'interrupted' : 'finished';
}

function* batches(world: NaiveWorld, act: SweepAct, me: Person): Program<string> {
  const { size, lock, fixed } = act.batch as NonNullable<SweepAct['batch']>;
  for (let next = act.from; ; ) {
    yield 'boundary';
    if (lock !== undefined) {
      yield* world.lock(lock === 'shared', me);
      yield 'boundary';
    }
    const batch: number[] = [];
    for (; next < act.to && batch.length < size; next++) {
      if (world.pages[next] !== 1) continue;
      world.pages[next] = 2;
      batch.push(next);
    }
    yield { for: fixed + batch.length };
    if (lock !== undefined) {
      yield 'boundary';
      world.unlock(me);
    }
    let isLast = false;
    for (const page of batch) {
      for (let done: string | undefined = 'look again'; done === 'look again'; ) {
        yield 'boundary';
        if (act.signals === 'page' && interrupted(me)) return 'interrupted';
        done = yield* unit(world, act, page, me);
        if (done === 'stopped') isLast = true;
      }
    }
    yield 'boundary';
    if (isLast) return 'stopped';
    if (act.signals !== undefined && interrupted(me)) return 'interrupted';
    if (batch.length < size) return 'finished';
  }
}

/** The signal is consumed when it is seen. */
function interrupted(me: Person): boolean {
  const was = me.signalled;
  me.signalled = false;
  return was;
}

/** One page: `look again`, `stopped`, or nothing to say. */
function* unit(world: NaiveWorld, act: SweepAct, page: number, me: Person): Program<string | undefined> {
  const found = world.pages[page] as number;
  const listed = world.scenario.tables[act.table]?.[found];
  if (listed === undefined) return undefined;
  const short = listed.needs !== undefined && world.pool < listed.needs;
  const rule: Rule = short ? { ns: 1, duration: 'atomic', after: found, gain: 0 } : listed;
  if (rule.wait) {
    const [first] = world.people
      .flatMap(({ flight }) => (flight?.page === page ? [flight] : []))
      .sort((a, b) => a.ends - b.ends || a.actor.rank - b.actor.rank);
    if (first !== undefined) {
      yield { spin: first };
      return 'look again';
    }
  }
  const commit = () => {
    world.pages[page] = rule.after;
    gain(world, rule.gain, act, page);
  };
  const early = rule.duration === 'atomic' || rule.duration === 'start';
  const marked = rule.during ?? found;
  if (early) commit();
  else world.pages[page] = marked;
  const flight = { actor: me, page, ends: world.now + rule.ns };
  me.flight = flight;
  yield { for: rule.ns };
  me.flight = undefined;
  if (!early && world.pages[page] === marked) commit();
  world.land(flight);
  return rule.stop ? 'stopped' : undefined;
}

function gain(world: NaiveWorld, amount: number, act: SweepAct, page: number): void {
  if (amount === 0) return;
  world.pool += amount;
  world.moments += amount * world.now;
  count(world, act, -1, page, -amount);
  world.wake();
}

const tableOf = ({ every, origin }: TailAct, page: number): number =>
  Math.floor((page + origin) / every) - Math.floor(origin / every);

/** The next table above level `below` counts `change` entries more. */
function count(world: NaiveWorld, act: SweepAct, below: number, page: number, change: number): void {
  const above = (act.tails ?? []).find((tail, level) => level > below && tail.kind === 'table');
  if (above !== undefined) world.entries[tableOf(above, page)] = entriesOf(world, above, page) + change;
}

const entriesOf = (world: NaiveWorld, tail: TailAct, page: number): number =>
  world.entries[tableOf(tail, page)] as number;

function* tablePage(world: NaiveWorld, act: SweepAct, level: number, page: number): Program {
  if (entriesOf(world, act.tails?.[level] as TailAct, page) % 2 === 0) return;
  count(world, act, level, page, -1);
  yield { for: 1 };
}

function* span(world: NaiveWorld, act: SweepAct, { every, origin }: TailAct, page: number): Program {
  const stretch = world.pages
    .map((_, other) => other)
    .filter((other) => other >= act.from && other <= page)
    .filter((other) => Math.floor((other + origin) / every) === Math.floor((page + origin) / every));
  yield { for: stretch.length };
  for (const other of stretch) if (world.pages[other] === 2) world.pages[other] = 3;
}
