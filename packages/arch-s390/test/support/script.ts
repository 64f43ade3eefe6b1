import {
  loadArchitecture,
  type MachineRequest,
  type RunResult,
  type SimulateOptions,
  simulate,
} from '@cvm-teardown/core';
import type { MachineConfig, Registrar, StateView, Task } from '@cvm-teardown/core/plugin';
import { s390 } from '../../src/plugin.js';
import { beginWith } from '../../src/policies/begin.js';
import type { declareState, State } from '../../src/state.js';

type View = StateView<ReturnType<typeof declareState>>;

/** What a script is given: its machine, and where to put what it wants to show. */
export interface Script {
  readonly begin?: (s: State, machine: MachineConfig) => void;
  readonly task: (machine: MachineConfig, show: (value: unknown) => void) => Task<unknown>;
}

export interface Shown {
  readonly shown: readonly unknown[];
  readonly run: RunResult;
  /** The state at the end. */
  readonly s: View;
}

const PAGES = 8;

/** Calls made one after the other by one actor, from a protected guest whose lowest two pages count as the low 2 GiB. */
export function play(script: Script, request: MachineRequest = {}, options: SimulateOptions = {}): Shown {
  const shown: unknown[] = [];
  const arch = loadArchitecture({
    ...s390,
    register: (registrar: Registrar) => {
      s390.register(registrar);
      registrar.policy({
        id: 'script',
        title: 'script',
        summary: 'calls of a test',
        source: 'test',
        triggers: ['reboot'],
        defaultRelease: 'fixed',
        begin: script.begin ?? beginWith(1),
        actors: (machine) => [{ name: 'caller', task: () => script.task(machine, (value) => shown.push(value)) }],
      });
    },
  });
  const scale = { low: 2, sweepBatch: 2, ...request.scale };
  const run = simulate(arch, { memoryBytes: PAGES * 4096, vcpus: 2, ...request, policy: 'script', scale }, options);
  return { shown, run, s: run.state.view as unknown as View };
}

export const count = (s: View, uv: string): number => s.page.count((page) => page.uv === uv && page.place === 'guest');
