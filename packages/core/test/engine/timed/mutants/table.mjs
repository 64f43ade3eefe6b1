import { createHash } from 'node:crypto';

/** Of what a mutant changes: a result that was found with other edits is none of this mutant. */
export const digestOf = ({ edits }) => createHash('sha256').update(JSON.stringify(edits)).digest('hex').slice(0, 12);

/** @returns the results of mutants that are as they were then, in their order */
export const valid = (mutants, results) =>
  Object.fromEntries(
    mutants.flatMap((mutant) => {
      const result = results[mutant.rule];
      return result?.edits === digestOf(mutant) ? [[mutant.rule, result]] : [];
    }),
  );

/** MUTANTS.md. */
export function table(mutants, open, results) {
  const rows = mutants.map(({ rule, exception }) => {
    const { generator, after, cases } = results[rule] ?? {};
    if (generator !== undefined) return [rule, generator, after, ''];
    return [
      rule,
      '–',
      '',
      cases === undefined
        ? 'not tried yet'
        : `${exception ?? `**open**: ${open.get(rule) ?? '?'}`} (${cases} cases of each)`,
    ];
  });
  const noticed = mutants.filter(({ rule }) => results[rule]?.generator !== undefined).length;
  return `# Mutants of the timed executor

Written by \`node packages/core/test/engine/timed/mutants/run.mjs\`. Each row leaves one rule out, \`list.mjs\` says how. The generator
of random machines is the first that noticed that the executors differ, the number is the case at which it did. \`found\`: machines on
which they once differed, and some that are drawn too rarely.

${noticed} of ${mutants.length} are noticed.

| left out | noticed by | at case | not noticed because |
|---|---|---:|---|
${rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}
`;
}
