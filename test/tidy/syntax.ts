import { parseSync } from 'vite';
import type { SourceFile } from './source-files.js';

/** The part of an ESTree node that every node has. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly [field: string]: unknown;
}

/** Where a node hangs: `parent[field]` is the node, or holds it. */
export interface Place {
  readonly parent: SyntaxNode;
  readonly field: string;
}

export type Visit = (node: SyntaxNode, place: Place | undefined) => void;

const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

const walk = (node: SyntaxNode, visit: Visit, place?: Place): void => {
  visit(node, place);
  for (const [field, value] of Object.entries(node)) {
    for (const child of Array.isArray(value) ? value : [value])
      if (isNode(child)) walk(child, visit, { parent: node, field });
  }
};

/** Visits every node of a file, in source order. Throws when the file does not parse. */
export const visitSyntax = (file: SourceFile, visit: Visit): void => {
  const { program, errors } = parseSync(file.path, file.text);
  const first = errors[0];
  if (first) throw new SyntaxError(`${file.path}: ${first.message}`);
  walk(program as unknown as SyntaxNode, visit);
};

/** `packages/core/src/index.ts:12`, the line of an offset. */
export const position = (file: SourceFile, offset: number): string =>
  `${file.path}:${file.text.slice(0, offset).split('\n').length}`;
