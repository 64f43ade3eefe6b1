const longest = 80;

/**
 * Foreign text in quotation marks, safe on one line of a terminal: control, format and line-separating characters are
 * escaped (the C1 range too, which JSON leaves alone and terminals obey), and long text is cut.
 */
export function quote(text: string): string {
  const characters = Array.from(text.slice(0, 2 * longest));
  const cut = characters.length > longest || text.length > 2 * longest;
  const shown = cut ? `${characters.slice(0, longest - 1).join('')}…` : text;
  return printable(JSON.stringify(shown));
}

/** Text of which nothing reaches the terminal but what can be seen: for names that stand without quotation marks. */
export const printable = (text: string): string => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, escapeCharacter);

function escapeCharacter(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

/** `"a", "b" and "c"`. */
export function quoteAll(names: readonly string[]): string {
  const quoted = names.map(quote);
  const last = quoted.at(-1) ?? 'none';
  return quoted.length < 2 ? last : `${quoted.slice(0, -1).join(', ')} and ${last}`;
}
