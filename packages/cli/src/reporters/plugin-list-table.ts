import type { Look } from '../output/outputs.js';
import { table } from '../output/table.js';
import type { PluginList } from '../plugins/plugin-list.js';

export function pluginListTable({ plugins }: PluginList, { width, palette }: Look): string {
  const head = ['id', 'version', 'confidential', 'policies', 'about'].map((name) => palette('bold', name));
  const rows = plugins.map(({ id, version, confidential, policies, title, summary }) => [
    id,
    version,
    confidential ? 'yes' : 'no',
    policies.join(', '),
    `${title}: ${summary}`,
  ]);
  return `${table(rows, { head, width })}\nMore about one of them: cvm-teardown plugins info <id>\n`;
}
