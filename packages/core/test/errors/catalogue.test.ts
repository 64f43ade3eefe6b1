import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/errors/catalogue.js';
import { type Finding, isInputError } from '../../src/errors/index.js';
import * as messages from '../../src/errors/messages/index.js';

type Samples<Area> = { [Name in keyof Area]: Area[Name] extends (...args: infer Args) => unknown ? Args : never };

const where = { file: 'file.json', path: 'rows[1]' };
const name = { arch: 'toy', name: 'asinc', known: ['sync', 'async'], where };

/** Arguments for every message function; one that is missing here does not compile. */
const samples: { [Area in keyof typeof messages]: Samples<(typeof messages)[Area]> } = {
  unitsMessages: {
    sizeWithoutUnit: ['100', where],
    ambiguousSize: ['100G', '100', 'G', where],
    unknownSizeUnit: ['100gib', 'gib', ['GiB', 'GB'], where],
    invalidSize: ['many', where],
    negativeSize: ['-1GiB', where],
    fractionOfByte: ['0.3B', where],
    sizeTooLarge: ['9000TiB', where],
    durationWithoutUnit: ['10', where],
    unknownDurationUnit: ['10sec', 'sec', ['s', 'ms'], where],
    invalidDuration: ['soon', where],
    negativeDuration: ['-1s', where],
    fractionOfPicosecond: ['0.3ps', where],
    durationTooLong: ['9999999h', where],
    invalidPercentage: ['120%', where],
  },
  profileMessages: {
    invalidProfile: ['expected a string', where],
    unknownProfileKey: ['opertion', ['operation'], where],
    profileVersion: [2, 1, where],
    duplicateOperation: ['destroy-page', 'rows[0]', where],
    notOnePrice: ['destroy-page', 'both', where],
    fittedWithoutRows: ['clean-line', where],
    unknownTarget: ['destroy-pgae', ['destroy-page'], where],
    unitMismatch: ['destroy-page', 'call', 'page', where],
    circularPrices: [['a', 'b', 'a'], where],
    unknownProfile: ['small-vm', ['small-cloud-vm'], where],
  },
  costMessages: {
    assumptionForm: ['destroy-page', where],
    assumedUnknownOperation: ['destroy-pgae', ['destroy-page'], where],
    assumedTwice: ['destroy-page', '1us', '2us', where],
  },
  calibrationMessages: {
    unknownFittedOperation: ['scrb-page', ['scrub-page'], where],
    tooFewTimes: [1, ['scrub-page', 'free-page']],
    notOnTheWay: ['query-page'],
    notToldApart: [['scrub-page', 'free-page']],
    unpricedBesideFit: ['times.csv:2', ['free-page']],
    neverUnblocked: ['times.csv:2'],
    notATable: ['the file is empty', where],
    unknownColumn: ['tme', ['time'], where],
    noTime: ['0s', where],
  },
  containerMessages: {
    duplicateBinding: ['clock', 'parent'],
    missingBinding: ['clock', 'engine', ['clocks']],
    circularBinding: [['clock', 'engine', 'clock']],
  },
  pluginMessages: {
    contractVersion: ['toy', 2, 1, where],
    duplicateId: ['policy', 'async', ['toy', 'other'], where],
    notAPlugin: ['./toy.js', 'it has no default export', where],
    inconsistentPlugin: ['toy', 'it registers no policy', where],
    unknownArchitecture: ['tyo', ['toy'], where],
    secondCore: ['toy', ['file:///a', 'file:///b']],
  },
  litmusMessages: {
    litmusTooLarge: [70_000, 65_536, where],
    litmusNotText: ['it is not UTF-8', where],
    litmusEmpty: [where],
    litmusSyntax: ['this key is here twice', where, 'keep one of them'],
    litmusVersion: [2, 1, where],
    litmusInvalid: ['expected a list', where],
    litmusUnknownKey: ['nme', ['name'], where],
    litmusUnknownCall: ['OPN', ['OPEN'], where],
    litmusUnknownArgument: ['pge', ['page'], where],
    litmusUnknownResult: ['errn', ['errno'], where],
    litmusUnknownField: ['vn', ['vm'], where],
    litmusUnknownFault: ['open-fail', ['open-fails'], where],
    litmusUnknownActor: ['vm', ['vmm'], where],
    litmusUnknownOperation: ['scrab', ['scrub'], where],
    litmusUnknownProperty: ['pages-fi', ['pages-fit'], where],
    litmusUnknownValue: ['secur', 'a page state', ['secure'], where],
    litmusPageOutOfRange: ['4', 'page', 4, where],
    litmusConflict: ['page 2 is said twice', 'say it once', where],
    litmusMissing: ['what is done', 'write do: [{ call: ... }]', where],
    litmusNotOnThisMachine: ['call "NEW"', 'it came with v2', where],
    litmusNoVocabulary: ['toy', ['other'], where],
    litmusImpossibleState: ['list "queue" is full', where],
    litmusUnreachable: ['no execution returns from this call', where],
    litmusNotCountable: ['walk-batch', 'it is paid for many pages at once', where],
    litmusBeyondModel: ['list "queue" is full', where],
  },
  scenarioMessages: {
    scenarioTooLarge: [300_000, 262_144, where],
    scenarioNotText: ['it is not UTF-8', where],
    scenarioEmpty: [where],
    scenarioSyntax: ['this key is here twice', where, 'keep one of them'],
    scenarioVersion: [2, 1, where],
    scenarioInvalid: ['expected a list', where],
    scenarioUnknownKey: ['nme', ['name'], where],
    scenarioMissing: ['an architecture', 'arch: { s390: {} }', where],
    scenarioConflict: ['two events are called "a"', 'give one another name', where],
    scenarioUnknownEvent: ['agan', ['again'], where],
    scenarioUnknownGuest: ['ab', ['a'], where],
    scenarioUnknownMeasure: ['again.bloked', ['again.blocked'], where],
    scenarioUnknownProfile: ['z15', ['z16'], where],
    scenarioUnknownOperation: ['scrab', ['scrub'], where],
    scenarioNoEffect: ['rate', 'reboot', [], where],
    scenarioNotPossible: ['exit', 'toy has no policy for it', 'toy has "reboot"', where],
    scenarioOverlap: ['kill', 'again', 'somebody still waits for it', where],
    scenarioGuestNotThere: ['again', 'guest', 'which ends in "end"', where],
    scenarioNeverBegins: ['touch', 'again is never scrubbed', where],
    scenarioUnpricedThreshold: ['again.blocked', ['scrub'], 'no price for scrub', where],
    scenarioNotReached: ['again.scrubbed', 'again is never scrubbed', where],
  },
  machineMessages: {
    unknownPolicy: [name],
    unknownRelease: [name],
    unknownFeature: [name],
    unknownDefect: [name],
    unknownAuthority: [name],
    unknownTrigger: [name],
    unknownOption: [name],
    unknownScale: [name],
    noSuchPart: ['toy', 'shared', ['swapped'], where],
    memoryNotPaged: [5000, 4096, where],
    impossibleValue: ['vcpus', 0, 'a machine has at least one', '1', where],
    tooLargeToCheck: [[{ name: 'vcpus', size: 4096, usual: 1 }], new Error('a loop')],
  },
  authorMessages: {
    stateOutsideStep: ['vm.handle'],
    valueOutOfRange: ['vm.handle', 4, '0..3'],
    listOverflow: ['vm.leftovers', 2],
    taskNotDeterministic: ['reboot', 'step "a" at first, step "b" when replayed'],
    mergedPositions: ['@loop(1)', 'step "a" after the one, step "b" after the other'],
    impureGuard: ['take-lock', 'it writes vm.handle'],
    guardReadsPages: ['take-lock', 'page[0]'],
    impureApply: ['take-lock', 'vm.handle is 1, then 2'],
    undeclaredObservation: ['EAGAIN', 'OK | EINVAL'],
    asymmetric: ['touch', 'page 0 is preferred'],
    unkeyedLoop: ['vcpu', 'touch / touch / touch'],
    nothingCompared: ['symmetry', 'there is one page'],
    zeroCostLoop: ['reboot', 10_000],
    lockNotHeld: ['vm-lock', 'vcpu'],
    lockAlreadyHeld: ['vm-lock', 'vcpu'],
  },
};

