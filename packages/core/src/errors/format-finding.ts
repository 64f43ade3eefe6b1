import type { Finding, Where } from './finding.js';

/**
 * A finding for the terminal: one line `file:line:column: path: message [code]`, the form that editors and terminals
 * turn into a link, and a second, indented line with the hint.
 */
export function formatFinding({ code, message, where, hint }: Finding): string {
  const what = [...formatWhere(where), `${message} [${code}]`].join(': ');
  return hint === undefined ? what : `${what}\n  hint: ${hint}`;
}

function formatWhere({ file, line, column, path }: Where = {}): string[] {
  const position = (line === undefined ? [file] : [file, line, column]).filter((part) => part !== undefined).join(':');
  const place = file === undefined && line !== undefined ? `line ${position}` : position;
  return [place, path ?? ''].filter((part) => part !== '');
}
