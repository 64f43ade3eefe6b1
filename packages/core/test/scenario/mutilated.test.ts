import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInputError } from '../../src/errors/index.js';
import { parseScenario, planScenario } from '../../src/scenario/index.js';
import { ARCHITECTURES } from '../engine/timed/architectures.js';

const architectures = Object.values(ARCHITECTURES).map(({ shipped }) => shipped);
const folder = new URL('../../../../scenarios/', import.meta.url);
const shipped = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));

/** A word is taken away, put in the place of another one, or changed. */
const mutilation = fc.record({
  file: fc.constantFrom(...shipped),
  place: fc.double({ min: 0, max: 1, noNaN: true }),
  how: fc.constantFrom('drop', 'swap', 'change', 'repeat'),
  other: fc.double({ min: 0, max: 1, noNaN: true }),
  text: fc.constantFrom(
    '',
    'null',
    '-1',
    '1e999',
    '{}',
    '[]',
    '~',
    '"',
    '&a *a',
    'true',
    '.nan',
    'x'.repeat(3),
    '100 GiB',
    '::',
    '\t',
  ),
});

describe('a scenario in which something is broken', () => {
  it('is read, or said to be wrong in a place of it: nothing else happens', () => {
    fc.assert(
      fc.property(mutilation, ({ file, place, how, other, text }) => {
        const words = file.split(/(\s+|(?<=[{}[\]:,])|(?=[{}[\]:,]))/);
        const at = Math.min(words.length - 1, Math.floor(place * words.length));
        const word = words[Math.min(words.length - 1, Math.floor(other * words.length))] as string;
        words[at] = { drop: '', swap: word, change: text, repeat: `${words[at]}${words[at]}` }[how] as string;
        try {
          const scenario = parseScenario(new TextEncoder().encode(words.join('')), architectures, 'broken.yaml');
          for (const one of architectures) if (one.manifest.id in scenario.arch) planScenario(scenario, one);
        } catch (error) {
          if (!isInputError(error)) throw error;
          for (const { where } of error.findings) expect(where?.line ?? where?.file).toBeDefined();
        }
      }),
      { numRuns: 500, seed: 7 },
    );
  });
});
