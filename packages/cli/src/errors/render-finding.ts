import type { Finding, Where } from '@cvm-teardown/core';
import type { Palette } from '../output/palette.js';

/** A finding for the terminal: `error CVM_...: message (where)`, and its hint on a line of its own. */
export function renderFinding({ code, message, where, hint }: Finding, palette: Palette): string {
  const place = placeOf(where);
  const head = `${palette('red', 'error')} ${palette('bold', code)}: ${message}${place === '' ? '' : ` (${place})`}\n`;
  return hint === undefined ? head : `${head}  ${palette('cyan', 'hint')}: ${hint}\n`;
}

function placeOf({ file, line, column, path }: Where = {}): string {
  const position = [file, line, column].filter((part) => part !== undefined).join(':');
  return [position, path ?? ''].filter((part) => part !== '').join(': ');
}
