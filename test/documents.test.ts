import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileOf, isThere } from './specification/file-of.js';
import { filesBelow, type SourceFile } from './tidy/source-files.js';

const documents = [
  'README.md',
  'ARCHITECTURE.md',
  'SPECIFICATION.md',
  'CONTRIBUTING.md',
  ...filesBelow('docs').map((path) => `docs/${path}`),
].flatMap((path) => fileOf(path) ?? []);

/** Anchors of a document's headings, as they are made of their text. */
const anchorsOf = ({ text }: SourceFile): Set<string> =>
  new Set(
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
      (heading as string)
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );

const hasAnchor = (document: SourceFile | undefined, anchor: string): boolean =>
  document !== undefined && anchorsOf(document).has(anchor);

/** Links of a document that lead nowhere. */
const brokenLinks = (document: SourceFile): string[] =>
  [...document.text.matchAll(/\]\(([^)\s]*)\)/g)]
    .map(([, link]) => link as string)
    .filter((link) => !link.includes('://'))
    .flatMap((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? document.path : posix.join(posix.dirname(document.path), path);
      const found = anchor === undefined ? isThere(target) : hasAnchor(path === '' ? document : fileOf(target), anchor);
      return found ? [] : [`${document.path} links to ${link}`];
    });

describe('documents', () => {
  it('are those that are expected', () => {
    expect(documents.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['README.md', 'ARCHITECTURE.md', 'docs/model.md', 'docs/adr/0001-toolchain-versions.md']),
    );
  });

  it('link to what exists', () => {
    expect(documents.flatMap(brokenLinks)).toEqual([]);
    expect(
      brokenLinks({ path: 'docs/x.md', text: '# A b\n[a](#a-b) [b](model.md#state) [c](../y.md) [d](model.md#zz)' }),
    ).toEqual(['docs/x.md links to ../y.md', 'docs/x.md links to model.md#zz']);
  });
});

describe('README.md', () => {
  const readme = fileOf('README.md')?.text ?? '';
  const BLOCK = /<!-- generate: .+ -->\n([\s\S]*?)<!-- \/generate -->/g;
  const numbersIn = (text: string): string[] => text.match(/\d{1,3}(?:,\d{3})+/g) ?? [];

  it('explains numbers that its output shows', () => {
    const shown = numbersIn([...readme.matchAll(BLOCK)].map(([, block]) => block).join('\n'));
    const explained = numbersIn(readme.replaceAll(BLOCK, ''));
    expect(explained.length).toBeGreaterThan(3);
    expect(explained.filter((number) => !shown.includes(number))).toEqual([]);
  });
});
