import { describe, expect, it, test } from 'vitest';
import { check, findings, said } from './support.js';

describe('returns', () => {
  test.each([
    ['the only result', 'do: [{ call: OPEN, returns: OK }]', ['ok']],
    ['the only result by its name', 'do: [{ call: OPEN, returns: { code: OK } }]', ['ok']],
    ['another one', 'do: [{ call: OPEN, returns: BUSY }]', ['failed', 'do[0].returns: OPEN: BUSY | OK']],
    ['some of several results', 'do: [{ call: SCRUB, returns: { errno: 0 } }]', ['ok']],
    ['a name or its number', 'do: [{ call: SCRUB, returns: { errno: OK, end: done } }]', ['ok']],
    [
      'several results',
      'do: [{ call: SCRUB, returns: { errno: -12, end: done } }]',
      ['failed', 'do[0].returns: SCRUB: errno ENOMEM, end done | errno OK, end done'],
    ],
    ['another spelling of a value', 'given: { budget: 0 }\ndo: [{ call: SCRUB, returns: { errno: -ENOMEM } }]', ['ok']],
    ['the second of two calls', 'do: [{ call: OPEN, returns: OK }, { call: OPEN, returns: BUSY }]', ['ok']],
    ['nothing in particular', 'do: [{ call: OPEN }]', ['ok']],
  ])('%s', (_what, body, expected) => {
    expect(said(body)).toEqual(expected);
  });

  it('are compared in every execution', () => {
    const race = (returns: string) => `actors:
  setter: [{ call: MODE, args: { mode: 'on' } }]
  reader: [{ call: LOOK, returns: ${returns} }]`;
    expect(said(race("'off'"))).toEqual(['failed', 'actors.reader[0].returns: LOOK: off | on']);
    expect(said(race("'on'"))).toEqual(['failed', 'actors.reader[0].returns: LOOK: on | off']);
  });

  it('fail with a shortest trace, without what the check keeps for itself', () => {
    const { violation } = check(`do: [{ call: MODE, args: { mode: 'on' } }]
actors:
  slow: [{ call: PUT, args: { page: 0 } }, { call: PUT, args: { page: 1 } }]
  reader: [{ call: LOOK, returns: 'off' }]`);
    expect(violation?.trace.map(({ actor, step, args }) => [actor, step, ...args])).toEqual([
      ['do', 'set-mode', 'on', 0],
      ['do', 'MODE returns'],
      ['reader', 'begins'],
      ['reader', 'look'],
      ['reader', 'LOOK returns', 'on'],
    ]);
    expect(violation?.trace.flatMap(({ changes }) => changes)).toEqual([{ field: 'vm.mode', from: 'off', to: 'on' }]);
  });
});

describe('counts', () => {
  test.each([
    ['units of a step', 'do: [{ call: OPEN, counts: { open-call: 2 } }]', ['ok']],
    ['as constants are spelled', 'do: [{ call: OPEN, counts: { OPEN_CALL: 2 } }]', ['ok']],
    [
      'another number',
      'do: [{ call: OPEN, counts: { open-call: 1 } }]',
      ['failed', 'do[0].counts.open-call: OPEN: open-call 1 | open-call 2'],
    ],
    [
      'what depends on what was seen',
      'given: { flags: [OPEN] }\ndo: [{ call: OPEN, returns: BUSY, counts: { open-call: 0 } }]',
      ['ok'],
    ],
    [
      'each operation of each unit of a sweep, and of the tables above',
      'machine: { pages: 3 }\ndo: [{ call: SCRUB, counts: { scrub-page: 3, try-again: 9, free-tree: 2 } }]',
      ['ok'],
    ],
    [
      'what the other rule does when a counter is exhausted',
      'machine: { pages: 3 }\ngiven: { budget: 1 }\ndo: [{ call: SCRUB, returns: { end: no budget }, counts: { scrub-page: 1, try-again: 4 } }]',
      ['ok'],
    ],
    [
      'this call, not the one before',
      'do: [{ call: SCRUB, args: { pages: 0 }, counts: { scrub-page: 1 } }, { call: SCRUB, counts: { scrub-page: 1 } }]',
      ['ok'],
    ],
    [
      'its own actor only',
      'machine: { pages: 2 }\nactors: { a: [{ call: SCRUB, args: { pages: 0 }, counts: { scrub-page: 1 } }], b: [{ call: SCRUB, args: { pages: 1 }, counts: { scrub-page: 1 } }] }',
      ['ok'],
    ],
  ])('%s', (_what, body, expected) => {
    expect(said(body)).toEqual(expected);
  });

  test.each([
    ['of a batch', 'SCRUB_BATCHED', 'walk-batch'],
    ['of a stretch', 'SCRUB_STRETCHED', 'flush-stretch'],
  ])('%s are refused', (_what, call, operation) => {
    const [outcome, finding] = said(`do: [{ call: ${call}, counts: { ${operation}: 1 } }]`);
    expect([outcome, finding]).toEqual([
      'error',
      expect.stringContaining(`CVM_LITMUS_NOT_COUNTABLE do[0].counts.${operation}: `),
    ]);
    expect(said(`do: [{ call: ${call}, counts: { scrub-page: 2 } }]`)).toEqual(['ok']);
  });
});

