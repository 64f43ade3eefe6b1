import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkLitmus } from '../../src/litmus/index.js';
import { bytes, litmus } from './support.js';
import { toy } from './toy.js';

const FILE = litmus(`release: "v2"
trigger: exit
features: { FAST: true }
options: { layout: flat }
machine: { pages: 3, vcpus: 1, resident: 50%, scale: { batch: 2 } }
given: { flags: [ON], page: { 0-1: theirs, 2: { content: clean } }, queue: [1], vm: { handle: 2 } }
do:
  - { call: OPEN, by: guest, returns: OK, counts: { open-call: 2 } }
  - { call: SCRUB, args: { pages: 0-1 }, faults: [{ fault: scrub-fails, chance: 1 }], returns: { errno: 0 } }
actors:
  a: [{ call: PUT, args: { page: 1, fits: true } }]
  b: { daemon: true, do: [{ call: TAKE }, { call: MODE, args: { mode: "on" } }] }
faults: [open-fails@do, { fault: fatal-signal@do, times: 1 }]
then: { slot: { 1: { used: true } }, page: { 0: theirs } }
reaches: [is-on]
`);
const PARTS = FILE.split(/(?<=[\s{}[\]:,@])|(?=[\s{}[\]:,@])/);
const OTHERS = [
  '{',
  '}',
  '[',
  ']',
  ':',
  ',',
  '\n',
  ' ',
  '-',
  '&a',
  '*a',
  '"',
  "'",
  '|',
  '!!x',
  '?',
  '#',
  '0',
  '-1',
  '1e9',
  '0-9',
  'null',
  'true',
  '~',
  '__proto__',
  'constructor',
  '\t',
  '\u0000',
  '%',
  'do',
  'all',
];

const part = fc.nat(PARTS.length - 1);
const change = fc.oneof(
  part.map((at) => ({ at, to: '' })),
  fc.record({ at: part, to: fc.constantFrom(...OTHERS) }),
  fc.tuple(part, part).map(([at, from]) => ({ at, to: PARTS[from] as string })),
);

describe('a mutilated file', () => {
  it('is as good as it looks, before', () => {
    expect(checkLitmus(bytes(FILE), 'x.yaml', [toy])).toMatchObject({ findings: [] });
  });

  it('is checked, or said to be wrong in a place of it: nothing else happens', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const parts = [...PARTS];
        for (const { at, to } of changes) parts[at] = to;
        const { outcome, findings } = checkLitmus(bytes(parts.join('')), 'x.yaml', [toy], { maxStates: 2_000 });
        expect(outcome === 'error').toBe(findings.length > 0);
        for (const { where } of findings) expect(where?.file).toBe('x.yaml');
      }),
      { numRuns: 150, seed: 1 },
    );
  });
});
