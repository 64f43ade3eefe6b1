import type { SourceFile } from './source-files.js';

/** What every architecture has under `src/`, so that a reader compares architectures by opening the same file three times. */
const required = [
  'plugin.ts',
  'mmu.ts',
  'secure-memory.ts',
  'firmware.ts',
  'hypervisor.ts',
  'operations.ts',
  'properties.ts',
  'releases.ts',
  'defects.ts',
];
const requiredDirectories = { 'policies/': /^policies\/[^/]+\.ts$/, 'profiles/': /^profiles\/[^/]+\.json$/ };

/** Names that `packages/<arch>/src` lacks. `files` are paths below it. */
export const missingFromArchitecture = (arch: string, files: readonly string[]): string[] => {
  if (!files.includes('plugin.ts'))
    return [`packages/${arch}/src has no plugin.ts yet: the architecture is not written`];
  return [
    ...required.filter((name) => !files.includes(name)),
    ...Object.entries(requiredDirectories).flatMap(([name, form]) =>
      files.some((file) => form.test(file)) ? [] : [name],
    ),
  ].map((name) => `packages/${arch}/src lacks ${name}`);
};

export const maximumLines = 350;

/** Deliberate exceptions, path -> reason. */
export const longFiles: ReadonlyMap<string, string> = new Map();

const lineCount = ({ text }: SourceFile): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

/** Files that are too long and not excused, and excuses that are not needed. */
export const lengthFindings = (files: readonly SourceFile[], excused: ReadonlyMap<string, string>): string[] => {
  const tooLong = files.filter((file) => lineCount(file) > maximumLines);
  const needless = [...excused.keys()].filter((path) => !tooLong.some((file) => file.path === path));
  return [
    ...tooLong
      .filter(({ path }) => !excused.has(path))
      .map((file) => `${file.path} has ${lineCount(file)} lines, at most ${maximumLines}`),
    ...needless.map((path) => `${path} is excused but not too long: remove it from the list`),
  ];
};
