import type { Batch } from '../protocol/sweep.js';
import type { PageArray } from '../state/page-array.js';

/** What gathering makes of a page's code; PASSED_BY: it is not gathered. */
export type GatherMark = (code: number) => number;

export const PASSED_BY = -1;
const UNKNOWN = -2;

const known = new WeakMap<PageArray, WeakMap<Batch['mark'], Int32Array>>();

/** A batch's mark as a function of codes. It is asked once for each code of an array. */
export function gatherMark(array: PageArray, mark: Batch['mark']): GatherMark {
  const ofArray = known.get(array) ?? new WeakMap<Batch['mark'], Int32Array>();
  known.set(array, ofArray);
  const marks = ofArray.get(mark) ?? new Int32Array(array.codec.states).fill(UNKNOWN);
  ofArray.set(mark, marks);
  return (code) => {
    if (marks[code] === UNKNOWN) {
      const changes = mark(array.codec.decode(code));
      marks[code] =
        changes === undefined ? PASSED_BY : array.codec.patch(code, changes as Readonly<Record<string, unknown>>);
    }
    return marks[code] as number;
  };
}
