import { describe, expect, it, test } from 'vitest';
import { isInputError } from '../../src/errors/index.js';
import { parseLitmus } from '../../src/litmus/index.js';
import { bytes, findings, findingsIn, litmus } from './support.js';
import { toy } from './toy.js';

const CALL = 'do: [{ call: LOOK }]\n';

describe('the form of a file', () => {
  test.each<[string, string | Uint8Array, string[]]>([
    ['nothing', '', ['EMPTY']],
    ['comments only', '# nothing\n\n', ['EMPTY']],
    ['a mark without a document', '---\n', ['EMPTY']],
    ['binary', new Uint8Array([108, 0, 1, 2]), ['NOT_TEXT']],
    ['not UTF-8', new Uint8Array([108, 105, 0xff, 0xfe]), ['NOT_TEXT']],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 108, 0]), ['NOT_TEXT']],
    ['too large', 'x'.repeat(65_537), ['TOO_LARGE']],
    ['a list', '- 1\n- 2\n', ['INVALID 1:1']],
    ['a text', 'litmus\n', ['INVALID 1:1']],
    ['wrong syntax', 'litmus: 1\nname: a: b\n', ['SYNTAX 2:7']],
    ['an open quote', 'litmus: 1\nname: "a\n', ['SYNTAX 3:1']],
    ['JSON that ends too early', '{"litmus": 1, "name": ', ['SYNTAX 1:23']],
    ['a key twice', `${litmus(CALL)}name: b\n`, ['SYNTAX 5:1']],
    ['two documents', `${litmus(CALL)}---\n${litmus(CALL)}`, ['SYNTAX 5:1']],
    ['a tag', 'litmus: !!js/function 1\n', ['SYNTAX 1:9']],
    ['__proto__', '__proto__: { litmus: 1 }\n', ['SYNTAX 1:1']],
    ['__proto__ below', `${litmus(CALL)}given: { page: { __proto__: 1 } }\n`, ['SYNTAX 5:18']],
    ['a list for a key', '? [litmus]\n: 1\n', ['SYNTAX 1:3']],
    ['an alias of nothing', 'litmus: *one\n', ['SYNTAX 1:9']],
    ['an alias of itself', 'litmus: &one [*one]\n', ['SYNTAX 1:15']],
    ['deep lists', '['.repeat(20_000), ['SYNTAX 1:26']],
    ['deep keys', Array.from({ length: 40 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), ['SYNTAX 26:26']],
    [
      'aliases that multiply',
      [
        'a: &a [x, x, x, x, x, x, x, x, x]',
        ...[...'bcdefgh'].map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefg'[i]}`)}]`),
      ].join('\n'),
      ['SYNTAX 1:1'],
    ],
    ['another version', 'litmus: 2\nwhatever: 1\n', ['VERSION 1:9 litmus']],
    ['nothing of what is needed', '{}', ['MISSING 1:1 litmus', 'MISSING 1:1 name', 'MISSING 1:1 arch']],
  ])('%s', (_what, text, expected) => {
    expect(findingsIn(text)).toEqual(expected);
  });

  it('may be JSON, with tabs', () => {
    expect(findingsIn('{\n\t"litmus": 1,\n\t"name": "a",\n\t"arch": "toy",\n\t"do": [{ "call": "LOOK" }]\n}')).toEqual(
      [],
    );
  });

  it('has a name and a source', () => {
    const { name, source, file } = parseLitmus(bytes(litmus(`source: a mail\n${CALL}`)), [toy], 'x.yaml');
    expect({ name, source, file }).toEqual({ name: 'a-test', source: 'a mail', file: 'x.yaml' });
  });

  it('may begin with a byte order mark, and use aliases', () => {
    const text = `\u{feff}${litmus('do: [&look { call: LOOK }, *look, *look]\n')}`;
    expect(parseLitmus(bytes(text), [toy]).actors[0]?.calls).toHaveLength(3);
  });
});

