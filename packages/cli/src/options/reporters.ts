/** The reporters of each command that makes a report; the first one is the default. */
export const REPORTERS = {
  run: ['table', 'json', 'ndjson', 'csv', 'markdown'],
  compare: ['table', 'json', 'ndjson', 'csv', 'markdown'],
  check: ['table', 'json', 'markdown', 'junit', 'github', 'perfetto'],
  replay: ['table', 'json'],
  validate: ['table', 'json', 'markdown'],
  calibrate: ['table', 'json', 'profile'],
} as const satisfies Record<string, readonly string[]>;
