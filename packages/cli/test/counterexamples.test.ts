import { readFileSync } from 'node:fs';
import { checkReportSchema } from '@cvm-teardown/core/report';
import { describe, expect, it, test } from 'vitest';
import { loadArchitectures } from '../src/architectures.js';
import { run as runWith, type Surroundings } from './support/collect.js';
import { folderWith } from './support/folder.js';

const architectures = await loadArchitectures();
const run = (line: string, surroundings: Surroundings = {}) => runWith(line, { architectures, ...surroundings });

/** A known bug of each shipped architecture. */
const BUGS = {
  s390: 'check --arch s390 --policy async --release 6.2 --pages 1 --feature destroyFast=false --option vmm=no-size-check --faults 0',
  arm64: 'check --arch arm64 --policy series --trigger unmap --release 5.5+series --option content=file --faults 0',
  ppc: 'check --arch ppc --policy init-done --release v1 --faults 0',
} as const;

const bugs = Object.entries(BUGS);

/** Steps of core itself: a lock is taken because of the step behind it. */
const NEUTRAL = ['acquire', 'release', 'fatal-signal'];

describe.each(bugs)('a counterexample of %s', (arch, line) => {
  test.each([80, 200])('is read aloud from a table of %d columns', async (columns) => {
    const { code, stdout } = await run(line, { columns });
    expect(code).toBe(1);
    const trace = stdout.slice(stdout.indexOf('the shortest way'), stdout.indexOf('replay:'));
    await expect(trace).toMatchFileSnapshot(`golden/counterexamples/${arch}-${columns}.txt`);
    expect(Math.max(...trace.split('\n').map((text) => text.length))).toBeLessThanOrEqual(columns);
  });

  it('says of each step where it is written down, in a document that is there', async () => {
    const report = checkReportSchema.parse(JSON.parse((await run(`${line} --reporter json`)).stdout));
    const rows = report.violation?.trace.filter(({ step }) => !NEUTRAL.includes(step)) ?? [];
    const document = readFileSync(new URL(`../../../docs/${arch}.md`, import.meta.url), 'utf8');
    for (const { step, source } of rows) {
      const [, section] = new RegExp(`docs/${arch}\\.md (\\d+(?:\\.\\d+)?)`).exec(source ?? '') ?? [];
      expect([step, section]).toEqual([step, expect.stringMatching(/^\d/)]);
      expect(document).toMatch(new RegExp(`^#+ ${section?.replace('.', '\\.')}[. ]`, 'm'));
    }
  });

  it('is found by the command that it names, and replayed', async () => {
    const { stdout } = await run(`${line} --reporter json`);
    const { replay } = checkReportSchema.parse(JSON.parse(stdout));
    expect((await run(`${replay.replace('cvm-teardown ', '')} --reporter json`)).stdout).toBe(stdout);
    const folder = folderWith({ 'found.json': stdout });
    const { code, stdout: again } = await run('replay found.json', { cwd: folder.path });
    expect([code, again.split('\n', 1)[0]]).toEqual([1, expect.stringMatching(/^reproduced: /)]);
    folder.remove();
  });
});