interface Reported {
  readonly area: string;
  readonly called: string;
  readonly found: Finding;
}

const reported: Reported[] = Object.entries(messages).flatMap(([area, functions]) =>
  Object.entries(functions as Record<string, (...args: unknown[]) => unknown>).map(([called, message]) => {
    const told = message(...((samples as never)[area][called] as unknown[]));
    return { area, called, found: isInputError(told) ? told.findings[0] : (told as Finding) };
  }),
);

describe('the catalogue of codes', () => {
  it('has an entry for every message and a message for every entry', () => {
    expect(reported.map(({ found }) => found.code).sort()).toEqual(Object.keys(catalogue).sort());
  });

  it.each(reported)('$found.code belongs to the area of its message, $area.$called', ({ area, found }) => {
    expect(found.code).toMatch(/^CVM_[A-Z]+(_[A-Z]+)+$/);
    expect(found.code.split('_')[1]?.toLowerCase()).toBe(area.replace('Messages', ''));
  });

  it.each(Object.entries(catalogue))('explains %s in full sentences', (_, { title, explanation, remedy }) => {
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(explanation).toMatch(/^\p{L}.*\.$/u);
    expect(remedy).toMatch(/^[A-Z].*\.$/);
  });
});

describe('messages', () => {
  it.each(reported)('$called says what is wrong in one line, and what to do', ({ found }) => {
    expect(found.message).not.toMatch(/\n|\.$|undefined|\[object/);
    expect(found.hint).toMatch(/^[^\n]+[^.\n]$/);
    expect(found.hint).not.toMatch(/undefined|\[object/);
  });

  it.each(reported.filter(({ called }) => called.startsWith('unknown') && called !== 'unknownTarget'))(
    '$called offers the choice',
    ({ found }) => {
      expect(found.hint).toMatch(/valid: "/);
    },
  );

  it('offers the nearest name', () => {
    expect(messages.machineMessages.unknownPolicy(name).hint).toBe('did you mean "async"? valid: "sync" and "async"');
  });

  it('keeps foreign text on one line', () => {
    const hostile = 'a\nb\u009b';
    for (const found of [
      messages.unitsMessages.invalidSize(hostile),
      messages.machineMessages.unknownPolicy({ ...name, name: hostile }),
      messages.authorMessages.valueOutOfRange('vm.handle', hostile, '0..3').findings[0],
    ])
      expect(found.message).not.toMatch(/\p{Cc}/u);
  });

  it('names the sizes on both sides of memory that ends within a page', () => {
    expect(messages.machineMessages.memoryNotPaged(5000, 4096).hint).toBe('the nearest: 4096B or 8192B');
    expect(messages.machineMessages.memoryNotPaged(100, 4096).hint).toBe('the nearest: 4096B');
  });
});
