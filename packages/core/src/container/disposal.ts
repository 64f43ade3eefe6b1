/** What has to be given back, last in first out. */
export interface Disposal {
  /** @returns what takes the entry off again, for something that was given back on its own */
  add(giveBack: () => unknown): () => void;
  /** One after another; goes on after an error. @returns the errors, in the order in which they came */
  run(): Promise<unknown[]>;
}

export function createDisposal(): Disposal {
  const entries = new Set<() => unknown>();
  return {
    add(giveBack) {
      const entry = () => giveBack();
      entries.add(entry);
      return () => void entries.delete(entry);
    },
    async run() {
      const errors: unknown[] = [];
      for (const giveBack of [...entries].reverse()) {
        try {
          await giveBack();
        } catch (error) {
          errors.push(error);
        }
      }
      return errors;
    },
  };
}
