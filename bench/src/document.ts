import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Puts the tables between the markers of docs/performance.md. @throws Error if there are none */
export function writeIntoDocument(text: string, marker: 'bench' | 'explore' = 'bench'): string {
  const path = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));
  const document = readFileSync(path, 'utf8');
  const [before, behind] = [`<!-- ${marker} -->`, `<!-- /${marker} -->`];
  const [begin, end] = [document.indexOf(before), document.indexOf(behind)];
  if (begin < 0 || end < begin) throw new Error(`${path} has no ${before} ... ${behind}`);
  writeFileSync(path, `${document.slice(0, begin + before.length)}\n\n${text}\n\n${document.slice(end)}`);
  return path;
}
