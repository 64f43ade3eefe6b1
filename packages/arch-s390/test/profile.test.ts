import { loadArchitecture, parseAssumptions, simulate } from '@cvm-teardown/core';
import { describe, expect, it } from 'vitest';
import { operations } from '../src/operations.js';
import { s390 } from '../src/plugin.js';
import profile from '../src/profiles/ibm-z-assumed.json' with { type: 'json' };

const arch = loadArchitecture(s390);
const reboot = { trigger: 'reboot', memoryBytes: 1_000 * 4096, vcpus: 4, scale: { low: 100 } };
const assumptions = parseAssumptions(['destroy-page=1us'], operations);

describe('ibm-z-assumed', () => {
  it('has no second of its own: every row is relative', () => {
    expect(profile.rows.every((row) => 'relativeTo' in row && !('ns' in row))).toBe(true);
    expect(profile.rows.some(({ operation }) => operation === 'destroy-page')).toBe(false);
  });

  it('has one sourced ratio: export is twice destroy', () => {
    const sourced = profile.rows.filter(({ confidence }) => confidence !== 'assumed');
    expect(sourced.map(({ operation, relativeTo }) => [operation, relativeTo])).toEqual([
      ['export-page', { operation: 'destroy-page', times: 2 }],
    ]);
  });

  it('leaves out what the host does with its frames and processes, and nothing else', () => {
    const priced = new Set([...profile.rows.map(({ operation }) => operation), 'destroy-page']);
    expect(operations.map(({ name }) => name).filter((name) => !priced.has(name))).toEqual([
      'set-aside',
      'allocate-tracking-page',
      'start-kthread',
      'fault-in',
      'free-page',
      'end-process',
    ]);
  });

  it('gives no time by itself, and one with one assumption', () => {
    expect(simulate(arch, { ...reboot, policy: 'sync', release: '5.19' }).blockedNs).toBeUndefined();
    const { blockedNs } = simulate(arch, { ...reboot, policy: 'sync', release: '5.19' }, { assumptions });
    expect(blockedNs).toBe((1_000 + 4 + 1) * 1_000);
  });

  it('keeps the time of an exit unknown: freeing frames and ending a process have no price', () => {
    for (const policy of ['sync', 'helper']) {
      expect(simulate(arch, { ...reboot, trigger: 'exit', policy }, { assumptions }).blockedNs).toBeUndefined();
    }
  });
});
