import type { Look } from '../output/outputs.js';
import { table } from '../output/table.js';
import type { About } from '../plugins/about.js';
import { facts } from './facts.js';

export function aboutText({ tool, node, plugins, documentation }: About, look: Look): string {
  const { palette, width } = look;
  const heading = (text: string) => `${palette('bold', text)}\n`;
  const list = (rows: readonly string[][]) => table(rows, { width, indent: 4 });
  const modelled = plugins.map(
    ({ id, title, version, confidential, modelled, not_modelled, documentation: page }) =>
      `${palette('bold', `${id} ${version}`)}  ${title}${confidential ? '' : ', not confidential'}${page === null ? '' : ` (${page})`}\n` +
      `  ${palette('dim', 'modelled')}\n${list(modelled.map(({ policy, triggers, title }) => [policy, `${title} (${triggers.join(', ')})`]))}` +
      `  ${palette('dim', 'not modelled')}\n${not_modelled.length === 0 ? '    nothing is listed\n' : list(not_modelled.map((line) => ['-', line]))}`,
  );
  return [
    `${palette('bold', `${tool.name} ${tool.version}`)} on Node ${node}\n` +
      'Predicts, checks and compares how confidential VMs are torn down. All times are modelled, none is measured here.\n',
    ...modelled,
    heading('documentation') +
      facts(
        documentation.map(({ topic, path }) => [path, topic]),
        look,
        2,
      ),
  ].join('\n');
}
