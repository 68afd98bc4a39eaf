import { configDefaults, defineConfig } from 'vitest/config';

const root = import.meta.dirname;
const shared = {
  resolve: { alias: { '@': root } },
  test: { root, environment: 'node', pool: 'forks', restoreMocks: true } as const,
};
/** A busy machine makes a test slow, not wrong. */
const PATIENT_MS = 60_000;
/** Promises under faults: the promised counts in the project chaos, a taste of each in db. */
const CHAOS = 'chaos/*.chaos.ts';
const exclude = [
  ...configDefaults.exclude,
  '.next/**',
  '.data/**',
  'dist/**',
  'e2e/**',
  'conformance/**',
];

export default defineConfig({
  test: {
    // Two cores are the machine this must be quick on; more help only a little because the database
    // is shared.
    maxWorkers: 4,
    projects: [
      {
        ...shared,
        test: {
          ...shared.test,
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...exclude, '**/*.db.test.ts'],
          setupFiles: ['scripts/test-env.mjs'],
          testTimeout: PATIENT_MS,
        },
      },
      {
        ...shared,
        test: {
          ...shared.test,
          name: 'db',
          include: ['**/*.db.test.ts', CHAOS],
          exclude,
          provide: { chaos: 'short' },
          globalSetup: ['scripts/test-database.ts', 'chaos/fixtures/bundle.ts'],
          setupFiles: ['scripts/test-env.mjs', 'scripts/test-database-url.mjs'],
          testTimeout: PATIENT_MS,
          hookTimeout: PATIENT_MS,
        },
      },
      {
        ...shared,
        test: {
          ...shared.test,
          name: 'chaos',
          include: [CHAOS],
          provide: { chaos: 'long' },
          globalSetup: ['scripts/test-database.ts', 'chaos/fixtures/bundle.ts'],
          setupFiles: ['scripts/test-env.mjs', 'scripts/test-database-url.mjs'],
          testTimeout: 10 * PATIENT_MS,
          hookTimeout: PATIENT_MS,
        },
      },
    ],
  },
});
