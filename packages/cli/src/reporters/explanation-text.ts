import type { Explained, Explanation } from '../explain/explanation.js';
import { continued } from '../output/continued.js';
import type { Look } from '../output/outputs.js';
import { table } from '../output/table.js';
import { facts } from './facts.js';

/** Columns before a fact, and between its name and what it says. */
const INDENT = 2;

/** What a name means, one part for each thing that goes by it. */
export const explanationText = ({ explained }: Explanation, look: Look): string =>
  explained.map((one) => part(one, look)).join('\n');

function part({ what, name, arch, summary, facts: known, source = '' }: Explained, look: Look): string {
  const of = arch.length === 0 ? '' : ` of ${arch.join(', ')}`;
  const names = [...known.map((fact) => fact.name), 'source'];
  const room = look.width && look.width - 2 * INDENT - Math.max(...names.map(({ length }) => length));
  const list = [
    ...known.map(({ name: of, text }) => [of, of === 'write' ? continued(text, room) : text] as const),
    ['source', source] as const,
  ];
  const body = table([[summary]], { width: look.width, indent: INDENT });
  return `${look.palette('bold', name)}  ${look.palette('dim', `${what}${of}`)}\n${body}${facts(list, look, INDENT)}`;
}
