/**
 * One mutant for each rule, limit and comparison of the timed executor: what is left out, and the edits that leave it out. A
 * pattern must occur exactly once in its file. `exception`: why no run can notice it.
 */

const one = (rule, file, from, to, exception) => ({ rule, edits: [[file, from, to]], exception });
const several = (rule, edits, exception) => ({ rule, edits, exception });

const executor = 'timed/timed-executor.ts';
const planner = 'timed/planner.ts';
const plan = 'timed/plan.ts';
const board = 'timed/plan-board.ts';
const uniform = 'timed/uniform-plan.ts';
const mixed = 'timed/mixed-plan.ts';
const atOnce = 'timed/at-once.ts';
const rhythm = 'timed/rhythm.ts';
const compare = 'timed/compare-shots.ts';
const leap = 'timed/leap.ts';
const shot = 'timed/shot.ts';
const batch = 'timed/batch-plan.ts';
const batchPlanner = 'timed/batch-planner.ts';

export const mutants = [
  // Order
  one(
    'high-water rank: a boundary at this instant has passed for ranks below the highest that has acted',
    executor,
    'this.now === this.#instant ? Math.max(this.#highWater, run.rank) : run.rank',
    'run.rank',
  ),
  one('boundaries at this instant', uniform, '(since % ns === 0 && !atNow ? 0 : 1)', '1'),
  one('boundaries at this instant, ragged', mixed, '(instant === now && atNow)', 'instant === now'),

  // Who comes near
  one(
    'a unit of another sweep on a planned page cuts the plan',
    executor,
    'this.#board.disturb(array, action.page, action.page + 1, run);',
    '',
  ),
  one(
    'gathering cuts plans over the pages ahead',
    executor,
    'if (!this.#late) this.#board.disturb(this.array(sweep.sweep.table.array), sweep.next, sweep.sweep.range.to, run);',
    '',
  ),
  one(
    'batches: what is gathered late cuts nobody',
    executor,
    'if (!this.#late) this.#board.disturb(',
    'this.#board.disturb(',
  ),
  one('a tail that maps a range cuts plans over it', executor, 'flight.action.tail.map !== undefined', 'false'),
  one(
    'steps cut plans over the pages that they look at',
    executor,
    'this.#board.disturb(this.array(name), from, to);',
    '',
  ),
  one(
    'to disturb is to cut, not only to settle',
    board,
    'if (rest !== undefined && rest.firstPage < to) this.cut(run, rest.before(from));',
    '',
  ),
  one(
    'to disturb a table is to settle what counts its entries',
    board,
    'if (plan.parent?.array === array && plan.parent.page >= from && plan.parent.page < to) this.settle(run);',
    '',
  ),
  one(
    'a unit in flight on a table is committed behind earlier counts of its entries',
    executor,
    "if (flight?.kind === 'unit' && !flight.rule.immediate) {",
    'if (false) {',
  ),
  one(
    'who counts entries cuts plans over the table',
    executor,
    'if (parent !== undefined) this.#board.disturb(parent.array, parent.page, parent.page + 1);',
    '',
  ),
  one(
    'who plans to count entries cuts plans over the table',
    planner,
    'if (parent !== undefined) this.host.board.disturb(parent.array, parent.page, parent.page + 1, run);',
    '',
  ),
  one(
    'plans keep off tables whose entries are counted',
    planner,
    'if (parent?.array === array) keepOff(parent.page);',
    '',
  ),
  one(
    'plans keep off units in flight',
    planner,
    "if (flight?.kind === 'unit' && flight.array === array) keepOff(flight.action.page);",
    '',
  ),
  one(
    'plans over gathered pages keep off units in flight',
    planner,
    'other <= last && ',
    '',
    'a unit in flight settles and cuts the plan over its page before it commits: to keep off only saves that',
  ),
  one('entries of a table are planned in one direction at a time', planner, ' || this.#contested(run, plan)', ''),

  // How far plans go
  one('tails: a plan ends where one is due', 'sweep-run.ts', 'reach = Math.min(reach, boundary - this.next);', ''),
  one('rules that stop are not planned', planner, 'rule.stop !== undefined || ', ''),
  one('paced sweeps are not planned', planner, '|| sweep.sweep.options.pace !== undefined', ''),
  one(
    'scripted faults: units that may break are not planned',
    planner,
    'return rule.faults.length === 0 || !this.host.scripted;',
    'return true;',
  ),
  one('what is limited is looked at behind each event', executor, '    this.#review();\n', ''),
  one(
    'select: what it says is looked at behind each event',
    executor,
    'if (this.#planner.selected(run.sweep as SweepRun) !== plan.selected) this.#board.cut(run, 0);',
    '',
  ),
  several('signals cut plans', [
    [executor, 'if (target?.sweep?.sweep.options.signals !== undefined) this.#board.cut(target, 0);', ''],
    [planner, "if (run.signal && (run.sweep as SweepRun).sweep.options.signals === 'page') return 0;", ''],
  ]),
  one(
    'slices: a uniform plan ends with one',
    planner,
    'cpus.contended ? Math.max(0, Math.ceil((sliceEnd - firstEnd) / rule.ns)) : Number.POSITIVE_INFINITY',
    'Number.POSITIVE_INFINITY',
  ),
  one(
    'slices: they are used up at the first boundary behind their end',
    planner,
    'Math.ceil((sliceEnd',
    '1 + Math.ceil((sliceEnd',
  ),
  one(
    'slices: ragged plans end when somebody waits for a CPU',
    planner,
    'if (rule === undefined) return cpus.contended ? 0 : Number.POSITIVE_INFINITY;',
    'if (rule === undefined) return Number.POSITIVE_INFINITY;',
  ),
  one('counters that a guard waits for', 'timed/fields-read.ts', "if (status === 'guard')", 'if (false)'),
  one(
    'counters that select what a sweep does',
    'timed/fields-read.ts',
    'return select === undefined ? NOTHING : fieldsReadBy(view, select);',
    'return NOTHING;',
  ),
  one('counters are settled before each event', executor, '    this.#board.settleCounters();\n', ''),
  one(
    'supply: a plan takes no more of a pool than there is',
    planner,
    'return Math.min(slice, this.supply(run, rule));',
    'return slice;',
  ),
  one('supply: what the others have planned to take is theirs', planner, '(1 + (board.of(other)?.count ?? 0))', '1'),
  one(
    'supply: what the others have in flight is theirs',
    planner,
    "if (other !== run && flight?.kind === 'unit') left -=",
    "if (false && flight?.kind === 'unit') left -=",
  ),

  // Settling
  one(
    'compare-and-set: a unit in flight that is void has no effects',
    uniform,
    'if (commitFlight(flight)) this.#effects(ledger, firstEnd, 1);',
    'commitFlight(flight);\n      this.#effects(ledger, firstEnd, 1);',
    'whoever changes the page in flight cuts the plan behind it first, so that no plan passes a unit that is void',
  ),
  one(
    'compare-and-set: of a ragged plan, too',
    mixed,
    'const commits = commitFlight(flight) && !flight.rule.immediate;',
    'commitFlight(flight);\n    const commits = !flight.rule.immediate;',
    'whoever changes the page in flight cuts the plan behind it first, so that no plan passes a unit that is void',
  ),
  one(
    'effects happen when units end',
    uniform,
    'this.#effects(ledger, firstEnd + rule.ns, pages - 1);',
    'this.#effects(ledger, firstEnd, pages - 1);',
  ),
  one(
    'effects of immediate units happen when they begin',
    uniform,
    'this.#effects(ledger, firstEnd, pages);',
    'this.#effects(ledger, firstEnd + rule.ns, pages);',
  ),
  one(
    'the page in flight shows it',
    uniform,
    'this.array.store.set(next, rule.during);',
    'this.array.store.set(next, rule.after);',
  ),
  one('the page in flight shows it, ragged', mixed, 'store.set(next, rule.during);', 'store.set(next, rule.after);'),
  one(
    'entries of a uniform plan',
    uniform,
    'if (entries !== 0 && this.parent !== undefined) addEntries(this.parent, entries * units);',
    '',
  ),
  one('entries of a ragged plan', mixed, 'if (entries !== 0 && parent !== undefined) addEntries(parent, entries);', ''),
  one(
    'entries of the unit in flight of a ragged plan',
    mixed,
    'let entries = commits ? flight.rule.entries : 0;',
    'let entries = 0;',
  ),
  one('entries of the new unit in flight of a ragged plan', mixed, '      entries += rule.entries;\n', ''),
  one(
    'levels of the unit in flight of a ragged plan',
    mixed,
    'if (commits) for (const [name, delta] of flight.rule.levels) book.level(name, delta, firstEnd);',
    '',
  ),
  one(
    'levels of the new unit in flight of a ragged plan',
    mixed,
    'for (const [name, delta] of rule.levels) book.level(name, delta, firstEnd + time);',
    '',
  ),
  one(
    'operations without a price are noted when they are performed',
    executor,
    '    this.#board.settleAll();\n    super.milestone',
    '    super.milestone',
  ),
  one(
    'longest run without rescheduling: the units between',
    plan,
    'run.longestUnrescheduledNs = Math.max(run.longestUnrescheduledNs, longestNs);',
    '',
  ),
  one(
    'longest run without rescheduling: it begins anew behind each unit',
    plan,
    'run.offeredAtCpuNs += cpuNs - flight.rule.ns;',
    '',
  ),

  // Ragged pages
  one(
    'ragged plans end with a unit that takes time',
    mixed,
    'let count = reach;',
    'return reach;\n  let count = reach;',
    'units that take no time are one instant with the end before them: nobody acts in between, and nothing is settled there',
  ),
  one('ragged plans: who stops is not summed up', mixed, 'stop === undefined &&', ''),
  one('ragged plans: who needs a counter is not summed up', mixed, 'needs === undefined &&', ''),
  one('ragged plans: who counts is not summed up', mixed, ' && counters.length === 0;', ';'),
  one('ragged plans: a shorter plan ends earlier', mixed, 'this.end = this.firstEnd + time;', ''),
  one(
    'ragged plans: levels and entries change in one direction',
    mixed,
    ' && goesOn(rule);\n      levels.push(...rule',
    ';\n      levels.push(...rule',
  ),
  one(
    'ragged plans: entries change in one direction',
    'timed/level-sums.ts',
    ', [ENTRIES, rule.entries] as const]',
    ']',
  ),

  // Levels
  one('levels are planned in one direction at a time', planner, '|| this.opposed(run, plan.levels)', ''),
  one(
    'levels: earlier changes in the other direction come first',
    board,
    'if (oppose(this.of(run)?.levels ?? [], levels)) this.#update(run);',
    ';',
  ),

  // Units that take no time
  one('at once: a pending signal is seen between units', atOnce, ' || run.signal ||', ' ||'),
  one('at once: no more of a pool than there is', atOnce, 'supply - 1)', 'supply + 1)'),
  one('at once: counters that somebody waits for', atOnce, ' || planner.awaited(rule)', ''),
  one('at once: plans over the table are cut', atOnce, '  planner.enter(run, parent);\n', ''),
  one(
    'at once: units in flight are kept off',
    atOnce,
    'Math.min(sweep.reach(), planner.clearBehind(run, array, page));\n',
    'sweep.reach();\n',
  ),
  one(
    'at once: earlier changes of levels in the other direction come first',
    atOnce,
    '  host.board.settleAgainst(rule.levels);\n',
    '',
  ),
  one(
    'at once, ragged: earlier changes of levels in the other direction come first',
    atOnce,
    '  host.board.settleAgainst(levels);\n',
    '',
  ),
  one('at once, ragged: only units that take no time', atOnce, 'rule.ns === 0 && summable(rule)', 'summable(rule)'),
  one('at once, ragged: levels and entries change in one direction', atOnce, ' && goesOn(rule);', ';'),

  // Rhythm: what must be alike
  one(
    'disruptions end a rhythm',
    rhythm,
    '    this.#visits = 0;\n    this.#patience = 1;\n    this.#snapshot = undefined;\n',
    '',
  ),
  one('steps disrupt', executor, '    this.#rhythm?.disrupt();\n    super.step', '    super.step'),
  one('counters are the same', rhythm, ' || old.counters !== this.#counters()', ''),
  one('levels are the same', rhythm, 'if (old.levels !== this.host.book.levels) return false;', ''),
  one(
    'the run queue is the same',
    rhythm,
    'old.queue !== this.host.cpus.waiting() || ',
    '',
    'who waits for a CPU, and since when, is compared for each actor; only the order of those who came at one instant is not',
  ),
  one(
    'locks: they are held and waited for alike',
    rhythm,
    'if (lock.shape() !== shape) return false;',
    '',
    'who waits for a lock, and since when, is compared for each actor',
  ),
  one(
    'locks: holders have them since as long',
    rhythm,
    'at === since.get(actor) || at === (since.get(actor) as number) + period',
    'true',
  ),
  one('groups move as a whole', rhythm, 'if (pages.some((other) => other !== by)) return undefined;', ''),
  one('pages are the same', rhythm, ' || !sameContent(window, group.window)', ''),
  one(
    'pages ahead are alike',
    rhythm,
    'if (group.ahead.length < by || ahead.code !== group.ahead.code) return undefined;',
    '',
  ),
  one(
    'status, sweep and signals are the same',
    compare,
    'before.status !== after.status || before.sweep !== after.sweep || before.signal !== after.signal',
    'before.sweep !== after.sweep',
    'whoever is in another status differs in what is in flight or waited for, or in who waits for a CPU; a signal disrupts',
  ),
  one('sweeps have begun', compare, ' ||\n    a.begun !== b.begun', ''),
  one(
    'batches are in the same phase',
    compare,
    '    a.batchPhase !== b.batchPhase ||\n    a.cursor !== b.cursor ||\n',
    '',
  ),
  one(
    'gathered pages moved',
    compare,
    'a.gathered.length !== b.gathered.length ||\n    a.gathered.some((page, i) => (b.gathered[i] as number) - page !== pages)',
    'false',
    'the states of the pages, which are compared, say which of them were gathered',
  ),
  one(
    'tails are equally far',
    compare,
    'if (a.tailPage < 0 ? b.tailPage >= 0 : b.tailPage - a.tailPage !== pages) return undefined;',
    '',
    'while tails are due it is the page before `next`, and who is in the midst of them has one in flight',
  ),
  one('boundaries are equally far', compare, 'if (busy && before.at - then !== after.at - now) return undefined;', ''),
  one(
    'waits began equally long ago',
    compare,
    'if (!sameOrShifted(before.since, after.since, period)) return undefined;',
    '',
  ),
  one(
    'slices are equally used where somebody waits for a CPU',
    compare,
    'if (contended && onCpu && after.sliceStart - before.sliceStart !== period) return undefined;',
    '',
  ),
  several('somebody waits for a CPU', [
    [executor, '    this.#review();\n    if (this.cpus.contended) this.#rhythm?.contend();', '    this.#review();'],
    [
      executor,
      '    if (this.cpus.contended) this.#rhythm?.contend();\n    return super.yields',
      '    return super.yields',
    ],
  ]),
  one(
    'paced sweeps have no rhythm',
    compare,
    'if (before.sweep?.sweep.options.pace !== undefined) return undefined;',
    '',
  ),
  one(
    'CPUs were offered equally long ago',
    compare,
    'if (before.offers !== after.offers && before.sinceOfferNs !== after.sinceOfferNs) return undefined;',
    '',
  ),
  one('units in flight are under the same rule', compare, 'before.rule === after.rule &&', ''),
  one(
    'units in flight moved',
    compare,
    '(before.action.level < 0 ? after.action.page - before.action.page === pages : true)',
    'true',
    'the page in flight is `next`, or the gathered one that is in turn: both are compared',
  ),
  one('tables are counted once and not swept', rhythm, 'sharesTables(shots) || ', ''),
  one('tables are as before', compare, 'now.code === then.code &&\n        now.ahead.code === then.ahead.code &&', ''),
  one('ranges with tails: no stretch began', compare, 'stretchOf(before, tail) !== stretchOf(after, tail),', 'false,'),
  one(
    'ranges with tails: the first stretch may be shorter',
    compare,
    "if (tails.some((tail) => tail.kind === 'span' && clipped(before, tail))) return false;",
    '',
  ),
  one(
    'windows begin where a range with a tail does',
    shot,
    'const last = Math.max(sweep.sweep.range.from',
    'continue;\n    const last = Math.max(sweep.sweep.range.from',
  ),

  // Rhythm: how far
  one('as far as pages ahead are alike', rhythm, 'atMost(ahead / by);', ''),
  one('as far as nobody else is', rhythm, 'atMost((blocked - (group.window.to + by)) / by);', ''),
  one(
    'the last period of a range is not like the others',
    rhythm,
    'atMost((sweep.range.to - after.high) / pages - 1);',
    'atMost((sweep.range.to - after.high) / pages);',
  ),
  one('as far as no tail is due', rhythm, 'atMost((boundary - 1 - after.high) / pages);', ''),
  one('as far as tables ahead are alike', rhythm, 'if (Number.isInteger(by)) atMost(', 'if (false) atMost('),
  one(
    'as long as nobody else acts',
    rhythm,
    "if (status === 'running' || status === 'sleeping') atMost(",
    'if (false) atMost(',
  ),
  one(
    'until just before somebody else acts',
    rhythm,
    'atMost(Math.ceil((at - this.host.now()) / period) - 1);',
    'atMost(Math.ceil((at - this.host.now()) / period));',
  ),

  // Rhythm: what a jump leaves behind
  one('pages passed', rhythm, 'writeRepeatedly(store, passed, group.window.from + pages, times);', ''),
  one('pages on the way', rhythm, 'writeRepeatedly(store, window, group.window.from + pages * (times + 1), 1);', ''),
  one('plans end', rhythm, 'for (const { after } of movers) this.host.board.cut(after.run, 0);', ''),
  one('tables passed', rhythm, 'for (const mover of movers) moveTables(mover, times);', ''),
  one('tables: entries of the one on the way drift', leap, '+ drift * times', '+ drift'),
  one('counts repeat', 'run-book.ts', 'for (const repeat of counts) repeat(times);', ''),
  one('levels repeat', 'run-book.ts', 'for (const repeat of levels) repeat(times, period);', ''),
  one('levels: integrals repeat later', 'level.ts', ' + BigInt(gain) * BigInt(period) * ((n * (n + 1n)) / 2n)', ''),
  one(
    'levels: the peak of the last period',
    'level.ts',
    'this.max = Math.max(this.max, this.#recent + Math.max(0, gain) * times);',
    '',
  ),
  one(
    'locks: how often they were taken',
    rhythm,
    'lock.metrics.acquisitions += times * (lock.metrics.acquisitions - acquisitions);',
    '',
  ),
  one('locks: how long they were held', rhythm, 'lock.metrics.heldNs += times * (lock.metrics.heldNs - heldNs);', ''),
  one(
    'locks: since when they are held',
    rhythm,
    'for (const [actor, at] of lock.since()) if (at !== since.get(actor)) lock.shift(actor, by);',
    '',
  ),
  one('time on CPUs', leap, 'run.cpuNs += cpu;', ''),
  one('time spent spinning', leap, 'run.spinNs += spin;', ''),
  one('time spent waiting for locks', leap, 'run.lockWaitNs += lock;', ''),
  one('time spent waiting for CPUs', leap, 'run.queueWaitNs += queue;', ''),
  one('when units in flight end', leap, "if (run.status === 'running' || run.status === 'sleeping') run.at += by;", ''),
  one('since when somebody waits', leap, 'if (after.since !== before.since) run.since += by;', ''),
  one(
    'when slices began, if they did in the period',
    leap,
    'if (after.sliceStart !== before.sliceStart) run.sliceStart += by;',
    '',
  ),
  one(
    'when slices began, only if they did in the period',
    leap,
    'if (after.sliceStart !== before.sliceStart) run.sliceStart += by;',
    'run.sliceStart += by;',
  ),
  one(
    'when CPUs were offered',
    leap,
    'run.offeredAtCpuNs += times * (after.offeredAtCpuNs - before.offeredAtCpuNs);',
    '',
  ),
  one('where units in flight are', leap, 'run.inFlight = shiftedFlight(flight, forward, run.sweep as SweepRun);', ''),
  one('which unit somebody spins for', rhythm, "if (moved?.kind === 'unit') run.waitsFor = moved;", ''),

  // Whole batches
  one('batches: who wants their lock cuts them', executor, 'this.#board.disturbLock(this.locks.of(use), run);', ''),
  one('batches: only while their lock is free', batchPlanner, 'if (lock?.idle === false) return undefined;', ''),
  one(
    'batches: only while nobody waits for a CPU',
    batchPlanner,
    'scripted || cpus.contended ||',
    'scripted ||',
    'a plan that is made while somebody waits for a CPU is cut behind the same event; one that takes no time ends before its slice does',
  ),
  one('batches: only while no signal is pending', batchPlanner, ' || (run.signal && signals !== undefined)', ''),
  one('batches: levels change in one direction', batchPlanner, ' || planner.opposed(run, unit.levels)', ''),
  one('batches: plans over the pages are cut', batchPlanner, '  board.disturb(array, from, range.to, run);\n', ''),
  one(
    'batches: units in flight are kept off',
    batchPlanner,
    'Math.min(range.to, from + 1 + planner.clearBehind(run, array, from))',
    'range.to',
  ),
  one('batches: all pages cost the same', batchPlanner, 'a.ns !== b.ns || ', ''),
  one(
    'batches: plans keep off them',
    planner,
    "if (plan?.of === 'batches' && plan.array === array) keepOff(plan.firstPage);",
    '',
  ),
  one('batches: what is done late is done by the rules of then', executor, 'this.rules.pinned = selected;', ''),
  one('batches: what is done late was not short of CPUs', executor, 'if (this.#late) return false;', ''),
  one(
    'batches: the one that is begun at this instant is done late, too',
    executor,
    'do {\n      this.now = run.at;\n      super.event(run);\n    } while (run.at < now || (run.at === now && run.rank < this.#highWater));',
    'while (run.at < now || (run.at === now && run.rank < this.#highWater)) {\n      this.now = run.at;\n      super.event(run);\n    }',
  ),
  one(
    'batches: what remains of one is cut, too',
    board,
    '    this.cut(run, 0);\n  }\n\n  /** Somebody else comes',
    '  }\n\n  /** Somebody else comes',
  ),
  one('batches: boundaries at this instant', batch, '(since % this.ns === 0 && !atNow ? 1 : 0)', '0'),
  one('batches: instants of changes of levels', batch, ' + (n * ns * size * (size - 1n)) / 2n', ''),
  one(
    'batches: how long their lock is held',
    batch,
    'this.lock?.passed(count, gatherNs);',
    'this.lock?.passed(count, 0);',
  ),
  one(
    'batches: the CPU is offered before the first',
    batch,
    'if (reschedules !== undefined && units > 0) offerCpu(run);',
    '',
  ),
  one(
    'batches: the CPU is offered behind gathering',
    batch,
    'if (count > 1) longest(gatherNs);',
    '',
    'the gathering of the first batch, which takes as long, has been counted',
  ),
  one(
    'batches: the CPU is offered behind each',
    batch,
    'if (count > 2) longest(this.ns);',
    '',
    'the first batch, which takes as long, has been counted',
  ),
  one(
    'batches: what they have changed of levels is up to date where that matters',
    board,
    "if (this.of(run)?.of === 'batches') this.cut(run, 0);\n    else this.settle(run);",
    'this.settle(run);',
  ),
  one(
    'batches are in no rhythm',
    compare,
    "    case 'batches':\n      return false;",
    "    case 'batches':\n      return true;",
  ),
  one(
    'batches: nobody sees boundaries between them',
    board,
    "return plan?.of === 'units' ? plan.firstEnd : run.at;",
    'return plan?.firstEnd ?? run.at;',
    'then no rhythm is found beside batches: that only costs time',
  ),
];

/** Rules that a run could show to be missing, which no machine has shown yet: what is known of them. */
export const open = new Map([]);
