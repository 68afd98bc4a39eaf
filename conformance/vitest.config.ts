import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@': `${import.meta.dirname}/..` } },
  test: {
    root: import.meta.dirname,
    environment: 'node',
    pool: 'forks',
    include: ['clients/**/*.test.ts'],
    globalSetup: ['setup.ts'],
    // Changes that one client makes must not be another's surprise.
    fileParallelism: false,
    testTimeout: 60_000,
  },
});
