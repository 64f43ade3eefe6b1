import { loadArchitecture } from '../machine/load-architecture.js';
import type { MachineRequest } from '../machine/machine-request.js';
import type { ArchPlugin } from '../plugin/arch-plugin.js';
import type { Registrar } from '../plugin/registrar.js';
import { type CheckOptions, type CheckResult, check } from '../run/check.js';

/** The same plugin, whose releases have only those of their defects that are kept. */
export const keepingDefects = (plugin: ArchPlugin, keeps: (defect: string) => boolean): ArchPlugin => ({
  ...plugin,
  register: (registrar: Registrar) =>
    plugin.register({
      ...registrar,
      release: (...all) => registrar.release(...all.map((one) => ({ ...one, defects: one.defects.filter(keeps) }))),
    }),
});

const unreachedIn = ({ sometimes }: CheckResult): readonly string[] =>
  sometimes.filter(({ reached }) => !reached).map(({ id }) => id);

/** Defects that are all needed for what is broken, if one of them is known to break it. */
const togetherOf = (needed: readonly string[], breaks: (id: string) => boolean): readonly string[] =>
  needed.some(breaks) ? needed : [];

export interface DefectsShown {
  /** Defects of the release that break their property on this machine, by name, in the release's order. */
  readonly shown: readonly string[];
  /** What is broken though no defect of the release is known to break it. */
  readonly unexplained?: string;
  /** Situations (`sometimes`) that the rest of the release does not reach on this machine. */
  readonly unreached: readonly string[];
  /** Of the release without what is shown: the whole machine was walked, unless something is unexplained. */
  readonly rest: CheckResult;
}

/**
 * Which of a release's known defects show on a machine, and whether they are all that is wrong: what breaks is traced to defects that
 * break it alone, or else to those that break it together; these are taken out, until the rest of the release is valid.
 */
export function defectsShown(plugin: ArchPlugin, request: MachineRequest, options: CheckOptions): DefectsShown {
  const known = loadArchitecture(plugin);
  const release = known.releases.find(({ id }) => id === request.release);
  const own = release?.defects ?? [];
  const checked = (keeps: (defect: string) => boolean): CheckResult =>
    check(loadArchitecture(keepingDefects(plugin, keeps)), request, options);
  const shown = new Set<string>();
  for (;;) {
    const rest = checked((id) => !shown.has(id));
    const broken = rest.violation?.kind === 'sometimes' ? undefined : rest.violation?.property;
    const inOrder = own.filter((id) => shown.has(id));
    if (broken === undefined) return { shown: inOrder, unreached: unreachedIn(rest), rest };
    const left = own.filter((id) => !shown.has(id));
    const breaks = (id: string): boolean =>
      known.defects.some(({ id: own, violates }) => own === id && violates === broken);
    const alone = left.find((id) => breaks(id) && checked((kept) => kept === id).violation?.property === broken);
    const needed = () =>
      left.filter((id) => checked((kept) => kept !== id && !shown.has(kept)).violation?.property !== broken);
    const guilty = alone !== undefined ? [alone] : togetherOf(needed(), breaks);
    if (guilty.length === 0) return { shown: inOrder, unexplained: broken, unreached: [], rest };
    for (const id of guilty) shown.add(id);
  }
}
