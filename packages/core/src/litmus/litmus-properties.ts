import type { Architecture } from '../machine/architecture.js';
import { propertiesOf } from '../machine/create-machine.js';
import type { MachineConfig } from '../plugin/machine-config.js';
import { type BoundProperty, ENGINE_PROPERTIES } from '../properties/index.js';

/** What a machine must keep, always or in the end: the engine's, core's and the plugin's promises that say something about it. */
export const promisesOf = (architecture: Architecture, machine: MachineConfig): readonly BoundProperty[] =>
  [...ENGINE_PROPERTIES, ...propertiesOf(architecture, machine)].filter(({ kind }) => kind !== 'sometimes');

/** A situation by its name: of the plugin's properties, whatever machines they apply to, or of its vocabulary. */
export function situationOf(
  { properties, litmusVocabulary }: Architecture,
  machine: MachineConfig,
  id: string,
): BoundProperty {
  const property = [...properties, ...(litmusVocabulary?.situations ?? [])].find((known) => known.id === id);
  if (property === undefined) throw new RangeError(`there is no situation "${id}"`);
  const { summary, source, holds } = property;
  return { id, kind: 'sometimes', summary, source, holds: holds && ((s) => holds(s, machine)) };
}
