import { configDefaults, defineConfig } from 'vitest/config';

const root = import.meta.dirname;
const shared = {
  resolve: { alias: { '@': root } },
  test: { root, environment: 'node', pool: 'forks', restoreMocks: true } as const,
};
const exclude = [...configDefaults.exclude, '.next/**', '.data/**', 'dist/**', 'e2e/**'];

export default defineConfig({
  test: {
    // Two cores are the machine this must be quick on; more help only a little because the database is shared.
    maxWorkers: 4,
    projects: [
      { ...shared, test: { ...shared.test, name: 'unit', include: ['**/*.test.{ts,tsx}'], exclude: [...exclude, '**/*.db.test.ts'], setupFiles: ['scripts/test-env.mjs'], testTimeout: 30_000 } },
      {
        ...shared,
        test: {
          ...shared.test,
          name: 'db',
          include: ['**/*.db.test.ts'],
          exclude,
          globalSetup: ['scripts/test-database.mjs'],
          setupFiles: ['scripts/test-env.mjs', 'scripts/test-database-url.mjs'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
