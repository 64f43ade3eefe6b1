import type { RunEntry } from '@cvm-teardown/core/report';
import { showProgress } from '../check/progress.js';
import type { CommandContext } from '../context.js';
import { listenForInterrupt } from '../interrupt.js';
import { inTurns } from './in-turns.js';
import { performRun, type RunJob } from './run-job.js';

/**
 * Does the jobs one after the other, in this thread; shows progress when they take their time. `what`: `running s390 async`.
 *
 * @returns an entry per job; after Ctrl-C the one that was running is incomplete, and those behind it are undefined
 */
export async function performRuns(
  jobs: readonly RunJob[],
  context: Pick<CommandContext, 'architectures' | 'stderr' | 'onInterrupt'>,
  what: string,
): Promise<readonly (RunEntry | undefined)[]> {
  const architectures = await context.architectures();
  const progress = showProgress(context.stderr, what, 'pages');
  const { signal, ignore } = listenForInterrupt(context);
  let before = 0;
  let running = 0;
  const entries: (RunEntry | undefined)[] = [];
  try {
    for (const job of jobs) {
      const turns = performRun(architectures, job, {
        signal,
        onPages: (done, total) => {
          running = done;
          progress.update(before + done, jobs.length === 1 ? total : undefined);
        },
      });
      entries.push(signal.aborted && entries.length > 0 ? undefined : await inTurns(turns));
      before += running;
      running = 0;
    }
    return entries;
  } finally {
    ignore();
    progress.end();
  }
}
