import { HELD, HELD_SWAPPABLE, HELD_UNSWAPPABLE, OVERHEAD } from '../protocol/levels.js';
import type { RunResult } from '../run/run-result.js';
import { formatNanoseconds } from '../units/index.js';

const HELD_LEVELS: readonly string[] = [HELD, HELD_SWAPPABLE, HELD_UNSWAPPABLE, OVERHEAD];

/** The milestone of an actor that does not wait for ever. */
const GIVES_UP = 'gives-up';

/** What a reader of a run must know before its numbers. */
export function warningsOf(result: RunResult): readonly string[] {
  const { engine } = result;
  const patience = result.sinceRequested(GIVES_UP);
  const broken = new Map<string, number>();
  for (const { property, actor, detail } of engine.broken) {
    const what = `${actor} breaks "${property}": ${detail}`;
    broken.set(what, (broken.get(what) ?? 0) + 1);
  }
  return [
    ...(engine.cancelled
      ? [`given up ${formatNanoseconds(engine.endNs)} after its start: what was still to come is not in it`]
      : []),
    ...[...broken].map(([what, times]) => (times === 1 ? what : `${what} (${times} times)`)),
    ...engine.levels
      .filter(({ level, now }) => HELD_LEVELS.includes(level) && now < 0)
      .map(({ level }) => `"${level}" ends below zero: rules take back more than the policy's \`levels\` declare`),
    ...engine.milestones
      .filter(({ name }) => name === GIVES_UP)
      .map(({ actor }) => {
        const when = patience === undefined ? '' : ` ${formatNanoseconds(patience)} after the request`;
        return `${actor} gives up${when}: what it waits for has not ended`;
      }),
    ...engine.actors
      .filter(({ end }) => end === 'blocked')
      .map(({ name }) => `${name} waits for something that never comes`),
  ];
}
