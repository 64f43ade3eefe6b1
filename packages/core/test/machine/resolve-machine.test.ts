import { describe, expect, it } from 'vitest';
import { loadArchitecture, type MachineRequest, resolveMachine } from '../../src/machine/index.js';
import { defineArchPlugin } from '../../src/plugin/index.js';
import { findingsOf, messagesOf } from '../support/findings.js';
import { later, now } from '../support/toy/policies.js';
import { register, toyPlugin } from '../support/toy/toy-plugin.js';

const toy = loadArchitecture(toyPlugin);
const run = (request: MachineRequest = {}) => resolveMachine(toy, request, 'run');
const check = (request: MachineRequest = {}) => resolveMachine(toy, request, 'check');
const said = (request: MachineRequest) => messagesOf(() => run(request));

describe('a machine that nobody describes', () => {
  it('has the defaults of its architecture', () => {
    expect(run()).toMatchObject({
      arch: 'toy',
      purpose: 'run',
      trigger: 'reboot',
      policy: 'now',
      release: 'fixed',
      authority: 'kernel',
      features: { 'range-flush': true },
      options: { reader: 'none' },
      constants: { batch: 32, fanout: 512 },
      scale: {},
      defects: [],
      guest: { memoryBytes: 100 * 2 ** 30, vcpus: 1, resident: 1, shared: 0, swapped: 0 },
      host: { cpus: 4, sliceNs: 4_000_000 },
      pageBytes: 4096,
      pages: (100 * 2 ** 30) / 4096,
    });
  });

  it('is small when it is to be checked', () => {
    expect(check()).toMatchObject({
      purpose: 'check',
      options: { reader: 'one' },
      constants: { batch: 2, fanout: 2 },
      scale: { batch: 2, fanout: 2 },
      host: { cpus: 1 },
      pages: 2,
    });
  });

  it('is frozen', () => {
    const machine = run();
    expect(
      [machine, machine.features, machine.options, machine.constants, machine.guest, machine.defects].every(
        Object.isFrozen,
      ),
    ).toBe(true);
  });
});

describe('a machine that is asked for', () => {
  it('gets what it asks for', () => {
    expect(
      run({
        trigger: 'reboot',
        policy: 'later',
        release: 'old',
        authority: 'document',
        features: { 'range-flush': false },
        options: { reader: 'one' },
        scale: { batch: 4 },
        memoryBytes: 8192,
        vcpus: 0,
        resident: 0.5,
        cpus: 7,
        sliceNs: 1,
      }),
    ).toMatchObject({
      policy: 'later',
      release: 'old',
      authority: 'document',
      features: { 'range-flush': false },
      options: { reader: 'one' },
      scale: { batch: 4 },
      guest: { vcpus: 0, resident: 0.5 },
      host: { cpus: 7, sliceNs: 1 },
      pages: 2,
    });
  });

  it('has the policy that its trigger needs, or the trigger of its policy', () => {
    expect(run({ trigger: 'exit' })).toMatchObject({ trigger: 'exit', policy: 'now' });
    expect(run({ policy: 'later' })).toMatchObject({ trigger: 'reboot', policy: 'later' });
  });

  it('has the defects of its release and those that it asks for, sorted, each once', () => {
    expect(run({ release: 'old' }).defects).toEqual(['given-before-wiped']);
    expect(run({ release: 'old', defects: ['no-flush', 'deaf-worker', 'given-before-wiped'] }).defects).toEqual([
      'deaf-worker',
      'given-before-wiped',
      'no-flush',
    ]);
  });

  it('says what it has, and refuses questions about what its architecture does not declare', () => {
    const machine = run({ defects: ['no-flush'] });
    expect([machine.has('no-flush'), machine.has('deaf-worker')]).toEqual([true, false]);
    expect([machine.feature('range-flush'), machine.option('reader'), machine.constant('batch')]).toEqual([
      true,
      'none',
      32,
    ]);
    expect(() => machine.feature('range')).toThrow('the architecture declares no feature "range"');
    expect(() => machine.option('range')).toThrow('the architecture declares no option "range"');
    expect(() => machine.constant('range')).toThrow('the architecture declares no constant "range"');
  });

  it('knows which releases came before', () => {
    const [old, fixed] = [run({ release: 'old' }), run({ release: 'fixed' })];
    expect([old.since('old'), old.since('fixed'), fixed.since('old'), fixed.since('fixed')]).toEqual([
      true,
      false,
      true,
      true,
    ]);
    expect(() => old.since('6.2')).toThrow('toy has no release "6.2"');
  });

  it('takes option values as they are written on a command line', () => {
    const sized = loadArchitecture(
      defineArchPlugin({
        manifest: toyPlugin.manifest,
        register: (registrar) => {
          register(registrar);
          registrar.option({ name: 'size', values: [1, 2], default: 1, summary: '' });
        },
      }),
    );
    expect(resolveMachine(sized, { options: { size: '2' } }, 'run').option('size')).toBe(2);
  });
});

