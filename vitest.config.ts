import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Decorators must not depend on which tsconfig.json is nearest to a test.
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: false } },
  // Tests import the sources of the workspace's packages: no build needed before `vitest`.
  ssr: { resolve: { conditions: ['@cvm-teardown/source', ...defaultServerConditions] } },
  test: {
    // Machines are shared and noisy: a time-out is there for what hangs, it is no measure of speed.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // By default one CPU is left free, which is half of the machine where there are two.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['packages/*/test/**/*.test.ts'],
          exclude: ['**/*.process.test.ts'],
          pool: 'threads',
          isolate: false,
          benchmark: { include: ['packages/*/bench/**/*.bench.ts'] },
        },
      },
      {
        // Starts programs, which need `dist`: run `pnpm build` first.
        extends: true,
        test: {
          name: 'process',
          include: ['packages/*/test/**/*.process.test.ts'],
          pool: 'forks',
          benchmark: { include: [] },
        },
      },
      {
        extends: true,
        test: { name: 'repo', include: ['test/**/*.test.ts'], benchmark: { include: [] } },
      },
    ],
  },
});
