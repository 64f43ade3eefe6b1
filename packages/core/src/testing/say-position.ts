interface Here {
  readonly here: string;
  readonly live: readonly unknown[];
}

/** A position's key as people read it: frames from the outermost on, `@label(live locals)`, observations, `=` what a sub returned. */
export function sayPosition(key: string): string {
  if (!key.startsWith('[')) return 'its end';
  const frames = (JSON.parse(key) as unknown[][]).map((frame) => frame.map(sayEntry).join(', '));
  return frames.every((frame) => frame === '') ? 'its start' : frames.map((frame) => frame || '()').join(' > ');
}

function sayEntry(entry: unknown): string {
  if (typeof entry !== 'object' || entry === null) return String(entry) || '-';
  if ('here' in entry)
    return `@${(entry as Here).here}(${(entry as Here).live.map((of) => JSON.stringify(of)).join(', ')})`;
  const { returned } = entry as { readonly returned?: unknown };
  return `=${returned === undefined ? '' : JSON.stringify(returned)}`;
}
