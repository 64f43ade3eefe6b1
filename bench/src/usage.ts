/** Loaded into a measured process with `--import`: when it ends, it tells on file descriptor 3 what it took in all. */
import { writeSync } from 'node:fs';

export interface Usage {
  readonly maxRssBytes: number;
  /** User and system time of all threads. */
  readonly cpuMs: number;
}

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const usage: Usage = { maxRssBytes: process.resourceUsage().maxRSS * 1024, cpuMs: (user + system) / 1000 };
  writeSync(3, JSON.stringify(usage));
});
