/** A command on lines of at most `width` columns, as far as its options allow; a shell goes on behind a backslash. */
export function continued(command: string, width = Number.POSITIVE_INFINITY): string {
  if (command.length <= width) return command;
  const lines: string[] = [];
  for (const part of command.split(/ (?=--)/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + part.length + BEHIND.length <= width)
      lines.push(`${lines.pop()} ${part}`);
    else lines.push(part);
  }
  return lines.join(`${BEHIND}\n`);
}

const BEHIND = ' \\';
