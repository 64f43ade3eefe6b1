import type { BenchResults, Goal, SeriesResult, SimpyResult } from './results.js';

const MB = 1e6;

/** What the project promises, beside what was measured. Nothing fails when a goal is missed: the machine may be slow or busy. */
export function goalsOf({
  tool,
  scenarios,
  growth,
  simpy,
}: Pick<BenchResults, 'tool' | 'scenarios' | 'growth' | 'simpy'>): Goal[] {
  const goals: Goal[] = [];
  const most = (what: string, limit: number, unit: Goal['unit'], measured: number | undefined): void => {
    if (measured !== undefined) goals.push({ what, limit, unit, measured });
  };
  const timed = (id: string) => scenarios.find((scenario) => scenario.id === id)?.timed;
  const command = (text: string) => tool.find((one) => one.command.startsWith(text));
  const series = (id: string): SeriesResult | undefined => growth.find((one) => one.id === id);

  most('--help, whole process', 250, 'ms', command('--help')?.wallMs);
  most('--help, CPU time', 250, 'ms', command('--help')?.cpuMs);
  most('headline (compare), whole process', 1500, 'ms', command('compare')?.wallMs);
  const tebi = command('run');
  most('16 TiB, s390 reboot by the command line, whole process', 1000, 'ms', tebi?.wallMs);
  most('16 TiB, s390 reboot by the command line, memory', 250, 'MB', tebi && tebi.maxRssBytes / MB);
  for (const id of ['s390-async', 'sweep', 'batches']) {
    most(`16 TiB, ${id}, whole process`, 1000, 'ms', timed(id)?.wallMs);
    most(`16 TiB, ${id}, memory`, 250, 'MB', memoryOf(timed(id)));
  }
  for (const id of ['ragged', 'ragged-batches']) {
    most(`1 TiB, ${id}, whole process`, 1200, 'ms', timed(id)?.wallMs);
    most(`1 TiB, ${id}, memory`, 500, 'MB', memoryOf(timed(id)));
  }
  most('two sweeps in lock step over 2^26 pages', 100, 'ms', timed('lock-step')?.ms);
  for (const id of ['pages', 'pages-in-batches', 'pages-in-lock-step']) {
    most(`growth of events with ${series(id)?.title}`, 0.05, '', series(id)?.slopes.events);
    most(`growth of chunk work with ${series(id)?.title}`, 0.05, '', series(id)?.slopes.work);
  }
  most('growth of time with runs', 1.1, '', series('runs')?.slopes.ms);
  most('growth of time with events', 1.1, '', eventSlope(series('touches')));
  for (const one of simpy ?? []) {
    goals.push({
      what: `SimPy, ${one.id}: speed per page`,
      limit: 1000,
      unit: 'x',
      atLeast: true,
      measured: perPage(one),
    });
  }
  return goals;
}

const memoryOf = (run: { readonly maxRssBytes: number } | undefined): number | undefined => run && run.maxRssBytes / MB;

const eventSlope = (series: SeriesResult | undefined): number | undefined => series?.slopes.ms;

/** How many times faster per page, the timed executor with the pages of its scenario. */
export const perPage = ({ simpyMs, pages, largeMs, largePages }: SimpyResult): number =>
  simpyMs / pages / (largeMs / largePages);

export const isMet = ({ measured, limit, atLeast }: Goal): boolean =>
  atLeast === true ? measured >= limit : measured <= limit;
