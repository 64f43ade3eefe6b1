import { describe, expect, it, test } from 'vitest';
import { check, said } from './support.js';

describe('faults of a call', () => {
  test.each([
    ['strike in every execution', 'do: [{ call: OPEN, faults: [open-fails], returns: BUSY }]', ['ok']],
    ['strike once', 'do: [{ call: OPEN, faults: [open-fails], returns: BUSY }, { call: OPEN, returns: OK }]', ['ok']],
    [
      'strike at a unit of a sweep, the first one',
      'machine: { pages: 3 }\ndo: [{ call: SCRUB, faults: [scrub-fails] }]\nthen: { budget: 2, page: { 0: { content: secret }, 1-2: { content: clean } } }',
      ['ok'],
    ],
    [
      'or another one',
      'machine: { pages: 3 }\ndo: [{ call: SCRUB, faults: [{ fault: scrub-fails, chance: 3 }] }]\nthen: { page: { 0-1: { content: clean }, 2: { content: secret } } }',
      ['ok'],
    ],
    [
      'strike only where they can',
      'machine: { pages: 3 }\ngiven: { budget: 1 }\ndo: [{ call: SCRUB, faults: [{ fault: scrub-fails, chance: 2 }] }]',
      ['failed', 'do[0].faults[0]: SCRUB: scrub-fails strikes | an execution gives it no such chance'],
    ],
    [
      'must have a chance',
      'do: [{ call: LOOK, faults: [open-fails] }]',
      ['failed', 'do[0].faults[0]: LOOK: open-fails strikes | an execution gives it no such chance'],
    ],
    [
      'count what is done then',
      'machine: { pages: 2 }\ndo: [{ call: SCRUB, faults: [scrub-fails], counts: { scrub-page: 1, try-again: 4 } }]',
      ['ok'],
    ],
    [
      'a signal is there when the call begins',
      'machine: { pages: 3 }\ndo: [{ call: SCRUB, faults: [fatal-signal], returns: { errno: EINTR } }]\nthen: { page: { 0: { content: clean }, 1-2: { content: secret } } }',
      ['ok'],
    ],
  ])('%s', (_what, body, expected) => {
    expect(said(body)).toEqual(expected);
  });

  it('are named in traces', () => {
    const { violation } = check('do: [{ call: OPEN, faults: [open-breaks], returns: OK }]');
    expect(violation?.trace.map(({ step, fault }) => [step, fault])).toEqual([
      ['open', 'open-breaks'],
      ['OPEN returns', undefined],
    ]);
  });
});

describe('faults', () => {
  const opens = (more: string) => `do: [{ call: OPEN }, { call: OPEN }]\n${more}`;

  test.each([
    ['may strike', opens('faults: [open-fails]\nthen: { vm: { open: true } }'), ['ok']],
    ['each once', opens('faults: [open-fails]'), ['ok']],
    [
      'or as often as is said',
      opens('faults: [{ fault: open-fails, times: 2 }]\nthen: { vm: { open: true } }'),
      ['failed', 'then.vm.open: vm.open true | vm.open false'],
    ],
    ['no others strike', 'do: [{ call: OPEN, returns: OK }]\nfaults: [scrub-fails]', ['error', expect.any(String)]],
    [
      'those that are named',
      'actors: { a: [{ call: OPEN }], b: [{ call: LOOK }] }\nfaults: [open-fails@b]',
      ['error', 'CVM_LITMUS_UNREACHABLE faults[0]: no execution gives this fault a chance'],
    ],
    [
      'at units of sweeps',
      'machine: { pages: 2 }\ndo: [{ call: SCRUB }]\nfaults: [scrub-fails]\nthen: { page: { 0: { content: clean } } }',
      ['failed', 'then.page["0"].content: page[0].content clean | page[0].content secret'],
    ],
    [
      'signals at any moment, or never',
      'machine: { pages: 2 }\nactors: { a: [{ call: SCRUB, returns: { end: done } }] }\nfaults: [fatal-signal@a]',
      ['failed', 'actors.a[0].returns: SCRUB: end done | errno EINTR, end interrupted'],
    ],
    [
      'signals of a call, which knows the other actors that run',
      'machine: { pages: 2 }\ndo: [{ call: HALT }]\nactors: { a: [{ call: SCRUB, returns: { end: done } }], b: [{ call: HALT }] }',
      ['failed', 'actors.a[0].returns: SCRUB: end done | errno EINTR, end interrupted'],
    ],
    [
      'none of a call that is alone',
      'machine: { pages: 2 }\ndo: [{ call: HALT }]\nactors: { a: [{ call: SCRUB, returns: { end: done } }] }',
      ['ok'],
    ],
  ])('%s', (_what, body, expected) => {
    expect(said(body)).toEqual(expected);
  });

  test.each([
    ['of steps', 'do: [{ call: OPEN }, { call: OPEN }]', 'open-breaks', 'open-fails'],
    ['of units', 'do: [{ call: SCRUB }, { call: OPEN }]', 'scrub-fails', 'open-fails'],
  ])('do not lend each other their times: %s', (_what, calls, fault, other) => {
    const twice = (faults: string) => said(`${calls}\nfaults: [${faults}]\nreaches: [failed-twice]`)[0];
    expect(twice(`{ fault: ${fault}, times: 2 }`)).toBe('ok');
    expect(twice(`${fault}, ${other}`)).toBe('failed');
  });

  it('may strike one after the other', () => {
    const opens = (times: number) => `do: [${Array(times).fill('{ call: OPEN }').join(', ')}]`;
    const never = (times: number) =>
      said(`${opens(times)}\nfaults: [open-breaks, open-fails]\nthen: { vm: { open: true } }`)[0];
    expect([never(2), never(3)]).toEqual(['failed', 'ok']);
  });
});
