import { describe, expect, test } from 'vitest';
import { loadArchitectures } from '../src/architectures.js';
import { run } from './support/collect.js';

/* What `explain` tells people to type finds the defect that they asked about, and no other. */

const architectures = await loadArchitectures();

async function typed(line: string): Promise<string> {
  const { stdout } = await run(line.split(' '), { architectures });
  return stdout;
}

describe('a defect', () => {
  test.each([
    ['warn-0x104', 'kernel-does-not-warn'],
    ['fast-not-installed', 'only-installed-calls'],
    ['v1-mm-uaf', 'mm-alive'],
    ['prepare-keeps-cpus', 'only-newest-has-cpus'],
    ['unmap-elides-shared', 'nothing-stale-is-used'],
    ['table-flush-deferred', 'nothing-stale-is-used'],
    ['clear-taken-for-unmap', 'nothing-stale-is-used'],
    ['reference-not-dropped', 'exact-counts'],
    ['uv-optimised-no-hv-fix', 'secure-gfns-known'],
    ['drop-by-fault', 'gfn-words-true'],
    ['hotplug-error-ignored', 'secure-gfns-known'],
    ['silent-nonmigratable', 'failures-are-told'],
  ])('%s is found by the command that explains it', async (id, violates) => {
    const { explained } = JSON.parse(await typed(`explain ${id} --json`));
    const { text } = explained[0].facts.find(({ name }: { name: string }) => name === 'write');
    const [tool, ...words] = text.split(' ');
    expect(tool).toBe('cvm-teardown');
    expect(await typed(words.join(' '))).toMatch(new RegExp(`^violated: ${violates}\n`));
  });
});
