/** Walks one shipped machine in a process of its own: `node shipped-child.js NUMBER on|off`, of page symmetry. Prints a `ShippedRun`. */
import ppc from '../../../packages/arch-ppc/dist/index.js';
import s390 from '../../../packages/arch-s390/dist/index.js';
import { check, loadArchitecture } from '../../../packages/core/dist/index.js';
import { type Shipped, shipped } from './shipped.js';

export interface ShippedRun {
  readonly verdict: string;
  readonly states: number;
  readonly transitions: number;
  /** Pages whose names made no difference: 0 where there were none, or nobody asked. */
  readonly alike: number;
  /** CPU time of all threads during the check. */
  readonly ms: number;
}

const [number, symmetry] = process.argv.slice(2);
const { arch, request, faults } = shipped[Number(number)] as Shipped;
const architecture = loadArchitecture({ s390, ppc }[arch]);
const start = process.cpuUsage();
const {
  verdict,
  states,
  transitions,
  symmetry: use,
} = check(architecture, request, {
  faults,
  symmetry: symmetry === 'on' ? 'on' : 'off',
});
const { user, system } = process.cpuUsage(start);
const run: ShippedRun = {
  verdict,
  states,
  transitions,
  alike: use?.used === true ? Math.max(...use.alike.map(({ length }) => length)) : 0,
  ms: (user + system) / 1000,
};
console.log(JSON.stringify(run));
