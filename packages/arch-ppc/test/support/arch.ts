import { type CheckOptions, check, loadArchitecture, type MachineRequest, simulate } from '@cvm-teardown/core';
import plugin from '../../src/index.js';

export const GIB = 2 ** 30;
export const HEADLINE = 100 * GIB;

export const ppc = loadArchitecture(plugin);

export const run = (request: MachineRequest) => simulate(ppc, request);

/** What a check of the plugin says, in the few words that tests pin. */
export function verdict(request: MachineRequest, options: CheckOptions = {}) {
  const { verdict, states, violation, machine } = check(ppc, { release: 'fixed', pages: 3, ...request }, options);
  return { verdict, states, property: violation?.property, moves: violation?.trace.length, violation, machine };
}
