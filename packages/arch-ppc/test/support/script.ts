import { loadArchitecture, type MachineRequest, type ScriptedFault, simulate } from '@cvm-teardown/core';
import { defineArchPlugin, type Task } from '@cvm-teardown/core/plugin';
import { gfnTables } from '../../src/gfn-tables.js';
import type { Kvm } from '../../src/hypervisor.js';
import plugin from '../../src/index.js';
import { layoutOf } from '../../src/layout.js';
import type { GfnState, S } from '../../src/state.js';

/** A small machine in a given state, and what is done to it. */
export interface Script {
  readonly given: (s: S) => void;
  readonly does: (kvm: Kvm) => Task<string | number | void>;
  readonly request?: Omit<MachineRequest, 'policy'>;
  readonly faults?: readonly ScriptedFault[];
}

export interface Outcome {
  readonly returned: unknown;
  readonly vm: Readonly<S['vm']>;
  readonly poolFree: number;
  readonly gfn: readonly Readonly<GfnState>[];
  readonly count: (operation: string) => number;
}

/** Runs a script of four GFNs through the reference executor: one call after the other, by one actor. */
export function play({ given, does, request = {}, faults }: Script): Outcome {
  let returned: unknown;
  const scripted = defineArchPlugin({
    manifest: plugin.manifest,
    register: (registrar) => {
      plugin.register(registrar);
      registrar.policy({
        id: 'script',
        title: 'a script',
        summary: 'a script',
        source: 'test',
        triggers: ['secure-entry', 'reboot', 'hotplug', 'unplug', 'abort'],
        defaultRelease: 'fixed',
        begin: given,
        actors: (machine) => [
          {
            name: 'script',
            task: function* () {
              returned = yield* does({ machine, layout: layoutOf(machine), tables: gfnTables(machine) });
            },
          },
        ],
      });
    },
  });
  const result = simulate(
    loadArchitecture(scripted),
    { memoryBytes: 4 * 65_536, scale: { implicitShares: 1, necessaryGfns: 1 }, ...request, policy: 'script' },
    { faults },
  );
  const s = result.state.view as unknown as S;
  return {
    returned,
    vm: { ...s.vm },
    poolFree: s.poolFree,
    gfn: Array.from({ length: s.gfn.length }, (_, gfn) => stateOf(s.gfn.at(gfn))),
    count: (operation) => result.count(operation),
  };
}

/** A copy of a live view, whose fields are not its own. */
const stateOf = ({ word, uv, host, tree, busy }: Readonly<GfnState>): GfnState => ({ word, uv, host, tree, busy });

/** Puts a VM into one of the states of docs/ppc.md 15: 0, S, SD. */
export function vm(s: S, flags: '0' | 'S' | 'SD'): void {
  s.vm.flags = flags === '0' ? 'none' : flags === 'S' ? 'start' : 'done';
  s.vm.svm = flags === '0' ? 'none' : flags === 'S' ? 'active' : 'secure';
  s.vm.root = flags === 'SD' ? 'uv' : 'hv';
  s.poolFree = 4;
}

const WORDS = {
  /** Never touched by the host. */
  hole: { word: 'normal', uv: 'secure', host: 'hole' },
  N: { word: 'normal', uv: 'secure', host: 'plain', tree: 'current' },
  U: { word: 'uvmem', uv: 'secure', host: 'device' },
  M: { word: 'mem', uv: 'paged-out', host: 'cipher' },
  H: { word: 'shared', uv: 'shared', host: 'plain' },
  inv: { word: 'shared', uv: 'shared-inv', host: 'plain' },
} as const;

/** Puts GFNs from 0 on into states of docs/ppc.md 15. */
export function gfns(s: S, ...words: readonly (keyof typeof WORDS)[]): void {
  words.forEach((word, gfn) => {
    Object.assign(s.gfn.at(gfn), WORDS[word]);
    if (word === 'U') s.poolFree--;
  });
}
