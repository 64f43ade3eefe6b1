import { describe, expect, test } from 'vitest';
import { type ModelId, twins } from '../bench/dist/explore/models.js';
import { findSpin, Verifier } from '../bench/dist/explore/spin.js';
import { walk } from '../packages/core/dist/check/index.js';

/** Pages, states, transitions: both must find them. */
const COUNTS: readonly (readonly [ModelId, number, number, number])[] = [
  ['yardstick', 10, 1_045_504, 4_193_280],
  ['s390-perform', 2, 894, 2_276],
  ['s390-perform', 4, 8_286, 25_236],
  ['ppc-init-done', 2, 885, 2_102],
  ['ppc-init-done', 4, 20_405, 52_544],
];
/** Steps of the shortest counterexample, with 3 pages. */
const DEFECTS: readonly (readonly [ModelId, string, number])[] = [
  ['s390-perform', 'accounted-once', 6],
  ['ppc-init-done', 'nothing-normal-when-done', 2],
];

const MISSING = 'spin or gcc is missing, so the Promela twins are NOT run: scripts/ci-setup installs them';
const isMissing = findSpin() === undefined;
if (isMissing && process.env['CI'] !== undefined) throw new Error(MISSING);
if (isMissing) console.warn(MISSING);

describe('models that exist as tasks and in Promela', () => {
  test.each(COUNTS)(
    '%s with %d pages: the walk finds %d states and %d transitions',
    (model, pages, states, transitions) => {
      const { make, properties } = twins[model];
      expect(walk(make(pages), properties)).toMatchObject({ verdict: 'valid', states, transitions });
    },
  );

  test.for(COUNTS)(
    '%s with %d pages: Spin finds %d states, and one more than %d transitions',
    ([model, pages, states, transitions], { skip }) => {
      skip(isMissing, MISSING);
      using verifier = new Verifier(model, { ...(model !== 'yardstick' && { pages }), optimized: false });
      expect(verifier.run()).toMatchObject({ errors: 0, states, transitions: transitions + 1 });
    },
  );

  test.each(DEFECTS)('%s with its defect: the walk finds %s broken after %d steps', (model, property, steps) => {
    const { defect, properties } = twins[model];
    const { verdict, violation } = walk(defect?.make(3) as never, properties);
    expect({ verdict, property: violation?.property, steps: violation?.trace.length }).toEqual({
      verdict: 'violated',
      property,
      steps,
    });
  });

  test.for(DEFECTS)(
    '%s with its defect: Spin, breadth first, finds a promise broken (%s) after %d steps',
    ([model, , traceLength], { skip }) => {
      skip(isMissing, MISSING);
      const define = twins[model].defect?.define;
      using verifier = new Verifier(model, { pages: 3, define, search: 'breadth-first', optimized: false });
      expect(verifier.run()).toMatchObject({ errors: 1, traceLength });
    },
  );
});
