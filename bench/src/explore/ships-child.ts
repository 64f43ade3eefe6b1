/** Checks everything that ships, one after the other in one process: `node ships-child.js FAULTS`. Prints a `ShipsRun`. */
import arm64 from '../../../packages/arch-arm64/dist/index.js';
import ppc from '../../../packages/arch-ppc/dist/index.js';
import s390 from '../../../packages/arch-s390/dist/index.js';
import { type Architecture, check, loadArchitecture } from '../../../packages/core/dist/index.js';

export interface ShipsRun {
  readonly faults: number;
  /** Every policy of every architecture for each of its triggers and releases, with 2 pages. */
  readonly machines: number;
  readonly states: number;
  readonly unknown: number;
  /** Of all checks, without the start of the process. */
  readonly ms: number;
}

const PAGES = 2;

function* requests({ policies, releases: all }: Architecture) {
  for (const { id: policy, triggers, releases = all.map(({ id }) => id) } of policies.values())
    for (const trigger of triggers) for (const release of releases) yield { policy, trigger, release, pages: PAGES };
}

const faults = Number(process.argv[2]);
const start = performance.now();
const results = [s390, arm64, ppc]
  .map((plugin) => loadArchitecture(plugin))
  .flatMap((architecture) => [...requests(architecture)].map((request) => check(architecture, request, { faults })));
const run: ShipsRun = {
  faults,
  machines: results.length,
  states: results.reduce((sum, { states }) => sum + states, 0),
  unknown: results.filter(({ verdict }) => verdict === 'unknown').length,
  ms: performance.now() - start,
};
console.log(JSON.stringify(run));