describe('then', () => {
  test.each([
    ['a scalar', 'then: { budget: 2 }', ['ok']],
    ['a field of a record', 'then: { vm: { mode: off, open: false } }', ['ok']],
    ['records by number', 'then: { slot: { 0: { used: false }, 1-2: { by: 0 } } }', ['ok']],
    ['a list', 'then: { queue: [] }', ['ok']],
    ['pages by number, field by field', 'then: { page: { 0-1: { content: clean } } }', ['ok']],
    ['pages by name', 'then: { page: { 0: mine, 1: mine } }', ['ok']],
    ['a word', 'then: { flags: [] }', ['ok']],
    ['a word that can only be asked for', 'then: { queued: 0 }', ['ok']],
    ['something else', 'then: { budget: 4 }', ['failed', 'then.budget: budget 4 | budget 2']],
    [
      'several things, all of which are wrong',
      'then: { budget: 4, page: { 0-1: theirs }, queue: [1] }',
      [
        'failed',
        'then: page[0] theirs, page[1] theirs, budget 4, queue [1] | page[0] mine, page[1] mine, budget 2, queue []',
      ],
    ],
  ])('%s', (_what, then, expected) => {
    expect(said(`do: [{ call: SCRUB }]\n${then}`)).toEqual(expected);
  });

  it('holds in every final state, not before', () => {
    const race = 'actors: { a: [{ call: MODE, args: { mode: off } }], b: [{ call: MODE, args: { mode: on } }] }\n';
    expect(said(`${race}then: { vm: { mode: on } }`)).toEqual(['failed', 'then.vm.mode: vm.mode on | vm.mode off']);
    const ordered = 'do: [{ call: MODE, args: { mode: off } }]\nactors: { b: [{ call: MODE, args: { mode: on } }] }\n';
    expect(said(`${ordered}then: { vm: { mode: on } }`)).toEqual(['ok']);
  });

  it('holds whatever daemons still do', () => {
    const daemon = 'actors: { d: { daemon: true, do: [{ call: PUT, args: { page: 1 } }] }, a: [{ call: LOOK }] }\n';
    expect(said(`${daemon}then: { queue: [] }`)).toEqual(['failed', 'then.queue: queue [] | queue [1]']);
    expect(said(`${daemon}then: { vm: { mode: off } }`)).toEqual(['ok']);
  });
});

describe('given', () => {
  it('is what everything begins with: words, pages, what follows from them, fields', () => {
    const body = `machine: { pages: 3 }
given: { flags: [ON], page: { 0-1: theirs, 2: { content: clean } }, vm: { handle: 3 }, slot: { 2: { by: 1 } }, queue: [2, 1], budget: 1, last: 2 }
do: [{ call: LOOK, returns: 'on' }]
then: { flags: [ON], page: { 0-1: theirs, 2: { owner: guest, content: clean } }, vm: { handle: 3 }, slot: { 1: { used: true }, 2: { by: 1 } }, queue: [2, 1], budget: 1, last: 2 }`;
    expect(said(body)).toEqual(['ok']);
  });

  it('by the names of fields comes behind what follows from pages', () => {
    const body = 'given: { page: { 0: theirs }, slot: { 1: { used: false } } }\ndo: [{ call: LOOK }]\n';
    expect(said(`${body}then: { slot: { 1: { used: false } } }`)).toEqual(['ok']);
  });

  it('may break a promise at once', () => {
    expect(said('trigger: exit\ngiven: { flags: [OPEN] }\ndo: [{ call: LOOK }]')).toEqual([
      'failed',
      'verdict: valid | open-while-on is violated: what is open is on',
    ]);
  });
});

