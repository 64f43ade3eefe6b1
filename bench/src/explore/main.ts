/**
 * `pnpm bench explore`: how fast the walk is, beside Spin on the same models. Prints tables, and writes a JSON file.
 *
 *   --quick         small models, one run of each: to try the bench itself
 *   --json FILE     where the JSON goes; by default bench/dist/explore/results.json
 *   --docs          also puts the tables into docs/performance.md
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeIntoDocument } from '../document.js';
import { runNode } from '../measure.js';
import type { WalkRun } from './explore-child.js';
import { type ModelId, type Twin, twins } from './models.js';
import { report } from './report.js';
import type { ExploreResult, ExploreResults, VerdictResult } from './results.js';
import { shipped, titleOf } from './shipped.js';
import type { ShippedRun } from './shipped-child.js';
import type { ShipsRun } from './ships-child.js';
import { findSpin, type SpinRun, Verifier } from './spin.js';
import { timeToVerdict } from './verdict.js';

const { values: options } = parseArgs({
  args: process.argv.slice(3),
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'string', default: fileURLToPath(new URL('results.json', import.meta.url)) },
    docs: { type: 'boolean', default: false },
  },
});

const runs = options.quick ? 1 : 5;
const SMALL = 4;
const SMALL_SHIPPED = 3;
const shippedChild = fileURLToPath(new URL('shipped-child.js', import.meta.url));
const child = fileURLToPath(new URL('explore-child.js', import.meta.url));
const say = (text: string): void => console.error(`bench: ${text}`);

async function explore(model: ModelId, { title, pages: usual }: Twin): Promise<ExploreResult> {
  const pages = options.quick && model !== 'yardstick' ? SMALL : usual;
  say(`${title}, ${pages} pages`);
  const spinPages = model === 'yardstick' ? {} : { pages };
  using depthFirst = new Verifier(model, { ...spinPages, search: 'depth-first' });
  using breadthFirst = new Verifier(model, { ...spinPages, search: 'breadth-first' });
  const walks: (WalkRun & { readonly maxRssBytes: number })[] = [];
  const searches: [SpinRun[], SpinRun[]] = [[], []];
  for (let i = 0; i < runs; i++) {
    const { stdout, maxRssBytes } = await runNode([child, model, String(pages)]);
    walks.push({ ...(JSON.parse(stdout) as WalkRun), maxRssBytes });
    searches[0].push(depthFirst.run());
    searches[1].push(breadthFirst.run());
  }
  const best = walks.reduce((a, b) => (b.ms < a.ms ? b : a));
  mustAgree(model, best, searches[0][0] as SpinRun);
  const least = (of: readonly SpinRun[]): number => Math.min(...of.map(({ ms }) => ms));
  const { states, transitions, ms: walkMs, maxRssBytes: walkBytes } = best;
  const [depthFirstMs, breadthFirstMs] = [least(searches[0]), least(searches[1])];
  const walkWallMs = Math.min(...walks.map(({ wallMs }) => wallMs));
  const depthFirstWallMs = Math.min(...searches[0].map(({ wallMs }) => wallMs));
  const ours = { walkMs, walkWallMs, walkBytes };
  return { model, title, pages, states, transitions, ...ours, depthFirstMs, depthFirstWallMs, breadthFirstMs };
}

/** A fast walk through something else is none. */
function mustAgree(model: ModelId, { verdict, states, transitions }: WalkRun, spin: SpinRun): void {
  const ours = `${verdict}, ${states} states, ${transitions} transitions`;
  const theirs = `${spin.errors === 0 ? 'valid' : 'violated'}, ${spin.states} states, ${spin.transitions - 1} transitions`;
  if (ours !== theirs) throw new Error(`${model}: the walk says ${ours}, Spin says ${theirs}`);
}

const found = findSpin();
if (found === undefined) {
  say('spin and gcc are needed: there is nothing to compare with. scripts/ci-setup installs them');
  process.exit(2);
}
const models: ExploreResult[] = [];
for (const [id, twin] of Object.entries(twins) as [ModelId, Twin][]) models.push(await explore(id, twin));
const verdicts: VerdictResult[] = [];
for (const [id, { title, defect }] of Object.entries(twins) as [ModelId, Twin][]) {
  if (defect === undefined) continue;
  say(`${title}: time to the verdict`);
  verdicts.push(await timeToVerdict(id, title, runs));
  verdicts.push(await timeToVerdict(id, `${title}, with a defect`, runs, defect.define));
}
const machines: ExploreResults['shipped'][number][] = [];
for (const [number, machine] of shipped.entries()) {
  const { request, faults } = machine;
  const { pages } = request;
  if (options.quick && pages > SMALL_SHIPPED) continue;
  say(`${titleOf(machine)}, ${pages} pages`);
  const walked = async (symmetry: 'on' | 'off') => {
    const { stdout, maxRssBytes } = await runNode([shippedChild, String(number), symmetry]);
    return { ...(JSON.parse(stdout) as ShippedRun), maxRssBytes };
  };
  const [whole, reduced] = [await walked('off'), await walked('on')];
  if (whole.verdict !== reduced.verdict) throw new Error(`${titleOf(machine)}: ${whole.verdict}, ${reduced.verdict}`);
  machines.push({ title: titleOf(machine), pages, faults, whole, reduced });
}
const ships: ExploreResults['ships'][number][] = [];
for (const faults of [0, 1]) {
  say(`everything that ships, ${faults} faults`);
  const { stdout, cpuMs } = await runNode([fileURLToPath(new URL('ships-child.js', import.meta.url)), String(faults)]);
  ships.push({ ...(JSON.parse(stdout) as ShipsRun), cpuMs });
}
const results: ExploreResults = {
  schemaVersion: 1,
  environment: { node: process.versions.node, cpu: cpus()[0]?.model ?? 'unknown', cpus: cpus().length, ...found },
  models,
  verdicts,
  shipped: machines,
  ships,
};
const text = report(results);
writeFileSync(options.json, `${JSON.stringify(results, undefined, 2)}\n`);
console.log(text);
say(`wrote ${options.json}`);
if (options.docs) say(`wrote ${writeIntoDocument(text, 'explore')}`);
