import type { RunResult } from '../run/run-result.js';

/** What a reader of a run must know before its numbers. */
export function warningsOf({ engine }: RunResult): readonly string[] {
  const broken = new Map<string, number>();
  for (const { property, actor, detail } of engine.broken) {
    const what = `${actor} breaks "${property}": ${detail}`;
    broken.set(what, (broken.get(what) ?? 0) + 1);
  }
  return [
    ...[...broken].map(([what, times]) => (times === 1 ? what : `${what} (${times} times)`)),
    ...engine.actors
      .filter(({ end }) => end === 'blocked')
      .map(({ name }) => `${name} waits for something that never comes`),
  ];
}
