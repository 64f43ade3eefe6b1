/** Loaded into a measured process with `--import`: when it ends, it tells on file descriptor 3 how much memory it had at most. */
import { writeSync } from 'node:fs';

process.on('exit', () => {
  writeSync(3, String(process.resourceUsage().maxRSS * 1024));
});
