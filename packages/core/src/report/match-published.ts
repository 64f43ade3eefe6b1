import type { Architecture } from '../machine/architecture.js';
import type { MachineConfig } from '../plugin/machine-config.js';
import type { PublishedSide, PublishedTime } from '../plugin/published-time.js';

export interface PublishedMatch {
  readonly time: PublishedTime;
  readonly side: PublishedSide;
}

/**
 * The published times that stand beside a run: same trigger, memory, options and policy, and the same kind of guest; the features that the side names,
 * or those that machines have by default where it names none. The release is shown, not compared: a source's kernel and the
 * one that a policy behaves like differ in what the model leaves out.
 */
export function matchPublished(
  { published, features, capabilities }: Architecture,
  machine: MachineConfig,
): readonly PublishedMatch[] {
  const byDefault = features.filter((feature) => feature.default).map(({ name }) => name);
  const present = Object.keys(machine.features).filter((name) => machine.features[name]);
  return published
    .filter(isAbout(machine))
    .filter((time) => (time.confidential ?? capabilities.confidential) === capabilities.confidential)
    .flatMap((time) =>
      time.sides
        .filter((side) => side.policy === machine.policy && sameNames(side.features ?? byDefault, present))
        .map((side) => ({ time, side })),
    );
}

const isAbout =
  ({ trigger, guest, options }: MachineConfig) =>
  (time: PublishedTime): boolean =>
    time.trigger === trigger &&
    time.memoryBytes === guest.memoryBytes &&
    Object.entries(time.options ?? {}).every(([name, value]) => options[name] === value);

const sameNames = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name) => b.includes(name));
