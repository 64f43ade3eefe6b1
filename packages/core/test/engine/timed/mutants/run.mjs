#!/usr/bin/env node
/**
 * Breaks the timed executor in one place at a time and looks whether the property tests notice. Writes MUTANTS.md.
 *
 *   node packages/core/test/engine/timed/mutants/run.mjs [--cases 2500] [--seed 1] [--first] [--only TEXT] [--to FILE]
 *
 * `--first`: goes on to the next mutant as soon as one generator has noticed.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { edit } from './edit.mjs';
import { mutants } from './list.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const engine = fileURLToPath(new URL('../../../../src/engine/', import.meta.url));
const generators = ['general', 'rhythm', 'aftermath', 'batches', 'arm64', 'ppc', 's390'];
/** A mutant may go on for ever; that is noticed too. */
const PATIENCE_MS = 300_000;

const { values: options } = parseArgs({
  options: {
    cases: { type: 'string', default: '2500' },
    seed: { type: 'string', default: '1' },
    first: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    to: { type: 'string', default: join(here, '../MUTANTS.md') },
  },
});

/** A program that compares the mutant with the reference executor. */
async function compile({ edits }, outDir) {
  const missing = new Set(edits.map(([file]) => join(engine, file)));
  const conditions = ['@cvm-teardown/source', 'node', 'import', 'default'];
  await build({
    configFile: false,
    logLevel: 'error',
    root: here,
    oxc: { decorator: { legacy: true, emitDecoratorMetadata: false } },
    resolve: { conditions },
    ssr: { resolve: { conditions }, noExternal: true },
    plugins: [
      {
        name: 'mutate',
        enforce: 'pre',
        transform: (text, id) => {
          const own = edits.filter(([file]) => id === join(engine, file));
          missing.delete(id);
          return own.length === 0 ? undefined : own.reduce(edit, text);
        },
      },
    ],
    build: { ssr: join(here, 'harness.ts'), outDir, target: 'node20', minify: false },
  });
  if (missing.size > 0) throw new Error(`no part of the program: ${[...missing].join(', ')}`);
}

/** After how many cases a generator notices; undefined: it does not. */
function noticedBy(generator, outDir) {
  const { status, stdout, error, signal } = spawnSync(
    process.execPath,
    [join(outDir, 'harness.js'), generator, options.cases, options.seed],
    { encoding: 'utf8', timeout: PATIENCE_MS },
  );
  if (error?.code === 'ETIMEDOUT') return 'hangs';
  if (signal !== null) throw new Error(`${generator} was ended by ${signal}`);
  if (status !== 0) return 'fails';
  return stdout.trim() === '' ? undefined : Number(stdout);
}

const sources = new Map();
for (const [file] of mutants.flatMap(({ edits }) => edits)) sources.set(file, readFileSync(join(engine, file), 'utf8'));
for (const { edits } of mutants) edits.reduce((_, one) => edit(sources.get(one[0]), one), '');

/** By each generator. The architectures' machines are looked at where the synthetic ones show nothing. */
async function noticed(mutant) {
  const outDir = mkdtempSync(join(tmpdir(), 'mutant-'));
  await compile(mutant, outDir);
  const found = [];
  for (const [i, generator] of generators.entries())
    found.push(
      (i < 4 && !options.first) || found.every((after) => after === undefined) ? noticedBy(generator, outDir) : '',
    );
  rmSync(outDir, { recursive: true });
  console.error(`${mutant.rule}: ${found.map((after) => after ?? '-').join(' ')}`);
  return found;
}

const control = await noticed({ rule: 'nothing', edits: [] });
if (control.some((after) => after !== undefined)) throw new Error('the timed executor differs by itself');

const rows = [];
for (const mutant of mutants.filter(({ rule }) => rule.includes(options.only)))
  rows.push({ ...mutant, found: await noticed(mutant) });

const cells = ({ rule, found, exception }) =>
  [rule, ...found.map((after) => after ?? '–'), exception ?? ''].join(' | ').trimEnd();
const unnoticed = rows.filter(({ found }) => found.every((after) => after === undefined));
writeFileSync(
  options.to,
  `# Mutants of the timed executor

Written by \`node packages/core/test/engine/timed/mutants/run.mjs\` (${options.cases} cases per generator, seed ${options.seed}).
Each row leaves one rule out (\`list.mjs\` says how); a number is the case at which a generator noticed, – means that it did not.
The architectures are asked only where the synthetic machines show nothing.

${rows.length - unnoticed.length} of ${rows.length} are noticed.

| left out | ${generators.join(' | ')} | not noticed because |
|---|${generators.map(() => '---:|').join('')}---|
${rows.map((row) => `| ${cells(row)} |`).join('\n')}
`,
);
const surprising = unnoticed.filter(({ exception }) => exception === undefined);
for (const { rule } of surprising) console.error(`not noticed: ${rule}`);
process.exitCode = surprising.length === 0 ? 0 : 1;
