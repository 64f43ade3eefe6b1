import { setImmediate } from 'node:timers/promises';

/** How long work goes on before whoever else waits for this thread, such as Ctrl-C, is heard. */
const TURN_MS = 50;

/** Does work that comes in pieces; between two of them others may use the thread. */
export async function inTurns<T>(turns: Iterator<unknown, T>): Promise<T> {
  let since = performance.now();
  for (let turn = turns.next(); ; turn = turns.next()) {
    if (turn.done === true) return turn.value;
    if (performance.now() - since <= TURN_MS) continue;
    await setImmediate();
    since = performance.now();
  }
}
