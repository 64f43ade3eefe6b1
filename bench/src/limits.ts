/** What memory allows on this machine, from JavaScript: one pass over `BYTES`. `node limits.js` prints `Limits`. */

export interface Limits {
  /** Bytes per second. */
  readonly read: number;
  readonly copy: number;
  /** Of memory that the process did not have before. */
  readonly firstWrite: number;
}

const BYTES = 2 ** 28;

function speed(act: () => void): number {
  const start = performance.now();
  act();
  return (BYTES * 1000) / (performance.now() - start);
}

const best = (act: () => void): number => Math.max(...Array.from({ length: 5 }, () => speed(act)));

const memory = new Int32Array(BYTES / 4);
const firstWrite = speed(() => memory.fill(1));
const other = new Int32Array(BYTES / 4).fill(2);
let sum = 0;
const read = best(() => {
  // Four sums, so that no addition waits for the one before.
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < memory.length; i += 4) {
    a = (a + (memory[i] as number)) | 0;
    b = (b + (memory[i + 1] as number)) | 0;
    c = (c + (memory[i + 2] as number)) | 0;
    d = (d + (memory[i + 3] as number)) | 0;
  }
  sum += a + b + c + d;
});
const copy = best(() => other.set(memory));
if (sum === 0) throw new Error('nothing was read');
const limits: Limits = { read, copy, firstWrite };
console.log(JSON.stringify(limits));
