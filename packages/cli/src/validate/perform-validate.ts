import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Architecture, collectFindings, type Finding, refuseAny } from '@cvm-teardown/core';
import {
  type LitmusReport,
  type ValidatedArchitecture,
  type ValidationReport,
  validatedArchitecture,
  validationReport,
} from '@cvm-teardown/core/report';
import { findArchitecture } from '../architectures.js';
import { showProgress } from '../check/progress.js';
import { type CommandContext, EXIT, ExitWith } from '../context.js';
import { listenForInterrupt } from '../interrupt.js';
import { findLitmusFiles } from '../litmus/find-litmus-files.js';
import { type OutputArguments, type Reporters, withOutputs } from '../output/outputs.js';
import { toolInfo } from '../tool-info.js';
import { inWorker } from '../work/in-worker.js';

export interface ValidateArguments extends OutputArguments {
  readonly arch?: string | undefined;
  readonly litmus?: boolean | undefined;
}

const reporters: Reporters<ValidationReport> = {
  table: async () => (await import('../reporters/validation-table.js')).validationTable,
  json: async () => (await import('../reporters/validation-json.js')).validationJson,
  markdown: async () => (await import('../reporters/validation-markdown.js')).validationMarkdown,
};

/** The command `validate`: holds the architectures against what is known of real ones. */
export async function performValidate(context: CommandContext, given: ValidateArguments): Promise<void> {
  const findings: Finding[] = [];
  const all = await context.architectures();
  const chosen =
    given.arch === undefined
      ? all
      : given.arch
          .split(',')
          .flatMap((id) => collectFindings(findings, () => findArchitecture(all, id.trim(), '--arch')) ?? []);
  const { signal, ignore } = listenForInterrupt(context);
  try {
    const work = () => validated(context, chosen, given.litmus !== false, signal);
    const report = await withOutputs(context, given, reporters, work, findings);
    if (report.incomplete) throw new ExitWith(EXIT.interrupted);
    if (report.architectures.some(isMissed)) throw new ExitWith(EXIT.violated);
  } finally {
    ignore();
  }
}

const isMissed = ({ times, counts, litmus }: ValidatedArchitecture): boolean =>
  times.some(({ verdict }) => verdict === 'missed') ||
  (counts?.missed.length ?? 0) > 0 ||
  (litmus?.others.length ?? 0) > 0;

async function validated(
  context: CommandContext,
  chosen: readonly Architecture[],
  withLitmus: boolean,
  signal: AbortSignal,
): Promise<ValidationReport> {
  const progress = showProgress(context.stderr, 'validating', 'comparisons');
  const done: ValidatedArchitecture[] = [];
  let steps = 0;
  try {
    for (const architecture of chosen) {
      const litmus = withLitmus ? await litmusOf(context, architecture, signal) : undefined;
      const turns = validatedArchitecture(architecture, litmus);
      let turn = turns.next();
      while (turn.done !== true && !signal.aborted) {
        steps++;
        progress.update(steps);
        await setImmediate();
        turn = turns.next();
      }
      if (turn.done !== true || litmus?.incomplete) break;
      done.push(turn.value);
    }
  } finally {
    progress.end();
  }
  return validationReport(chosen, done, { tool: toolInfo(), incomplete: done.length < chosen.length });
}

/** What comes of the litmus files that ship with an architecture; undefined where none do. */
async function litmusOf(
  context: CommandContext,
  architecture: Architecture,
  signal: AbortSignal,
): Promise<LitmusReport | undefined> {
  const folders = architecture.litmus.map((folder) => fileURLToPath(folder));
  const findings: Finding[] = [];
  const files = findLitmusFiles(folders, context.cwd, findings);
  refuseAny(findings);
  if (files.length === 0) return undefined;
  return inWorker(context, { limits: {}, files, cwd: context.cwd }, { signal, onCount: () => undefined });
}
