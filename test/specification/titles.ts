import type { SourceFile } from '../tidy/source-files.js';
import { type SyntaxNode, visitSyntax } from '../tidy/syntax.js';

const TESTS = new Set(['it', 'test']);
const NEVER_RUN = new Set(['skip', 'todo', 'fails', 'skipIf', 'runIf']);

/**
 * Titles of the tests of a file as they are written, groups first: `group › test %s`. Tests that are skipped are left out.
 * Throws when the file does not parse.
 */
export function titlesIn(file: SourceFile): string[] {
  const groups: { readonly end: number; readonly title: string; readonly runs: boolean }[] = [];
  const titles: string[] = [];
  visitSyntax(file, (node) => {
    while (groups.length > 0 && node.start >= (groups.at(-1)?.end ?? 0)) groups.pop();
    const title = node.type === 'CallExpression' ? titleOf(file, node) : undefined;
    if (title === undefined) return;
    const { root, modifiers } = calleeOf(node['callee'] as SyntaxNode);
    const runs = !modifiers.some((name) => NEVER_RUN.has(name));
    if (root === 'describe') groups.push({ end: node['end'] as number, title, runs });
    else if (TESTS.has(root) && runs && groups.every((group) => group.runs))
      titles.push([...groups.map((group) => group.title), title].join(' › '));
  });
  return titles;
}

/** The first argument, if it is a string or a template. */
function titleOf(file: SourceFile, call: SyntaxNode): string | undefined {
  const [first] = call['arguments'] as readonly SyntaxNode[];
  if (first?.type === 'Literal' && typeof first['value'] === 'string') return first['value'];
  return first?.type === 'TemplateLiteral' ? file.text.slice(first.start + 1, (first['end'] as number) - 1) : undefined;
}

/** `it.each(list)` -> `it`, with `each`. */
function calleeOf(callee: SyntaxNode): { readonly root: string; readonly modifiers: readonly string[] } {
  const modifiers: string[] = [];
  for (let node = callee; ; ) {
    if (node.type === 'CallExpression') node = node['callee'] as SyntaxNode;
    else if (node.type === 'TaggedTemplateExpression') node = node['tag'] as SyntaxNode;
    else if (node.type === 'MemberExpression') {
      modifiers.push(((node['property'] as SyntaxNode)['name'] as string | undefined) ?? '');
      node = node['object'] as SyntaxNode;
    } else return { root: (node['name'] as string | undefined) ?? '', modifiers };
  }
}
