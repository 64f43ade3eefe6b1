import type { OutputStream } from '../context.js';

export interface Progress {
  /** `count` of them so far, of `total` as far as is known. */
  readonly update: (count: number, total?: number) => void;
  readonly end: () => void;
}

const SILENT_MS = 1000;

/**
 * Progress of work that takes longer than a second: on a terminal one line that is written over, with the speed; elsewhere one
 * line that says what is running. `now` is in milliseconds. With `before`, which is how many were there at the beginning, the time
 * left is estimated.
 */
export function showProgress(
  stderr: OutputStream,
  what: string,
  unit: string,
  now: () => number = () => performance.now(),
  before?: number,
): Progress {
  const begun = now();
  let shown = '';
  const show = (line: string) => {
    stderr.write(`\r${line.padEnd(shown.length)}`);
    shown = line;
  };
  return {
    update: (count, total) => {
      const elapsed = now() - begun;
      if (elapsed < SILENT_MS) return;
      const of = total === undefined ? '' : ` of ${grouped(total)}`;
      const perMs = (count - (before ?? 0)) / elapsed;
      const left = before === undefined || total === undefined || perMs === 0 ? '' : leftText((total - count) / perMs);
      const line = `${what}: ${grouped(count)}${of} ${unit}, ${grouped(Math.round(perMs * 1000))} ${unit}/s${left}`;
      if (stderr.isTTY) show(line.slice(0, (stderr.columns ?? 80) - 1));
      else if (shown === '') {
        shown = `${what} ...`;
        stderr.write(`${shown}\n`);
      }
    },
    end: () => {
      if (stderr.isTTY && shown !== '') stderr.write(`\r${' '.repeat(shown.length)}\r`);
    },
  };
}

/** `, 1min 20s left`. */
function leftText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const parts =
    hours > 0 ? [`${hours}h`, `${minutes}min`] : minutes > 0 ? [`${minutes}min`, `${seconds % 60}s`] : [`${seconds}s`];
  return `, ${parts.join(' ')} left`;
}

/** `1,310,720`, whatever the language of the machine. */
const grouped = (count: number): string => count.toLocaleString('en-US');