describe('verdict', () => {
  const opens = 'trigger: exit\ndo: [{ call: OPEN }]\n';

  test.each([
    ['the property that is violated', 'violates: open-while-on', ['ok']],
    ['with the word', 'verdict: violated\nviolates: open-while-on', ['ok']],
    ['valid', 'verdict: valid', ['failed', 'verdict: valid | open-while-on is violated: what is open is on']],
    [
      'another property',
      'violates: pages-fit',
      ['failed', 'violates: violates pages-fit | open-while-on is violated: what is open is on'],
    ],
    [
      'a violation that does not happen',
      'given: { flags: [ON] }\nviolates: open-while-on',
      ['failed', 'violates: a state violates open-while-on | no state does'],
    ],
  ])('%s', (_what, verdict, expected) => {
    expect(said(opens + verdict)).toEqual(expected);
  });

  it('knows what steps assert', () => {
    const body = 'do: [{ call: PUT, args: { page: 0, fits: false } }]\n';
    expect(said(`${body}violates: pages-fit`)).toEqual(['ok']);
    expect(said(body)).toEqual([
      'failed',
      'verdict: valid | pages-fit is violated: every page fits (page 0 does not fit)',
    ]);
  });

  it('asks what holds in the end only of files that name it', () => {
    expect(said('do: [{ call: LOOK }]')).toEqual(['ok']);
    expect(said('do: [{ call: LOOK }]\nviolates: ends-on')).toEqual(['ok']);
    expect(said("do: [{ call: MODE, args: { mode: 'on' } }]\nviolates: ends-on")).toEqual([
      'failed',
      'violates: a state violates ends-on | no state does',
    ]);
  });

  it('is a deadlock where nobody can move', () => {
    expect(said('do: [{ call: TAKE }]\nviolates: no-deadlock')).toEqual(['ok']);
    expect(said('do: [{ call: TAKE }]')[1]).toMatch(/^verdict: valid \| no-deadlock is violated: .*do waits at take/);
    expect(said('actors: { a: [{ call: HANG }], b: [{ call: SCRUB }] }\nviolates: no-deadlock')).toEqual(['ok']);
  });

  it('is about the shortest way', () => {
    const body = 'trigger: exit\nactors: { a: [{ call: LOOK }, { call: OPEN }], b: [{ call: LOOK }] }\n';
    const { violation } = check(`${body}violates: open-while-on`);
    expect(violation?.trace.map(({ actor, step }) => `${actor} ${step}`)).toEqual([
      'a look',
      'a LOOK returns',
      'a open',
    ]);
  });
});

describe('reaches', () => {
  const puts =
    'actors: { a: [{ call: PUT, args: { page: 0 } }], b: [{ call: PUT, args: { page: 1 } }, { call: TAKE }] }\n';

  test.each([
    ['what some execution comes to', puts, 'queue-full', ['ok']],
    ['a property of the plugin', "do: [{ call: MODE, args: { mode: 'on' } }]\n", 'is-on', ['ok']],
    [
      'what none comes to',
      'do: [{ call: PUT, args: { page: 0 } }]\n',
      'queue-full',
      ['failed', 'reaches[0]: a state reaches queue-full | no state does'],
    ],
  ])('%s', (_what, body, situation, expected) => {
    expect(said(`${body}reaches: [${situation}]`)).toEqual(expected);
  });
});

describe('what can never be looked at is no pass', () => {
  test.each([
    [
      'a call that no execution returns from',
      'actors: { a: [{ call: LOOK }], d: { daemon: true, do: [{ call: TAKE }, { call: LOOK, returns: off }] } }',
      'actors.d.do[1]: no execution returns from this call',
    ],
    [
      'a call behind the violation',
      'trigger: exit\ndo: [{ call: OPEN }, { call: LOOK, returns: off }]\nviolates: open-while-on',
      'do[1]: the violation comes before this call returns',
    ],
    [
      'a fault behind the violation',
      'trigger: exit\ndo: [{ call: OPEN }, { call: OPEN, faults: [open-fails] }]\nviolates: open-while-on',
      'do[1].faults[0]: the violation comes before this fault strikes',
    ],
    [
      'a fault without a chance',
      'do: [{ call: LOOK }]\nfaults: [open-fails]',
      'faults[0]: no execution gives this fault a chance',
    ],
  ])('%s', (_what, body, expected) => {
    expect(said(body)).toEqual(['error', `CVM_LITMUS_UNREACHABLE ${expected}`]);
  });

  it('but where nobody can move, that is what is said', () => {
    expect(said('do: [{ call: TAKE }, { call: LOOK, returns: off }]\nthen: { queue: [] }')[0]).toBe('failed');
  });
});

describe('a file that goes too far', () => {
  it('beyond what is declared is an error', () => {
    const [outcome, finding] = said('do: [{ call: BREAK }]');
    expect([outcome, finding]).toEqual([
      'error',
      expect.stringMatching(/^CVM_LITMUS_BEYOND_MODEL .*: list "queue" is full/),
    ]);
  });

  it('beyond a limit is unknown', () => {
    const { outcome, limit } = check('actors: { a: [{ call: SCRUB }], b: [{ call: LOOK }] }', { maxStates: 3 });
    expect([outcome, limit]).toEqual(['unknown', 'more than 3 states']);
  });

  it('in a state that cannot be is refused', () => {
    expect(findings('given: { budget: 9 }\ndo: [{ call: LOOK }]')).toEqual(['UNKNOWN_VALUE 4:18 given.budget']);
  });
});
