import { quoteAll } from '../errors/quote.js';
import type { Defect, DefectScene } from './axes.js';

/**
 * Defects with the machines on which a check finds them, by id.
 *
 * @throws RangeError where a machine is given for what is no defect
 */
export function withScenes(
  defects: readonly Defect[],
  scenes: Readonly<Record<string, DefectScene>>,
): readonly Defect[] {
  const strangers = Object.keys(scenes).filter((id) => !defects.some((defect) => defect.id === id));
  if (strangers.length > 0) throw new RangeError(`scenes of defects that do not exist: ${quoteAll(strangers)}`);
  return defects.map((defect) => {
    const scene = scenes[defect.id];
    return scene === undefined ? defect : { ...defect, scene };
  });
}
