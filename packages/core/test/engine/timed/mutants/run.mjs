#!/usr/bin/env node
/**
 * Breaks the timed executor in one place at a time and looks whether the property tests notice. Keeps what was found in
 * results.json, and writes MUTANTS.md from it.
 *
 *   node packages/core/test/engine/timed/mutants/run.mjs [--cases 300,3000] [--seed 1] [--only REGEXP] [--missing] [--seconds 400]
 *
 * `--cases`: how many from each generator; more only of what fewer have not shown. `--missing`: what results.json has not yet, or only
 * with fewer cases.
 * `--seconds`: begins no other mutant afterwards.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { edit } from './edit.mjs';
import { mutants, open } from './list.mjs';
import { digestOf, table, valid } from './table.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const engine = fileURLToPath(new URL('../../../../src/engine/', import.meta.url));
const kept = join(here, 'results.json');
/** The architectures' machines take long: only where so many others have not shown anything. */
const MANY = 3000;
const SYNTHETIC = ['found', 'general', 'ragged', 'instants', 'rhythm', 'aftermath', 'batches'];
const ARCHITECTURES = ['arm64', 'ppc', 's390'];
/** A mutant may go on for ever; that is noticed too. */
const patienceMs = (cases) => 60_000 + 200 * cases;

const { values: options } = parseArgs({
  options: {
    cases: { type: 'string', default: '300,3000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    missing: { type: 'boolean', default: false },
    seconds: { type: 'string', default: 'Infinity' },
  },
});
const only = new RegExp(options.only);
const rounds = options.cases.split(',').map(Number);

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

/** The first generator that notices, and after how many cases, or how else; undefined: none does. */
function noticedBy(generators, cases, outDir) {
  const args = [join(outDir, 'harness.js'), generators.join(), String(cases), options.seed];
  const { status, stdout, error, signal } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    timeout: patienceMs(cases),
  });
  const lines = stdout.trim().split('\n');
  const after = Number(lines.at(-1));
  const hangs = error?.code === 'ETIMEDOUT';
  if (signal !== null && !hangs) throw new Error(`ended by ${signal}: ${stdout}`);
  if (hangs || status !== 0) return { generator: lines.at(-1), after: hangs ? 'hangs' : 'fails' };
  return Number.isNaN(after) ? undefined : { generator: lines.at(-2), after };
}

/** Those first that are made for the part that is broken. */
function generatorsFor({ edits }) {
  const [[file = ''] = []] = edits;
  const made = /rhythm|compare-shots|leap|shot|book|level\.ts/.test(file)
    ? ['rhythm', 'aftermath']
    : /batch/.test(file)
      ? ['batches']
      : /at-once/.test(file)
        ? ['instants']
        : /mixed|sums/.test(file)
          ? ['ragged']
          : [];
  return [...made, ...SYNTHETIC.filter((generator) => !made.includes(generator))];
}

/** The first generator that notices; or how many cases of each have not shown anything. */
async function tryOut(mutant, rounds) {
  const outDir = mkdtempSync(join(tmpdir(), 'mutant-'));
  try {
    await compile(mutant, outDir);
    for (const cases of rounds) {
      const generators = generatorsFor(mutant);
      const found =
        noticedBy(generators, cases, outDir) ?? (cases >= MANY && noticedBy(ARCHITECTURES, cases / 5, outDir));
      if (found) return found;
    }
    return { cases: rounds.at(-1) };
  } finally {
    rmSync(outDir, { recursive: true });
  }
}

const sources = new Map();
for (const [file] of mutants.flatMap(({ edits }) => edits)) sources.set(file, readFileSync(join(engine, file), 'utf8'));
for (const { edits } of mutants) edits.reduce((_, one) => edit(sources.get(one[0]), one), '');

const control = await tryOut({ edits: [] }, rounds.slice(0, 1));
if (control.generator !== undefined) throw new Error(`the timed executor differs by itself: ${control.generator}`);

const results = existsSync(kept) ? valid(mutants, JSON.parse(readFileSync(kept, 'utf8'))) : {};
const end = Date.now() + Number(options.seconds) * 1000;
const isKnown = ({ rule, exception }) => {
  const { generator, cases = 0 } = results[rule] ?? {};
  return generator !== undefined || cases >= (exception === undefined ? rounds.at(-1) : 1);
};
const asked = mutants
  .filter((mutant) => only.test(mutant.rule) && !(options.missing && isKnown(mutant)))
  .toSorted((a, b) => (results[a.rule]?.cases ?? 0) - (results[b.rule]?.cases ?? 0));
for (const mutant of asked) {
  if (Date.now() > end) break;
  const found = await tryOut(mutant, rounds);
  results[mutant.rule] = { ...found, edits: digestOf(mutant) };
  console.error(
    `${mutant.rule}: ${found.generator === undefined ? 'NOT NOTICED' : `${found.generator} ${found.after}`}`,
  );
  writeFileSync(kept, `${JSON.stringify(valid(mutants, results), undefined, 2)}\n`);
}
writeFileSync(join(here, 'MUTANTS.md'), table(mutants, open, results));
const surprising = mutants.filter(
  ({ rule, exception }) => results[rule]?.cases !== undefined && exception === undefined,
);
for (const { rule } of surprising) console.error(`not noticed, and no reason is given: ${rule}`);
process.exitCode = surprising.length === 0 ? 0 : 1;
