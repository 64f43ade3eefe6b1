/** Replaces the one place in a source text where a pattern occurs. */
export function edit(text, [file, from, to]) {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} places like this, one is wanted: ${from}`);
  return parts.join(to);
}
