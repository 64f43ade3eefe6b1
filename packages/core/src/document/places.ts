import type { Where } from '../errors/finding.js';
import { formatPath } from '../errors/format-path.js';

/** A place in a document: `['do', 0, 'args', 'page']`. */
export type Path = readonly (string | number)[];

/** A path as a key of maps; different paths have different ones, whatever their names are. */
export const pathKey = (path: Path): string => JSON.stringify(path);

/** Where the keys and the values of a document stand, by `pathKey`. */
export interface Places {
  readonly keys: ReadonlyMap<string, Where>;
  readonly values: ReadonlyMap<string, Where>;
}

/** Where a value is; of one that is not there, where the nearest value around it begins. */
export function placeOf({ values }: Places, path: Path): Where {
  for (let length = path.length; length >= 0; length--) {
    const where = values.get(pathKey(path.slice(0, length)));
    if (where !== undefined) return length === 0 && path.length === 0 ? where : { ...where, path: formatPath(path) };
  }
  return { path: formatPath(path) };
}

/** Where the key of a value is. */
export function keyOf(places: Places, path: Path): Where {
  const where = places.keys.get(pathKey(path));
  return where === undefined ? placeOf(places, path) : { ...where, path: formatPath(path) };
}
