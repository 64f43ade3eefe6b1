const cell = (text) => text.replaceAll('|', '\\|');
const code = (text) => `\`${text}\``;
const codes = (list) => list.map(code).join(', ');

const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');

/** `page: 0`, `pages: 0-3 (all)`, `mode: off or on`. */
function sayArgument([name, argument]) {
  const { kind, summary, default: fallback } = argument;
  const form = {
    page: () => 'a page',
    pages: () => 'pages',
    number: () => `${argument.min} to ${argument.max}`,
    name: () => argument.names.join(' or '),
    flag: () => 'true or false',
  };
  return `${code(name)}: ${form[kind]()}, ${summary}${fallback === undefined ? '' : ` (${fallback})`}`;
}

/** Names of a result; other spellings of the same value are left out. */
function sayResult([name, { names, integers }], only) {
  const first = Object.keys(names).filter((one, i, all) => all.findIndex((other) => names[other] === names[one]) === i);
  const values = [...first.map(code), ...(integers ? ['numbers'] : [])].join(', ');
  return only ? values : `${code(name)}: ${values}`;
}

/** What litmus files of an architecture can name, as Markdown. */
export function litmusWordsOf({ manifest, properties, litmusVocabulary }) {
  const { calls, words = [], pages = [], faults = [], situations = [] } = litmusVocabulary;
  const called = calls.map(({ name, summary, by, args = {}, results = {}, source }) => {
    const all = Object.entries(results);
    return [
      code(name),
      [summary, ...(by === undefined ? [] : [`by ${by.join(' or ')}`])].join('; '),
      Object.entries(args).map(sayArgument).join('; '),
      all.map((result) => sayResult(result, all.length === 1)).join('; '),
      source,
    ];
  });
  const short = [
    ...words.map(({ name, summary, values, list }) => [
      code(name),
      list ? `a list of ${codes(values.map(String))}` : codes(values.map(String)),
      summary,
    ]),
    ...pages.map(({ array, summary, names }) => [`${code(array)}, by number`, codes(names), summary]),
  ];
  const reached = [...properties, ...situations].filter(({ kind }) => kind === 'sometimes');
  return [
    `### ${manifest.title} (${code(`arch: ${manifest.id}`)})`,
    table(['call', 'what it does', 'arguments', 'gives back', 'source'], called),
    ...(short.length === 0 ? [] : [table(['word', 'values', 'meaning'], short)]),
    ...(faults.length === 0
      ? []
      : [
          table(
            ['fault', 'meaning', 'source'],
            faults.map(({ name, summary, source }) => [code(name), summary, source]),
          ),
        ]),
    `Situations for ${code('reaches')}: ${codes(reached.map(({ id }) => id))}.`,
  ].join('\n\n');
}
