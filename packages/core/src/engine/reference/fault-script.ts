/** A fault that strikes in a run: the `occurrence`th time (1 is the first) that the named step or table could fail that way. */
export interface ScriptedFault {
  readonly fault: string;
  /** Name of a step or of a page table. */
  readonly at: string;
  readonly actor?: string;
  readonly occurrence: number;
}

/** Decides which scripted fault strikes. */
export class FaultScript {
  readonly #times = new Map<ScriptedFault, number>();

  constructor(readonly faults: readonly ScriptedFault[]) {}

  strike(actor: string, at: string, possible: readonly string[]): string | undefined {
    let struck: string | undefined;
    for (const script of this.faults) {
      if (script.at !== at || !possible.includes(script.fault) || (script.actor ?? actor) !== actor) continue;
      const times = (this.#times.get(script) ?? 0) + 1;
      this.#times.set(script, times);
      if (times === script.occurrence) struck ??= script.fault;
    }
    return struck;
  }
}