describe('what a file names', () => {
  test.each<[string, string, string[]]>([
    ['an unknown key', `${CALL}polcy: only`, ['UNKNOWN_KEY 5:1 polcy']],
    [
      'keys that objects have',
      `${CALL}constructor: 1\ntoString: 2`,
      ['UNKNOWN_KEY 5:1 constructor', 'UNKNOWN_KEY 6:1 toString'],
    ],
    ['an unknown key of a call', 'do: [{ call: LOOK, retruns: off }]', ['UNKNOWN_KEY 4:20 do[0].retruns']],
    [
      'an unknown key of an actor',
      'actors: { a: { demon: true, do: [{ call: LOOK }] } }',
      ['UNKNOWN_KEY 4:16 actors.a.demon'],
    ],
    ['a number for a name', `${CALL}release: 5.10`, ['INVALID 5:10 release']],
    ['a word that is none of the choice', `${CALL}verdict: vald`, ['INVALID 5:10 verdict']],
    ['no calls', 'do: []', ['INVALID 4:5 do']],
    ['a call without a name', 'do: [{ returns: off }]', ['MISSING 4:6 do[0].call']],
    ['a name with blanks', 'actors: { "a b": [{ call: LOOK }] }', ['INVALID 4:11 actors["a b"]']],
    ['an unknown policy', `${CALL}policy: onli`, ['CVM_MACHINE_UNKNOWN_POLICY 5:9 policy']],
    ['an unknown release', `${CALL}release: "3"`, ['CVM_MACHINE_UNKNOWN_RELEASE 5:10 release']],
    [
      'an unknown feature',
      `${CALL}features: { FAST: true, FEST: false }`,
      ['CVM_MACHINE_UNKNOWN_FEATURE 5:25 features.FEST'],
    ],
    ['an unknown option', `${CALL}options: { layot: flat }`, ['CVM_MACHINE_UNKNOWN_OPTION 5:12 options.layot']],
    ['an impossible option', `${CALL}options: { layout: round }`, ['CVM_MACHINE_IMPOSSIBLE_VALUE 5:20 options.layout']],
    ['an unknown defect', `${CALL}defects: [leaves-open, leaves-opn]`, ['CVM_MACHINE_UNKNOWN_DEFECT 5:24 defects[1]']],
    [
      'an unknown constant',
      `${CALL}machine: { scale: { bach: 1 } }`,
      ['CVM_MACHINE_UNKNOWN_SCALE 5:21 machine.scale.bach'],
    ],
    ['a trigger of others', `${CALL}trigger: hotplug`, ['CVM_MACHINE_UNKNOWN_TRIGGER 5:10 trigger']],
    ['no percentage', `${CALL}machine: { resident: half }`, ['CVM_UNITS_INVALID_PERCENTAGE 5:22 machine.resident']],
    ['too many pages', `${CALL}machine: { pages: 65 }`, ['INVALID 5:19 machine.pages']],
    ['an unknown call', 'do: [{ call: LOK }]', ['UNKNOWN_CALL 4:14 do[0].call']],
    ['a call that this machine does not have', 'do: [{ call: NEW }]', ['NOT_ON_THIS_MACHINE 4:14 do[0].call']],
    ['an unknown caller', 'do: [{ call: OPEN, by: gest }]', ['UNKNOWN_VALUE 4:24 do[0].by']],
    ['a caller where it does not matter', 'do: [{ call: LOOK, by: guest }]', ['CONFLICT 4:24 do[0].by']],
    [
      'an unknown argument',
      'do: [{ call: PUT, args: { page: 0, fit: true } }]',
      ['UNKNOWN_ARGUMENT 4:36 do[0].args.fit'],
    ],
    ['a missing argument', 'do: [{ call: PUT }]', ['MISSING 4:6 do[0].args']],
    [
      'an argument of another kind',
      "do: [{ call: MODE, args: { mode: 'no', handle: 4 } }]",
      ['UNKNOWN_VALUE 4:34 do[0].args.mode', 'UNKNOWN_VALUE 4:48 do[0].args.handle'],
    ],
    ['a page that is not there', 'do: [{ call: PUT, args: { page: 2 } }]', ['PAGE_OUT_OF_RANGE 4:33 do[0].args.page']],
    ['several pages for one', 'do: [{ call: PUT, args: { page: 0-1 } }]', ['UNKNOWN_VALUE 4:33 do[0].args.page']],
    ['pages backwards', 'do: [{ call: SCRUB, args: { pages: 1-0 } }]', ['PAGE_OUT_OF_RANGE 4:36 do[0].args.pages']],
    ['an unknown result', 'do: [{ call: SCRUB, returns: { errn: 0 } }]', ['UNKNOWN_RESULT 4:32 do[0].returns.errn']],
    ['a value that is no result', 'do: [{ call: OPEN, returns: OKAY }]', ['UNKNOWN_VALUE 4:29 do[0].returns']],
    ['a number that is no result', 'do: [{ call: OPEN, returns: 0 }]', ['UNKNOWN_VALUE 4:29 do[0].returns']],
    ['one value for several', 'do: [{ call: SCRUB, returns: 0 }]', ['INVALID 4:30 do[0].returns']],
    ['results of a call without', 'do: [{ call: TAKE, returns: 0 }]', ['CONFLICT 4:20 do[0].returns']],
    [
      'an unknown operation',
      'do: [{ call: OPEN, counts: { opn-call: 1 } }]',
      ['UNKNOWN_OPERATION 4:30 do[0].counts.opn-call'],
    ],
    ['an unknown fault of a call', 'do: [{ call: OPEN, faults: [open-fail] }]', ['UNKNOWN_FAULT 4:29 do[0].faults[0]']],
    [
      'a signal at a later chance',
      'do: [{ call: OPEN, faults: [{ fault: fatal-signal, chance: 2 }] }]',
      ['CONFLICT 4:29 do[0].faults[0]'],
    ],
    ['an unknown fault', `${CALL}faults: [opn-fails]`, ['UNKNOWN_FAULT 5:10 faults[0]']],
    ['a fault of nobody', `${CALL}faults: [open-fails@vmm]`, ['UNKNOWN_ACTOR 5:10 faults[0]']],
    [
      'a signal for nobody',
      'actors: { a: [{ call: LOOK }], b: [{ call: LOOK }] }\nfaults: [fatal-signal]',
      ['MISSING 5:10 faults[0]'],
    ],
    [
      'several faults for anybody',
      'actors: { a: [{ call: OPEN }], b: [{ call: OPEN }] }\nfaults: [open-fails, open-breaks@a]',
      ['MISSING 5:10 faults[0]'],
    ],
    ['a fault twice', `${CALL}faults: [open-fails, open-fails@do]`, ['CONFLICT 5:22 faults[1]']],
    ['an actor called do', 'actors: { do: [{ call: LOOK }] }', ['CONFLICT 4:11 actors.do']],
    ['daemons only', 'actors: { a: { daemon: true, do: [{ call: LOOK }] } }', ['CONFLICT 4:1 actors']],
    ['nothing to do', 'given: { budget: 1 }', ['MISSING 1:1']],
    ['an unknown field', `${CALL}given: { vmm: { mode: off } }`, ['UNKNOWN_FIELD 5:10 given.vmm']],
    ['an unknown field of a record', `${CALL}then: { vm: { mod: off } }`, ['UNKNOWN_FIELD 5:15 then.vm.mod']],
    [
      'a value that a field cannot have',
      `${CALL}given: { vm: { mode: onn, handle: 4, open: yes } }`,
      ['UNKNOWN_VALUE 5:22 given.vm.mode', 'UNKNOWN_VALUE 5:35 given.vm.handle', 'UNKNOWN_VALUE 5:44 given.vm.open'],
    ],
    ['a record for a value', `${CALL}given: { budget: { a: 1 } }`, ['UNKNOWN_VALUE 5:18 given.budget']],
    [
      'a value for a record',
      `${CALL}given: { vm: 1, slot: 2, page: 3 }`,
      ['INVALID 5:14 given.vm', 'INVALID 5:23 given.slot', 'INVALID 5:32 given.page'],
    ],
    ['a page state that is none', `${CALL}given: { page: { 0: yours } }`, ['UNKNOWN_VALUE 5:21 given.page["0"]']],
    ['an array without names', `${CALL}given: { tree: { 0: mine } }`, ['INVALID 5:21 given.tree["0"]']],
    [
      'a page that the array does not have',
      `${CALL}given: { page: { 0-2: mine } }`,
      ['PAGE_OUT_OF_RANGE 5:18 given.page["0-2"]'],
    ],
    ['a page that is no number', `${CALL}given: { page: { first: mine } }`, ['INVALID 5:18 given.page.first']],
    ['a page twice', `${CALL}given: { page: { 0-1: mine, 1: { owner: host } } }`, ['CONFLICT 5:29 given.page["1"]']],
    ['a list of something else', `${CALL}given: { queue: [0, 4] }`, ['INVALID 5:17 given.queue']],
    ['a list that is too long', `${CALL}given: { queue: [0, 1, 2] }`, ['INVALID 5:17 given.queue']],
    ['a word with another value', `${CALL}given: { flags: [ON, OF] }`, ['UNKNOWN_VALUE 5:17 given.flags']],
    ['a word that wants a list', `${CALL}given: { flags: ON }`, ['UNKNOWN_VALUE 5:17 given.flags']],
    ['a word that cannot be given', `${CALL}given: { queued: 1 }`, ['CONFLICT 5:10 given.queued']],
    ['a violation of what is valid', `${CALL}verdict: valid\nviolates: pages-fit`, ['CONFLICT 6:1 violates']],
    ['a violation of nothing', `${CALL}verdict: violated`, ['MISSING 5:1 verdict']],
    [
      'an end behind a violation',
      `${CALL}violates: pages-fit\nthen: { budget: 1 }\nreaches: [is-on]`,
      ['CONFLICT 6:1 then', 'CONFLICT 7:1 reaches'],
    ],
    ['an unknown property', `${CALL}violates: page-fit`, ['UNKNOWN_PROPERTY 5:11 violates']],
    ['a situation for a promise', `${CALL}violates: is-on`, ['CONFLICT 5:11 violates']],
    ['a promise about other machines', `${CALL}violates: open-while-on`, ['NOT_ON_THIS_MACHINE 5:11 violates']],
    ['an unknown situation', `${CALL}reaches: [is-onn]`, ['UNKNOWN_PROPERTY 5:11 reaches[0]']],
    ['a promise for a situation', `${CALL}reaches: [pages-fit]`, ['CONFLICT 5:11 reaches[0]']],
  ])('%s', (_what, body, expected) => {
    expect(findings(body)).toEqual(expected);
  });

  it('is an architecture that has words for litmus files', () => {
    const named = (arch: string) => findingsIn(litmus(CALL).replace('toy', arch));
    expect(named('toi')).toEqual(['CVM_PLUGIN_UNKNOWN_ARCHITECTURE 3:7 arch']);
    const silent = { ...toy, litmusVocabulary: undefined };
    expect(() => parseLitmus(bytes(litmus(CALL)), [silent])).toThrow('CVM_LITMUS_NO_VOCABULARY');
  });
});

