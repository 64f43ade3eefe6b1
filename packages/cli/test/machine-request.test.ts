import type { Finding } from '@cvm-teardown/core';
import { describe, expect, it } from 'vitest';
import { replayCommand } from '../src/check/replay.js';
import { chooseMachine } from '../src/options/choose-architecture.js';
import { type MachineArguments, readMachineRequest } from '../src/options/machine-request.js';
import { toy } from './support/toy-plugin.js';

function read(given: MachineArguments) {
  const findings: Finding[] = [];
  const request = readMachineRequest(given, findings);
  return { request, codes: findings.map(({ code }) => code), places: findings.map(({ where }) => where?.path) };
}

describe('readMachineRequest', () => {
  it('reads every option from text', () => {
    expect(
      read({
        trigger: 'exit',
        policy: 'eager',
        release: '6.10',
        authority: 'document',
        feature: ['FAST', 'SLOW=false', 'BIG=true'],
        option: ['layout=flat', 'range=0-3=x', 'empty='],
        defect: ['a', 'b'],
        scale: ['batch=2', 'low=0'],
        vcpus: '4',
        cpus: '16',
        resident: '12.5%',
        memory: '100GiB',
        pages: '3',
      }),
    ).toEqual({
      request: {
        trigger: 'exit',
        policy: 'eager',
        release: '6.10',
        authority: 'document',
        features: { FAST: true, SLOW: false, BIG: true },
        options: { layout: 'flat', range: '0-3=x', empty: '' },
        defects: ['a', 'b'],
        scale: { batch: 2, low: 0 },
        vcpus: 4,
        cpus: 16,
        resident: 0.125,
        memoryBytes: 100 * 2 ** 30,
        pages: 3,
      },
      codes: [],
      places: [],
    });
  });

  it('asks for nothing where nothing is given', () => {
    expect(read({})).toEqual({ request: {}, codes: [], places: [] });
  });

  it.each([
    [{ memory: '64G' }, 'CVM_UNITS_AMBIGUOUS_SIZE', '--memory'],
    [{ memory: '64' }, 'CVM_UNITS_SIZE_WITHOUT_UNIT', '--memory'],
    [{ memory: '-1GiB' }, 'CVM_UNITS_NEGATIVE_SIZE', '--memory'],
    [{ memory: 'NaN' }, 'CVM_UNITS_INVALID_SIZE', '--memory'],
    [{ memory: '1Gib' }, 'CVM_UNITS_UNKNOWN_SIZE_UNIT', '--memory'],
    [{ memory: '9000TiB' }, 'CVM_UNITS_SIZE_TOO_LARGE', '--memory'],
    [{ resident: '80' }, 'CVM_UNITS_INVALID_PERCENTAGE', '--resident'],
    [{ vcpus: '0x10' }, 'CVM_CLI_NOT_A_COUNT', '--vcpus'],
    [{ cpus: '0' }, 'CVM_CLI_NOT_A_COUNT', '--cpus'],
    [{ feature: ['=true'] }, 'CVM_CLI_WRONG_FORM', '--feature'],
    [{ option: ['layout'] }, 'CVM_CLI_WRONG_FORM', '--option'],
    [{ option: ['layout=a', 'layout=b'] }, 'CVM_CLI_GIVEN_TWICE', '--option'],
    [{ scale: ['batch=two'] }, 'CVM_CLI_NOT_A_COUNT', '--scale'],
  ] satisfies [MachineArguments, string, string][])('%o is %s', (given, code, place) => {
    expect(read(given)).toMatchObject({ codes: [code], places: [place] });
  });

  it('keeps what is right beside what is wrong, so that it can be looked up too', () => {
    expect(read({ policy: 'eager', memory: '64G', scale: ['batch=2', 'low=x'], defect: ['a', ''] })).toEqual({
      request: { policy: 'eager', defects: ['a'], scale: { batch: 2 } },
      codes: ['CVM_CLI_MISSING_VALUE', 'CVM_CLI_NOT_A_COUNT', 'CVM_UNITS_AMBIGUOUS_SIZE'],
      places: [undefined, '--scale', '--memory'],
    });
  });

  it('takes the same value twice for once', () => {
    expect(read({ feature: ['FAST', 'FAST=true'], scale: ['batch=2', 'batch=2'] })).toEqual({
      request: { features: { FAST: true }, scale: { batch: 2 } },
      codes: [],
      places: [],
    });
  });
});

describe('replayCommand', () => {
  it('quotes what a shell would take apart', () => {
    const machine = chooseMachine(toy, {}, 'check', []);
    if (machine === undefined) throw new Error('the toy has a default machine');
    expect(replayCommand('cvm-teardown', { option: ["a=it's $x"] }, machine, 1)).toBe(
      `cvm-teardown check --arch toy --trigger exit --policy eager --release v2 --option 'a=it'\\''s $x' --pages 2 --faults 1`,
    );
  });
});
