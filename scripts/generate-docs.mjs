#!/usr/bin/env node
/**
 * Writes what is taken from the code: docs/errors.md, in every other document what stands between
 * `<!-- generate: KIND ARGUMENTS -->` and `<!-- /generate -->`, and packages/core/schema. Needs `dist` (pnpm build).
 *
 *   node scripts/generate-docs.mjs              writes
 *   node scripts/generate-docs.mjs --check      writes nothing; names what is stale and exits with 1
 *   --root DIR                                  where the documents are; by default the repository
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { errorsDocument } from './docs/errors-document.mjs';
import { litmusWordsOf } from './docs/litmus-words.mjs';
import { reportFields } from './docs/report-fields.mjs';

const repository = fileURLToPath(new URL('../', import.meta.url));

const { values: options } = parseArgs({
  options: { check: { type: 'boolean' }, root: { type: 'string', default: repository } },
});

const fenced = (language, text) => `\`\`\`${language}\n${text.replace(/\n+$/, '')}\n\`\`\``;

/** The lines of a source file between `// #region NAME` and `// #endregion`. */
function region(place) {
  const [path, name] = place.split('#');
  const lines = readFileSync(join(repository, path), 'utf8').split('\n');
  const start = lines.indexOf(`// #region ${name}`);
  const end = lines.indexOf('// #endregion', start);
  if (start < 0 || end < 0) throw new Error(`${path} has no region "${name}"`);
  return lines.slice(start + 1, end).join('\n');
}

const printed = new Map();

/** What the command line tool prints in the repository: the same wherever it is asked for. */
function command(typed) {
  if (!printed.has(typed)) printed.set(typed, commandIn(repository, typed));
  return printed.get(typed);
}

/** What the command line tool prints, with what was typed; the exit code where it is not 0. `line` may end in `| head -N`. */
function commandIn(cwd, typed) {
  const [line, ...pipe] = typed.split(' | head -');
  const bin = join(repository, 'packages/cli/dist/bin.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...line.split(' ')], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '' },
  });
  if (status === null || status > 3) throw new Error(`cvm-teardown ${line} failed: ${stderr}`);
  if (stdout === '' && pipe.length > 0) throw new Error(`cvm-teardown ${line} says nothing: ${stderr}`);
  if (pipe.length > 0) return [`$ cvm-teardown ${typed}`, ...stdout.split('\n').slice(0, Number(pipe[0]))].join('\n');
  // What is wrong with the input is on stderr; else there is progress, which depends on the machine.
  const said = status === 2 ? stdout + stderr : stdout;
  const code = status === 0 ? [] : [`(exit code ${status})`];
  return [`$ cvm-teardown ${line}`, ...(said === '' ? [] : [said.trimEnd()]), ...code].join('\n');
}

