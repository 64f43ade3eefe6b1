import { type Finding, isInputError, refuseAny } from '@cvm-teardown/core';
import type { CliContext } from '../context.js';
import { outputTwice, unknownReporter, wrongForm } from '../errors/messages.js';
import { prepareOutputFile } from './output-file.js';
import { type Palette, paletteFor, plain } from './palette.js';

/** How a report is to look where it goes. */
export interface Look {
  /** Columns of the terminal, or what stands for them where there is none. */
  readonly width: number;
  readonly palette: Palette;
}

/** Draws a report: a pure function, golden-tested. The text ends in a newline. */
export type Reporter<Report> = (report: Report, look: Look) => string;

/** Reporters by name, loaded when they are needed. The first one is the default. */
export type Reporters<Report> = Readonly<Record<string, () => Promise<Reporter<Report>>>>;

/** The options of `output-options.ts` as yargs hands them over. */
export interface OutputArguments {
  readonly reporter?: readonly string[] | undefined;
  readonly color?: boolean | undefined;
}

interface Output {
  readonly reporter: string;
  readonly look: Look;
  readonly write: (text: string) => Promise<void> | void;
}

/** Where there is no terminal: wide enough for the tables, narrow enough for a review on paper or a mail. */
const DEFAULT_WIDTH = 100;

const STDOUT = '-';

/**
 * Opens the outputs that `--reporter NAME[=FILE]` asks for, works, and writes the report to each. What is wrong with an output
 * is found before the work starts; `findings` are what is wrong already, reported together with it.
 *
 * @throws InputError with everything that is wrong
 */
export async function withOutputs<Report>(
  context: CliContext,
  given: OutputArguments,
  reporters: Reporters<Report>,
  work: () => Promise<Report> | Report,
  findings: readonly Finding[] = [],
): Promise<Report> {
  const outputs = await prepareOutputs(context, given, Object.keys(reporters), [...findings]);
  const report = await work();
  for (const { reporter, look, write } of outputs) {
    const render = await reporters[reporter]?.();
    if (render !== undefined) await write(render(report, look));
  }
  return report;
}

async function prepareOutputs(
  context: CliContext,
  { reporter: asked, color }: OutputArguments,
  known: readonly string[],
  findings: Finding[],
): Promise<Output[]> {
  const outputs: Output[] = [];
  const targets = new Set<string>();
  const claim = (target: string, shown: string) => {
    if (targets.has(target)) findings.push(outputTwice(shown));
    targets.add(target);
  };
  for (const text of asked ?? known.slice(0, 1)) {
    const [reporter, file = STDOUT] = splitOnce(text, '=');
    if (!known.includes(reporter)) findings.push(unknownReporter(reporter, known));
    else if (file === '') findings.push(wrongForm('reporter', text, 'NAME[=FILE]'));
    else if (file === STDOUT) {
      claim(STDOUT, STDOUT);
      outputs.push({ reporter, look: lookOf(context, color), write: (report) => context.stdout.write(report) });
    } else {
      const target = await findingsOf(findings, () => prepareOutputFile(file, context.cwd));
      if (target === undefined) continue;
      claim(target.path, file);
      outputs.push({ reporter, look: { width: DEFAULT_WIDTH, palette: plain }, write: target.write });
    }
  }
  refuseAny(findings);
  return outputs;
}

/** How text for stdout is to look. */
export function lookOf({ stdout, env }: CliContext, color?: boolean): Look {
  return { width: stdout.columns ?? DEFAULT_WIDTH, palette: paletteFor(stdout, env, color) };
}

async function findingsOf<T>(findings: Finding[], work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!isInputError(error)) throw error;
    findings.push(...error.findings);
    return undefined;
  }
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
