/** How often what a property test is about has happened: in how many cases, and how often in all. */
export class Tally {
  cases = 0;
  readonly #times = new Map<string, number>();
  readonly #inCases = new Map<string, number>();
  readonly #now = new Set<string>();

  tell(what: string): void {
    this.#times.set(what, (this.#times.get(what) ?? 0) + 1);
    this.#now.add(what);
  }

  /** A case is over. */
  next(): void {
    this.cases++;
    for (const what of this.#now) this.#inCases.set(what, (this.#inCases.get(what) ?? 0) + 1);
    this.#now.clear();
  }

  /** Part of the cases in which it happened. */
  share(what: string): number {
    return (this.#inCases.get(what) ?? 0) / this.cases;
  }

  /** What happened in fewer cases than it should, as text. */
  shortOf(floors: Readonly<Record<string, number>>): string[] {
    return Object.entries(floors)
      .filter(([what, floor]) => this.share(what) < floor)
      .map(
        ([what, floor]) =>
          `"${what}" in ${percent(this.share(what))} of the cases, at least ${percent(floor)} is wanted`,
      );
  }

  toString(): string {
    const lines = [...this.#inCases]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([what, cases]) => `${String(cases).padStart(8)} ${String(this.#times.get(what)).padStart(9)}  ${what}`);
    return [`${this.cases} cases`, '   cases     times', ...lines].join('\n');
  }
}

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;
