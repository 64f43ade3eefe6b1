import type { RunEntry } from '@cvm-teardown/core/report';
import { showProgress } from '../check/progress.js';
import type { CommandContext } from '../context.js';
import { performRun, type RunJob } from './run-job.js';

/** Does the jobs one after the other, in this thread; shows progress when they take their time. `what`: `running s390 async`. */
export async function performRuns(
  jobs: readonly RunJob[],
  context: Pick<CommandContext, 'architectures' | 'stderr'>,
  what: string,
): Promise<readonly RunEntry[]> {
  const architectures = await context.architectures();
  const progress = showProgress(context.stderr, what, 'events');
  let before = 0;
  let running = 0;
  try {
    return jobs.map((job) => {
      before += running;
      running = 0;
      return performRun(architectures, job, (done) => {
        running = done;
        progress.update(before + done);
      });
    });
  } finally {
    progress.end();
  }
}
