import type { SourceFile } from './source-files.js';

/**
 * Words of one architecture. A space stands for a word border inside an identifier (`H_SVM_x`, `hSvmX`, `h-svm`).
 * The last line is compared with in the documentation only. Words that are also plain English (power, arm, prepare, share) are not here: reviewers see those.
 */
// biome-ignore format: one line per architecture
const vendorWords = [
  'uvcs?', 'uv', 'ultravisor', 's390x?', 'zarch', 'ibm z', 'kvm pv', 'gmap', 'pgste', 'destroy fast',
  'cmos?', 'vmalls?', 'vmalls12\\w*', 'tlbis?', 'tlbirange', 'fwb', 'arm ?(32|64)', 'aarch ?(32|64)', 'armv[789]', 'vttbr', 'vtcr', 'vhe', 'pkvm', 'hisilicon',
  'h svm', 'svm', 'powerpc', 'ppc', 'ppc64(le)?', 'power ?(8|9|10|11)', 'pef', 'lpid', 'uvmem', 'h page (in|out)', 'book3s',
  'tdx', 'sev', 'snp', 'sgx',
];

const pattern = new RegExp(`(?<![a-z0-9])(${vendorWords.join('|')})(?![a-z0-9])`, 'gi');

/** `kvmPvInfo`, `KVM_PV_INFO` and `kvm-pv-info` all become `kvm pv info`. */
const intoWords = (line: string): string =>
  line
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/[_-]/g, ' ');

/** Vendor words in a line, in code, strings and comments alike: `path:line says 'word'`. */
export const vendorWordsIn = (file: SourceFile): string[] =>
  [file.path, ...file.text.split('\n')].flatMap((line, number) => {
    const said = [line, intoWords(line)].flatMap((text) =>
      [...text.matchAll(pattern)].map(([word]) => word.toLowerCase()),
    );
    return [...new Set(said)].map((word) => `${file.path}:${number} says '${word}'`);
  });
