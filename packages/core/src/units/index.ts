export { exactDuration, exactPercent, exactSize } from './exact.js';
export { formatNanoseconds } from './format-nanoseconds.js';
export { formatSize } from './format-size.js';
export { parseDuration } from './parse-duration.js';
export { parseSize } from './parse-size.js';
export { type PartsPerMillion, parsePercent, shareOf } from './percent.js';
export { type Picoseconds, roundToNanoseconds } from './picoseconds.js';
export { toCount, toSafeInteger } from './safe-integer.js';
