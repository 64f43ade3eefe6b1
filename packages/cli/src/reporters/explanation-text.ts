import type { Explained, Explanation } from '../explain/explanation.js';
import type { Look } from '../output/outputs.js';
import { table } from '../output/table.js';
import { facts } from './facts.js';

/** What a name means, one part for each thing that goes by it. */
export const explanationText = ({ explained }: Explanation, look: Look): string =>
  explained.map((one) => part(one, look)).join('\n');

function part({ what, name, arch, summary, facts: known, source = '' }: Explained, look: Look): string {
  const of = arch.length === 0 ? '' : ` of ${arch.join(', ')}`;
  const list = [...known.map((fact) => [fact.name, fact.text] as const), ['source', source] as const];
  const body = table([[summary]], { width: look.width, indent: 2 });
  return `${look.palette('bold', name)}  ${look.palette('dim', `${what}${of}`)}\n${body}${facts(list, look, 2)}`;
}