describe('what is wrong with a request', () => {
  it.each<[MachineRequest, string, string]>([
    [{ policy: 'latr' }, 'toy has no policy "latr"', 'did you mean "later"? valid: "now" and "later"'],
    [{ release: 'fixd' }, 'toy has no release "fixd"', 'did you mean "fixed"? valid: "old" and "fixed"'],
    [{ trigger: 'rebot' }, 'toy has no trigger "rebot"', 'did you mean "reboot"? valid: "reboot" and "exit"'],
    [{ trigger: 'hotplug' }, 'toy has no trigger "hotplug"', 'valid: "reboot" and "exit"'],
    [{ policy: 'later', trigger: 'exit' }, 'toy policy later has no trigger "exit"', 'valid: "reboot"'],
    [
      { authority: 'kernal' },
      'toy has no authority "kernal"',
      'did you mean "kernel"? valid: "document", "kernel" and "firmware"',
    ],
    [
      { features: { 'range-flsh': true } },
      'toy has no feature "range-flsh"',
      'did you mean "range-flush"? valid: "range-flush"',
    ],
    [{ options: { redaer: 'one' } }, 'toy has no option "redaer"', 'did you mean "reader"? valid: "reader"'],
    [{ scale: { batc: 2 } }, 'toy has no scale constant "batc"', 'did you mean "batch"? valid: "batch" and "fanout"'],
    [
      { memoryBytes: 5000 },
      'memory of 5000 bytes is not a multiple of the page size, 4096 bytes',
      'the nearest: 4096B or 8192B',
    ],
  ])('is said, with the nearest valid name: %j', (request, message, hint) => {
    expect(findingsOf(() => run(request)).map(({ message: text, hint: help }) => [text, help])).toEqual([
      [message, hint],
    ]);
  });

  it.each<[MachineRequest, string]>([
    [{ options: { reader: 'two' } }, 'option "reader" cannot be "two": it is one of "none" and "one"'],
    [{ scale: { batch: -1 } }, 'scale constant "batch" cannot be "-1": it is a whole number'],
    [{ scale: { batch: 0.5 } }, 'scale constant "batch" cannot be "0.5": it is a whole number'],
    [{ scale: { fanout: 1 } }, 'scale constant "fanout" cannot be "1": it is a power of two from 2 to 512'],
    [{ scale: { fanout: 48 } }, 'scale constant "fanout" cannot be "48": it is a power of two from 2 to 512'],
    [{ scale: { fanout: 1024 } }, 'scale constant "fanout" cannot be "1024": it is a power of two from 2 to 512'],
    [{ vcpus: -1 }, 'vcpus cannot be "-1": it is an integer of at least 0'],
    [{ cpus: 0 }, 'cpus cannot be "0": it is an integer of at least 1'],
    [{ sliceNs: 0 }, 'sliceNs cannot be "0": it is an integer of at least 1'],
    [{ sliceNs: 0.5 }, 'sliceNs cannot be "0.5": it is an integer of at least 1'],
    [{ pages: 0 }, 'pages cannot be "0": it is an integer of at least 1'],
    [{ memoryBytes: 0 }, 'memoryBytes cannot be "0": it is an integer of at least 1'],
    [{ memoryBytes: Number.NaN }, 'memoryBytes cannot be "NaN": it is an integer of at least 1'],
    [{ resident: 1.5 }, 'resident cannot be "1.5": it is a part of the memory, 0 % to 100 %'],
    [{ resident: Number.NaN }, 'resident cannot be "NaN": it is a part of the memory, 0 % to 100 %'],
  ])('is said: %j', (request, message) => {
    expect(said(request)).toEqual([message]);
  });

  it.each<[MachineRequest, string]>([
    [{ options: { reader: 'nonne' } }, 'the nearest that can be: none'],
    [{ scale: { batch: -1 } }, 'the nearest that can be: 0'],
    [{ scale: { batch: 1.6 } }, 'the nearest that can be: 2'],
    [{ scale: { fanout: 1 } }, 'the nearest that can be: 2'],
    [{ scale: { fanout: 48 } }, 'the nearest that can be: 64'],
    [{ scale: { fanout: 1024 } }, 'the nearest that can be: 512'],
  ])('is said with what would do: %j', (request, hint) => {
    expect(findingsOf(() => run(request)).map((found) => found.hint)).toEqual([hint]);
  });

  it('is said all at once', () => {
    expect(
      said({
        policy: 'latr',
        trigger: 'rebot',
        release: 'od',
        authority: 'me',
        features: { x: true },
        options: { reader: 'two', y: 1 },
        scale: { batch: -1, z: 1 },
        defects: ['no-flsh', 'deaf'],
        vcpus: 1.5,
        cpus: 0,
        resident: -1,
      }),
    ).toEqual([
      'toy has no trigger "rebot"',
      'toy has no policy "latr"',
      'toy has no release "od"',
      'toy has no authority "me"',
      'toy has no feature "x"',
      'scale constant "batch" cannot be "-1": it is a whole number',
      'toy has no scale constant "z"',
      'option "reader" cannot be "two": it is one of "none" and "one"',
      'toy has no option "y"',
      'toy has no defect "no-flsh"',
      'toy has no defect "deaf"',
      'vcpus cannot be "1.5": it is an integer of at least 0',
      'cpus cannot be "0": it is an integer of at least 1',
      'resident cannot be "-1": it is a part of the memory, 0 % to 100 %',
    ]);
  });

  const picky = loadArchitecture(
    defineArchPlugin({
      manifest: toyPlugin.manifest,
      register: (registrar) =>
        register({
          ...registrar,
          policy: () =>
            registrar.policy(
              now,
              { ...later, releases: ['old'], defaultRelease: 'old' },
              { ...later, id: 'exits', triggers: ['exit'] },
            ),
        }),
    }),
  );

  it('is not said of what depends on a wrong name', () => {
    const about = (request: MachineRequest) => messagesOf(() => resolveMachine(picky, request, 'run'));
    expect(about({ policy: 'latr', release: 'old' })).toEqual(['toy has no policy "latr"']);
    expect(about({ policy: 'exits', trigger: 'rebot' })).toEqual(['toy has no trigger "rebot"']);
  });

  it('includes a release that the policy does not have', () => {
    const [found] = findingsOf(() => resolveMachine(picky, { policy: 'later', release: 'fixed' }, 'run'));
    expect([found?.message, found?.hint]).toEqual(['toy policy later has no release "fixed"', 'valid: "old"']);
    expect(resolveMachine(picky, { policy: 'later' }, 'run').release).toBe('old');
  });

  it('is nothing for a check that says how much memory a run has', () => {
    expect(check({ memoryBytes: 5000, pages: 3 }).pages).toBe(3);
  });
});