/** Several commands, separated by `&&`, one after the other in a folder of their own. */
function session(commands) {
  const folder = mkdtempSync(join(tmpdir(), 'cvm-teardown-docs-'));
  try {
    return commands
      .split(' && ')
      .map((line) => commandIn(folder, line))
      .join('\n\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What `check` says of a litmus file in which something was replaced. */
function editedLitmus(argument) {
  const [, path, from, to] = /^(\S+) "(.*)" "(.*)"$/.exec(argument);
  const text = readFileSync(join(repository, path), 'utf8');
  if (!text.includes(from)) throw new Error(`${path} does not contain ${from}`);
  const folder = mkdtempSync(join(tmpdir(), 'cvm-teardown-docs-'));
  try {
    writeFileSync(join(folder, basename(path)), text.replace(from, to));
    return commandIn(folder, `check ${basename(path)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the plugins say that they leave out. */
async function notModelled(packages) {
  const { loadArchitecture } = await load('core');
  const sections = packages.split(' ').map(async (name) => {
    const { manifest, notModelled } = loadArchitecture((await load(name)).default);
    return [`**${manifest.title}**\n`, ...notModelled.map((line) => `* ${line}`)].join('\n');
  });
  return (await Promise.all(sections)).join('\n\n');
}

/** What litmus files of some architectures can name. */
async function litmusWords(packages) {
  const { loadArchitecture } = await load('core');
  const sections = packages.split(' ').map(async (name) => litmusWordsOf(loadArchitecture((await load(name)).default)));
  return (await Promise.all(sections)).join('\n\n');
}

/** The fields of a kind of report, by its JSON Schema; without those below a path. */
async function fields(argument) {
  const [kind, without] = argument.split(' ');
  const { reportJsonSchema } = await import('../packages/core/dist/report/index.js');
  return reportFields(reportJsonSchema(kind), without);
}

const load = (name) => import(`../packages/${name}/dist/index.js`);

/** The scenarios of a folder, each with the question that it answers. */
async function scenarios(folder) {
  const { readScenarioDocument } = await import('../packages/core/dist/scenario/index.js');
  const rows = readdirSync(join(repository, folder)).map((file) => {
    const { data } = readScenarioDocument(readFileSync(join(repository, folder, file)), file);
    return `| [${file}](../${folder}/${file}) | ${Object.keys(data.arch).join(', ')} | ${data.about} |`;
  });
  return ['| file | architectures | question |', '|---|---|---|', ...rows].join('\n');
}

const kinds = {
  'not-modelled': notModelled,
  'litmus-words': litmusWords,
  scenarios,
  source: (place) => fenced('ts', region(place)),
  yaml: (path) => fenced('yaml', readFileSync(join(repository, path), 'utf8')),
  command: (line) => fenced('text', command(line)),
  'report-fields': fields,
  'edited-litmus': (argument) => fenced('text', editedLitmus(argument)),
  session: (commands) => fenced('text', session(commands)),
};

const BLOCK = /<!-- generate: (\S+) (.+?) -->\n([\s\S]*?)<!-- \/generate -->/g;

async function withBlocks(text, path) {
  let done = '';
  let from = 0;
  for (const { 0: block, 1: kind, 2: argument, index } of text.matchAll(BLOCK)) {
    if (kinds[kind] === undefined) throw new Error(`${path}: unknown kind of block "${kind}"`);
    const made = await kinds[kind](argument);
    done += `${text.slice(from, index)}<!-- generate: ${kind} ${argument} -->\n${made}\n<!-- /generate -->`;
    from = index + block.length;
  }
  return done + text.slice(from);
}

const markdownIn = (directory) =>
  existsSync(join(options.root, directory))
    ? readdirSync(join(options.root, directory))
        .filter((name) => name.endsWith('.md'))
        .map((name) => join(directory, name))
        .sort()
    : [];

const stale = [];
function put(path, text) {
  const target = join(options.root, path);
  if (existsSync(target) && readFileSync(target, 'utf8') === text) return;
  stale.push(path);
  if (!options.check) writeFileSync(target, text);
}

const { catalogue } = await load('core');
const { cliCatalogue } = await import('../packages/cli/dist/errors/catalogue.js');
put('docs/errors.md', errorsDocument({ ...catalogue, ...cliCatalogue }));
for (const path of [...markdownIn('.'), ...markdownIn('docs'), ...markdownIn('docs/adr')]) {
  put(path, await withBlocks(readFileSync(join(options.root, path), 'utf8'), path));
}

// Whoever reads reports can check their form.
if (existsSync(join(options.root, 'packages/core/schema'))) {
  const { reportJsonSchema, reportKinds } = await import('../packages/core/dist/report/index.js');
  for (const kind of reportKinds)
    put(`packages/core/schema/${kind}-report.schema.json`, `${JSON.stringify(reportJsonSchema(kind), undefined, 2)}\n`);
}

// Editors complete litmus and scenario files with the names that the shipped plugins bring.
if (existsSync(join(options.root, 'packages/core/schema'))) {
  const { litmusJsonSchema } = await import('../packages/core/dist/litmus/index.js');
  const { loadArchitectures } = await import('../packages/cli/dist/architectures.js');
  const { scenarioJsonSchema } = await import('../packages/core/dist/scenario/index.js');
  const architectures = await loadArchitectures();
  const schemas = { litmus: litmusJsonSchema(architectures), scenario: scenarioJsonSchema(architectures) };
  for (const [name, schema] of Object.entries(schemas))
    put(`packages/core/schema/${name}.schema.json`, `${JSON.stringify(schema, undefined, 2)}\n`);
}

for (const path of stale)
  console.log(options.check ? `${path} is stale: pnpm build && pnpm generate` : `wrote ${path}`);
if (options.check && stale.length > 0) process.exitCode = 1;
