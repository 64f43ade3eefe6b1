import { styleText } from 'node:util';
import type { CliContext, OutputStream } from '../context.js';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Styles text, or leaves it as it is. */
export type Palette = (style: Style, text: string) => string;

export const plain: Palette = (_, text) => text;

// Whether the stream wants colours is decided below: styleText would ask process.stdout, and newer Nodes do.
const coloured: Palette = (style, text) => styleText(style, text, { validateStream: false });

/**
 * The palette for a stream. `--color` and `--no-color` decide; else FORCE_COLOR (0 and false: off), then NO_COLOR, each if it
 * is set and not empty; else colours are for terminals that are not dumb.
 */
export function paletteFor(stream: OutputStream, env: CliContext['env'], asked?: boolean): Palette {
  const { FORCE_COLOR: force = '', NO_COLOR: no = '', TERM: term } = env;
  if (asked !== undefined) return asked ? coloured : plain;
  if (force !== '') return force === '0' || force === 'false' ? plain : coloured;
  return no === '' && stream.isTTY && term !== 'dumb' ? coloured : plain;
}
