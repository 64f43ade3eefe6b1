/** In the order of the document. */
const areas = {
  CLI: 'The command line',
  MACHINE: 'What a machine can be',
  LITMUS: 'Litmus files',
  SCENARIO: 'Scenario files',
  UNITS: 'Sizes, durations and percentages',
  COST: 'Assumptions about costs',
  PROFILE: 'Cost profiles',
  CALIBRATION: 'Measured times and fits',
  PLUGIN: 'Plugins',
  AUTHOR: 'Mistakes in protocol code',
  CONTAINER: 'Bindings of a machine',
};

const areaOf = (code) => code.split('_')[1];

const entry = ([code, { title, explanation, remedy }]) => `### ${code}

**${title}.** ${explanation}

*What to do:* ${remedy}
`;

const section = (area, entries) => {
  const heading = areas[area];
  if (heading === undefined) throw new Error(`the area ${area} has no heading`);
  return `## ${heading}\n\n${entries.map(entry).join('\n')}`;
};

/** The list of errors, by area, as Markdown. */
export function errorsDocument(catalogue) {
  const entries = Object.entries(catalogue).sort(([a], [b]) => (a < b ? -1 : 1));
  const sections = Object.keys(areas)
    .concat(entries.map(([code]) => areaOf(code)))
    .filter((area, i, all) => all.indexOf(area) === i)
    .map((area) => [area, entries.filter(([code]) => areaOf(code) === area)])
    .filter(([, own]) => own.length > 0)
    .map(([area, own]) => section(area, own));
  return `<!-- Written by \`pnpm generate\` from the catalogues in packages/*/src/errors. Do not edit. -->

# Errors

Every message about wrong input ends with a code, such as \`[CVM_UNITS_AMBIGUOUS_SIZE]\`. Codes are API: they keep their
meaning, and a code that is no longer used is not used for something else. The wording of messages may change.

A message says what is wrong and where, and has a hint with the nearest valid name where there is one. A document that can
be read at all is reported with everything that is wrong with it, not with the first mistake. The exit code is 2.

${sections.join('\n')}`;
}
