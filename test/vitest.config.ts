import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

/**
 * Tests run on the sources of every package, never on `dist`: the condition `hornbeam:source` in each
 * package's `exports` points there. Only tests that start `beam-run` as a process use the build.
 */
const conditions = ['hornbeam:source', 'module', 'node', 'development|production'];

/** The settings of every vitest run of this repository. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  cacheDir: 'node_modules/.cache/vite',
  test: {
    include: ['**/*.test.ts'],
    exclude: [...configDefaults.exclude, '**/dist/**', '**/.cache/**'],
    // Processes, not threads: tests may change directory, raise signals and start worker threads of their own.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // What waits for something to happen must not fail because the machine is slow.
    expect: { poll: { timeout: 10_000 } },
    restoreMocks: true,
    unstubEnvs: true,
  },
});
