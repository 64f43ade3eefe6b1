import type { Reporters } from '../output/outputs.js';
import type { AnyCheckReport } from '../reporters/check-outline.js';

/** What a check's report can be made into, whatever kind of check it was. */
export const checkReporters: Reporters<AnyCheckReport> = {
  table: async () => (await import('../reporters/check-table.js')).checkTable,
  json: async () => (await import('../reporters/check-json.js')).checkJson,
  markdown: async () => (await import('../reporters/check-markdown.js')).checkMarkdown,
  junit: async () => (await import('../reporters/check-junit.js')).checkJunit,
  github: async () => (await import('../reporters/check-github.js')).checkGithub,
  perfetto: async () => (await import('../reporters/check-perfetto.js')).checkPerfetto,
};