describe('all findings of a file', () => {
  it('come at once, in its order, those about its form beside those about its names', () => {
    const body = `policy: onli
machine: { pges: 3 }
given: { page: { 7: yours }, vmm: 1 }
do:
  - { call: OPEN, returns: OKAY, retruns: OK }
  - { call: OPN }
actors: 7
then: { budget: nine }
reaches: [is-onn]
vedict: valid`;
    expect(findings(body)).toEqual([
      'CVM_MACHINE_UNKNOWN_POLICY 4:9 policy',
      'UNKNOWN_KEY 5:12 machine.pges',
      'UNKNOWN_VALUE 6:21 given.page["7"]',
      'UNKNOWN_FIELD 6:30 given.vmm',
      'UNKNOWN_VALUE 8:28 do[0].returns',
      'UNKNOWN_KEY 8:34 do[0].retruns',
      'UNKNOWN_CALL 9:13 do[1].call',
      'INVALID 10:9 actors',
      'UNKNOWN_VALUE 11:17 then.budget',
      'UNKNOWN_PROPERTY 12:11 reaches[0]',
      'UNKNOWN_KEY 13:1 vedict',
    ]);
  });

  it('have the file, and the nearest name', () => {
    try {
      parseLitmus(bytes(litmus('do: [{ call: SCRUBB }]')), [toy], 'folder/x.yaml');
      expect.unreachable();
    } catch (error) {
      if (!isInputError(error)) throw error;
      expect(error.findings).toEqual([
        {
          code: 'CVM_LITMUS_UNKNOWN_CALL',
          message: 'there is no call "SCRUBB"',
          where: { file: 'folder/x.yaml', line: 4, column: 14, path: 'do[0].call' },
          hint: expect.stringMatching(/^did you mean "SCRUB"\? valid: "OPEN", /),
        },
      ]);
    }
  });

  it('never change what the file said', () => {
    const text = litmus(`${CALL}polcy: x`);
    expect(findingsIn(text)).toEqual(findingsIn(text));
  });
});
