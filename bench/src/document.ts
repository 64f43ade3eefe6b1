import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BEGIN = '<!-- bench -->';
const END = '<!-- /bench -->';

/** Puts the tables between the markers of docs/performance.md. @throws Error if there are none */
export function writeIntoDocument(text: string): string {
  const path = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));
  const document = readFileSync(path, 'utf8');
  const [begin, end] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${path} has no ${BEGIN} ... ${END}`);
  writeFileSync(path, `${document.slice(0, begin + BEGIN.length)}\n\n${text}\n\n${document.slice(end)}`);
  return path;
}
